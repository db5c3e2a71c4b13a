"""The documents: what is to stand on paper, and nothing about how. They are written as JSON."""

import json
from dataclasses import dataclass, fields, replace
from typing import Any

from printers.errors import BadDocument


@dataclass(frozen=True)
class Text:
    """A paragraph. `size` is 1 or 2, `align` is left, center or right, `inverse` white on black."""

    text: str
    bold: bool = False
    size: int = 1
    align: str = "left"
    inverse: bool = False


@dataclass(frozen=True)
class Row:
    """Words on the left, a figure on the right."""

    left: str
    right: str
    bold: bool = False
    size: int = 1


@dataclass(frozen=True)
class Sample:
    """Words sent in a code page of their own, to see which page a printer has in which slot."""

    text: str
    codepage: str
    slot: int


@dataclass(frozen=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True)
class Barcode:
    """A code in bars with its characters under it. `symbology` is code128 or ean13."""

    code: str
    symbology: str = "code128"


@dataclass(frozen=True)
class QR:
    """A QR code."""

    data: str


@dataclass(frozen=True)
class Picture:
    """A small drawing such as a signature: a PNG file in base64, drawn black on white."""

    png: str


@dataclass(frozen=True)
class Feed:
    """Empty lines."""

    lines: int = 1


@dataclass(frozen=True)
class Cut:
    """A place to cut the paper, besides the end."""


Line = Text | Row | Sample | Rule | Barcode | QR | Picture | Feed | Cut


@dataclass(frozen=True)
class Receipt:
    """A strip of lines: a receipt, a report, a test page."""

    lines: tuple[Line, ...]
    lang: str = "nl"
    title: str = ""


@dataclass(frozen=True)
class Label:
    """A sticker for one thing, one heap, or what is left of one. `price` is text.

    A heap says in `unit` what the price is for (`per m²`) and in `amount` how much there is; a
    remainder says in `amount` how much is left of what (`1,80 m van 3,00 m`).
    """

    title: str
    price: str
    code: str
    category: str = ""
    date: str = ""
    #: Width and height in millimetres, height 0 on a continuous roll; None takes the printer's.
    size_mm: tuple[int, int] | None = None
    copies: int = 1
    unit: str = ""
    amount: str = ""
    #: `item`, `heap` or `remainder`; a remainder's amount stands white on black.
    layout: str = "item"
    symbology: str = "code128"
    #: What stands large over the bars of a label that must not pass for a real one.
    stamp: str = ""


@dataclass(frozen=True)
class Badge:
    """A card by which a person clocks in. It shows a first name and a role, never more."""

    name: str
    role: str
    code: str
    place: str = ""
    size_mm: tuple[int, int] | None = None
    stamp: str = ""


@dataclass(frozen=True)
class CodeSheet:
    """Stickers with codes that belong to nothing yet, to be bound to things by scanning them."""

    codes: tuple[str, ...]
    note: str = ""
    size_mm: tuple[int, int] | None = None
    stamp: str = ""


@dataclass(frozen=True)
class Drawer:
    """A pulse that opens the cash drawer. `pin` is 2 or 5; None as the printer is set."""

    pin: int | None = None


Document = Receipt | Label | Badge | CodeSheet | Drawer

_DOCUMENTS: dict[str, type[Document]] = {
    "receipt": Receipt,
    "label": Label,
    "badge": Badge,
    "code-sheet": CodeSheet,
    "drawer": Drawer,
}
_LINES: dict[str, type[Line]] = {
    "text": Text,
    "row": Row,
    "sample": Sample,
    "rule": Rule,
    "barcode": Barcode,
    "qr": QR,
    "picture": Picture,
    "feed": Feed,
    "cut": Cut,
}
_NAMES: dict[type, str] = {kind: name for name, kind in {**_DOCUMENTS, **_LINES}.items()}
#: What a reprint that may be a second one says of itself, in the receipt's language.
_COPY = {"nl": "KOPIE", "en": "COPY"}


def as_copy(document: Document) -> Document:
    """Mark a receipt as a copy, above and below; other documents stay as they are."""
    if not isinstance(document, Receipt):
        return document
    return _between(document, _COPY.get(document.lang, "KOPIE"))


def stamped(document: Document, on_receipt: str, on_sticker: str) -> Document:
    """Mark a document as not for real: a receipt above and below, a sticker over its bars.

    Stamping twice stamps once. A drawer has no paper, and stays as it is.
    """
    if isinstance(document, Drawer):
        return document
    if not isinstance(document, Receipt):
        return replace(document, stamp=on_sticker)
    first = document.lines[0] if document.lines else None
    there = isinstance(first, Text) and first.text == on_receipt
    return document if there else _between(document, on_receipt)


def _between(receipt: Receipt, words: str) -> Receipt:
    """Put a mark above and below a receipt."""
    mark = Text(words, bold=True, size=2, align="center", inverse=True)
    return replace(receipt, lines=(mark, *receipt.lines, mark))


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
        if kind is CodeSheet:
            body["codes"] = _texts(body["codes"])
        if body.get("size_mm") is not None:
            body["size_mm"] = tuple(body["size_mm"])
        document: Document = _build(kind, body)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadDocument(f"not a document: {error}") from None
    return document


def _texts(values: list[Any]) -> tuple[str, ...]:
    if not all(isinstance(value, str) for value in values):
        raise BadDocument("codes are text")
    return tuple(values)


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
