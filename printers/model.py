"""The documents: what is to stand on paper, and nothing about how. They are written as JSON."""

import json
from dataclasses import dataclass, fields
from typing import Any

from printers.errors import BadDocument


@dataclass(frozen=True)
class Text:
    """A paragraph. `size` is 1 or 2, `align` is left, center or right."""

    text: str
    bold: bool = False
    size: int = 1
    align: str = "left"


@dataclass(frozen=True)
class Row:
    """Words on the left, a figure on the right."""

    left: str
    right: str
    bold: bool = False
    size: int = 1


@dataclass(frozen=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True)
class Barcode:
    """A Code128 with its characters under it."""

    code: str


@dataclass(frozen=True)
class QR:
    """A QR code."""

    data: str


@dataclass(frozen=True)
class Feed:
    """Empty lines."""

    lines: int = 1


@dataclass(frozen=True)
class Cut:
    """A place to cut the paper, besides the end."""


Line = Text | Row | Rule | Barcode | QR | Feed | Cut


@dataclass(frozen=True)
class Receipt:
    """A strip of lines: a receipt, a report, a test page."""

    lines: tuple[Line, ...]
    lang: str = "nl"
    title: str = ""


@dataclass(frozen=True)
class Label:
    """A sticker for one thing. `price` is text, such as `€ 12,50 / m²`."""

    title: str
    price: str
    code: str
    category: str = ""
    date: str = ""
    #: Width and height in millimetres; None takes the size of the printer's roll.
    size_mm: tuple[int, int] | None = None
    copies: int = 1


@dataclass(frozen=True)
class Drawer:
    """A pulse that opens the cash drawer. `pin` is 2 or 5; the times are in milliseconds."""

    pin: int = 2
    on_ms: int = 100
    off_ms: int = 100


Document = Receipt | Label | Drawer

_DOCUMENTS: dict[str, type[Document]] = {"receipt": Receipt, "label": Label, "drawer": Drawer}
_LINES: dict[str, type[Line]] = {
    "text": Text,
    "row": Row,
    "rule": Rule,
    "barcode": Barcode,
    "qr": QR,
    "feed": Feed,
    "cut": Cut,
}
_NAMES: dict[type, str] = {kind: name for name, kind in {**_DOCUMENTS, **_LINES}.items()}


def to_json(document: Document) -> str:
    """Write a document as JSON; `from_json` gives an equal one back."""
    body = {"document": _NAMES[type(document)], **document.__dict__}
    if isinstance(document, Receipt):
        body["lines"] = [{"line": _NAMES[type(line)], **line.__dict__} for line in document.lines]
    return json.dumps(body, ensure_ascii=False)


def from_json(text: str) -> Document:
    """Read a document; raise BadDocument for an unknown kind, field or type."""
    try:
        body = json.loads(text)
        if not isinstance(body, dict):
            raise BadDocument("a document is a JSON object")
        kind = _DOCUMENTS[body.pop("document")]
        if kind is Receipt:
            body["lines"] = tuple(_build(_LINES[line.pop("line")], line) for line in body["lines"])
        elif body.get("size_mm") is not None:
            body["size_mm"] = tuple(body["size_mm"])
        document: Document = _build(kind, body)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadDocument(f"not a document: {error}") from None
    return document


def _build(kind: type[Any], values: dict[str, Any]) -> Any:
    """Make a dataclass from plain values, each of the type of its field's default or text."""
    for field in fields(kind):
        given = values.get(field.name)
        if (
            field.name in values
            and field.type in (str, int, bool)
            and type(given) is not field.type
        ):
            raise BadDocument(f"{kind.__name__}.{field.name} cannot be {given!r}")
    return kind(**values)
