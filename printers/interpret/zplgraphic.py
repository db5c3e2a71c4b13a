"""ZPL II: what `^GF` holds: hex with run lengths, bytes, or base 64 with a check."""

import base64
import binascii
import re
import zlib

from PIL import Image

from printers.interpret.paper import MAX_ROWS, MAX_WIDTH, dots

_HEAD = re.compile(rb"\^GF([AB]),(\d{1,8}),(\d{1,8}),(\d{1,8}),", re.IGNORECASE)
#: G to Y repeat the next digit 1 to 19 times, g to z 20 to 400 times; they add up.
_RUNS = {ord("G") + at: at + 1 for at in range(19)}
_RUNS |= {ord("g") + at: (at + 1) * 20 for at in range(20)}
_DIGITS = b"0123456789ABCDEFabcdef"


def binary_end(data: bytes, at: int) -> int | None:
    """Find where a `^GFB` ends, whose bytes may look like commands; None if it is malformed."""
    head = _HEAD.match(data[at : at + 64])
    return at + head.end() + int(head[2]) if head else None


def draw(command: bytes) -> Image.Image | None:
    """Draw a whole `^GF` command; None when it is malformed, damaged or has too few bytes."""
    head = _HEAD.match(command)
    if head is None:
        return None
    total, across = int(head[3]), int(head[4])
    if not 0 < across <= MAX_WIDTH // 8 or total % across or not 0 < total // across <= MAX_ROWS:
        return None
    content = command[head.end() :]
    if head[1].upper() == b"B":
        bits: bytes | None = content
    elif content.lstrip()[:1] == b":" and content.lstrip()[4:5] in {b"4", b":"}:
        bits = _encoded(content.strip(), total)
    else:
        bits = _digits(content, total, across)
    if bits is None or len(bits) != total:
        return None
    return dots(bits, across, total // across)


def _encoded(content: bytes, total: int) -> bytes | None:
    """Undo `:B64:data:crc` or `:Z64:data:crc` (zlib); the CRC is CCITT, from 0, of the text."""
    parts = content.split(b":")
    if len(parts) != 4 or parts[0] or parts[1] not in {b"B64", b"Z64"}:
        return None
    try:
        if int(parts[3], 16) != binascii.crc_hqx(parts[2], 0):
            return None
        packed = base64.b64decode(parts[2], validate=True)
        if parts[1] == b"B64":
            return packed
        # One byte more than was promised shows that there is too much, without taking it all.
        return zlib.decompressobj().decompress(packed, total + 1)
    except (ValueError, zlib.error):
        return None


def _digits(content: bytes, total: int, across: int) -> bytes | None:
    """Undo the run lengths: `,` fills the row with 0, `!` with 1, `:` repeats the row above."""
    made, run, row = bytearray(), 0, across * 2
    for sign in content:
        if sign in _RUNS:
            run += _RUNS[sign]
            continue
        if sign in b"\r\n":
            continue
        if sign in _DIGITS:
            made += bytes([sign]) * min(run or 1, total * 2 + 1 - len(made))
        elif sign in b",!":
            made += b"0F"[sign == 0x21 :][:1] * (row - len(made) % row)
        elif sign == 0x3A and len(made) % row == 0:
            made += made[-row:] or b"0" * row
        else:
            return None
        run = 0
        if len(made) > total * 2:
            return None
    return bytes.fromhex(made.decode("ascii")) if len(made) == total * 2 and not run else None
