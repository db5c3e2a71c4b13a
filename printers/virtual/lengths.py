"""How long each command of ESC/POS and of Brother's raster language is.

Sources: Epson's ESC/POS command reference and Brother's raster command reference for the QL
series. A command that is not in the tables is taken as one byte, and what follows as text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Length:
    """Bytes of a command's head, and of the data behind it that the head announces."""

    head: int
    payload: int = 0


def _table(lead: int, by_length: dict[int, bytes]) -> dict[bytes, int]:
    return {
        bytes((lead, letter)): length for length, letters in by_length.items() for letter in letters
    }


#: Commands of one fixed length, by their first two bytes.
_FIXED = {
    **_table(0x10, {3: b"\x04\x05"}),
    **_table(
        0x1B,
        {
            2: b"@2<LSimv\x0c",
            3: b" !%-3=?EGJKMRTUVadertu{",
            4: b"$\\c",
            5: b"p",
            10: b"W",
        },
    ),
    **_table(0x1D, {2: b":c", 3: b"!/BEHITabfhrw", 4: b"$LPW\\", 5: b"^"}),
    **_table(0x1C, {2: b"&.", 3: b"!-CW", 4: b"Sp"}),
}

_PLAIN = re.compile(rb"[^\x10\x1b-\x1d]+")


def escpos(data: bytes, at: int) -> Length | None:
    """Measure the ESC/POS command, or the run of text, at a place; None if it is not all there."""
    if plain := _PLAIN.match(data, at):
        return Length(len(plain.group()))
    name = data[at : at + 2]
    if len(name) < 2:
        return None
    if name in _FIXED:
        return Length(_FIXED[name]) if len(data) - at >= _FIXED[name] else None
    if name in _VARYING:
        try:
            measured = _VARYING[name](data[at:])
        except (IndexError, ValueError):
            return None
        return measured if len(data) - at >= measured.head else None
    return Length(1)


def _number(data: bytes, at: int, size: int) -> int:
    """Read a little-endian number; IndexError when it is not all there."""
    return sum(data[at + place] << 8 * place for place in range(size))


def _real_time(data: bytes) -> Length:
    """DLE DC4: a drawer pulse, a switch-off, or a cleared buffer."""
    return Length({1: 5, 2: 5, 8: 10}.get(data[2], 3))


def _columns(data: bytes) -> Length:
    """ESC *: an image in columns of 8 or 24 dots."""
    return Length(5, _number(data, 3, 2) * (1 if data[2] in (0, 1) else 3))


def _until_nul(data: bytes) -> Length:
    return Length(data.index(0, 2) + 1)


def _counted(data: bytes) -> Length:
    """ESC (, GS ( and FS (: two bytes tell how much follows."""
    return Length(5, _number(data, 3, 2))


def _counted_long(data: bytes) -> Length:
    """GS 8 L: the same with four bytes, for large images."""
    return Length(7, _number(data, 3, 4))


def _raster(data: bytes) -> Length:
    """GS v 0: an image in rows."""
    if data[2] != 0x30:
        return Length(2)
    return Length(8, _number(data, 4, 2) * _number(data, 6, 2))


def _stored(data: bytes) -> Length:
    """GS *: an image to keep, in bytes across and down."""
    return Length(4, data[2] * data[3] * 8)


def _barcode(data: bytes) -> Length:
    """GS k: closed by a NUL in its old form, counted in its new one."""
    return Length(4, data[3]) if data[2] >= 65 else Length(data.index(0, 3) + 1)


def _cut(data: bytes) -> Length:
    """GS V: with a feed in some of its forms."""
    return Length(3 if data[2] in (0, 1, 48, 49) else 4)


_VARYING: dict[bytes, Callable[[bytes], Length]] = {
    b"\x10\x14": _real_time,
    b"\x1b*": _columns,
    b"\x1bD": _until_nul,
    b"\x1b(": _counted,
    b"\x1d(": _counted,
    b"\x1c(": _counted,
    b"\x1d8": _counted_long,
    b"\x1dv": _raster,
    b"\x1d*": _stored,
    b"\x1dk": _barcode,
    b"\x1dV": _cut,
}

#: Brother's settings `ESC i X`, whole; others are taken as four bytes, as most are.
_SETTINGS = {b"S": 3, b"z": 13, b"d": 5, b"U": 17}


def brotherql(data: bytes, at: int) -> Length | None:
    """Measure the raster command at a place; None when it is not all there."""
    measured = _brotherql(data[at : at + 4])
    return measured if measured and len(data) - at >= measured.head else None


def _brotherql(head: bytes) -> Length | None:
    """Measure from the first bytes; None when these are too few to tell."""
    lead = head[:1]
    if lead == b"\x1b":
        if len(head) < 3:
            return Length(2) if head[1:2] == b"@" else None
        return Length(_SETTINGS.get(head[2:3], 4) if head[1:2] == b"i" else 2)
    if lead == b"M":
        return Length(2)
    if lead == b"G":
        return Length(3, _number(head, 1, 2)) if len(head) >= 3 else None
    if lead in (b"g", b"w"):
        return Length(3, head[2]) if len(head) >= 3 else None
    return Length(1)
