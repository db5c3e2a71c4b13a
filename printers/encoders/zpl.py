"""ZPL of Zebra's label printers: every label one picture (`^GF`), nothing typed as a command.

Source: Zebra, Programming Guide for ZPL II.
"""

import re
from collections.abc import Iterator

from PIL.Image import Image

from printers.encoders import Stickers

#: Runs of one hexadecimal digit: G–Y count 1 to 19, g–z count 20 to 400 by twenties.
_ONES, _TWENTIES = "GHIJKLMNOPQRSTUVWXY", "ghijklmnopqrstuvwxyz"


def encode(stickers: Stickers) -> bytes:
    """Write pictures as labels of their size in dots, each with its number of copies."""
    return b"".join(_label(sticker.picture, sticker.copies) for sticker in stickers)


def _label(picture: Image, copies: int) -> bytes:
    wide, high = picture.size
    row_bytes = -(-wide // 8)
    total = row_bytes * high
    return (
        f"^XA^PW{wide}^LL{high}^LH0,0^LS0^FO0,0"
        f"^GFA,{total},{total},{row_bytes},{''.join(_rows(picture, row_bytes))}^FS"
        f"^PQ{copies}^XZ\n"
    ).encode("ascii")


def _rows(picture: Image, row_bytes: int) -> Iterator[str]:
    """Write rows as hexadecimal digits with runs; `,` ends a row in white, `:` repeats one."""
    data = bytes(byte ^ 0xFF for byte in picture.tobytes())
    # Pillow fills the last byte of a row with zeros, which are black once they are turned round.
    spare = (1 << (row_bytes * 8 - picture.width)) - 1
    before = b""
    for at in range(0, len(data), row_bytes):
        row = data[at : at + row_bytes]
        row = row[:-1] + bytes((row[-1] & ~spare & 0xFF,))
        yield ":" if row == before else _compressed(row.hex().upper())
        before = row


def _compressed(digits: str) -> str:
    body = digits.rstrip("0")
    ending = "," if len(body) < len(digits) else ""
    return re.sub(r"(.)\1{2,}", _run, body) + ending


def _run(match: "re.Match[str]") -> str:
    left, counts = len(match[0]), ""
    while left > 400:
        counts += "z"
        left -= 400
    twenties, ones = divmod(left, 20)
    counts += _TWENTIES[twenties - 1] if twenties else ""
    counts += _ONES[ones - 1] if ones else ""
    return counts + match[1]
