"""Lay a receipt out in columns of equal letters, as printers write with their own."""

import unicodedata
from collections.abc import Iterator

from printers.text import clean

#: Signs of a Dutch shop that some tables lack, and how they are written without.
_INSTEAD = {
    "€": "EUR",
    "×": "x",
    "²": "2",
    "³": "3",
    "½": "1/2",
    "¼": "1/4",
    "–": "-",
    "—": "-",
    "…": "...",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "•": "*",
    "·": "-",
    "≤": "<=",
    "≥": ">=",
}


def in_page(text: str, codepage: str) -> bytes:
    """Write text in a code page; what the page lacks is spelled otherwise, or becomes `?`."""
    return b"".join(_bytes(character, codepage) for character in clean(text))


def _bytes(character: str, codepage: str) -> bytes:
    for attempt in (character, _INSTEAD.get(character), _plain(character)):
        try:
            if attempt:
                return attempt.encode(codepage)
        except UnicodeEncodeError:
            continue
    return b"?"


def _plain(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character)
    return "".join(part for part in decomposed if not unicodedata.combining(part))


def wrap(text: bytes, columns: int) -> list[bytes]:
    """Break text into lines of so many columns, between words where that is possible."""
    lines, line = [], b""
    for word in text.split(b" "):
        joined = line + b" " + word if line else word
        if line and len(joined) > columns:
            lines.append(line)
            joined = word
        while len(joined) > columns:
            lines.append(joined[:columns])
            joined = joined[columns:]
        line = joined
    return [*lines, line] if line or not lines else lines


def row(left: bytes, right: bytes, columns: int) -> Iterator[bytes]:
    """Set words on the left and a figure on the right; long words take more lines."""
    room = columns - len(right) - 1
    if room < columns // 4:
        yield from wrap(left, columns)
        yield from (line.rjust(columns) for line in wrap(right, columns))
        return
    first, *rest = wrap(left, room)
    yield first.ljust(columns - len(right)) + right
    yield from rest
