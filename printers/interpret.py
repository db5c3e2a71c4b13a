"""Read ESC/POS back into paper, without sharing a line with what wrote it.

It knows the commands that this package sends; everything else is kept as unknown, so that a
test can insist that there is nothing else.
"""

from dataclasses import dataclass, field

from PIL import Image


@dataclass
class Paper:
    """What left a printer."""

    #: One picture for each piece between cuts.
    pages: list[Image.Image] = field(default_factory=list)
    cuts: int = 0
    drawer_pulses: int = 0
    unknown: bytes = b""


def interpret(data: bytes) -> Paper:
    """Play a printer: draw what the bytes say."""
    paper, strips, at = Paper(), [], 0
    while at < len(data):
        head = data[at : at + 4]
        if head[:2] == b"\x1b@":
            at += 2
        elif head == b"\x1dv0\x00":
            wide = int.from_bytes(data[at + 4 : at + 6], "little")
            high = int.from_bytes(data[at + 6 : at + 8], "little")
            bits = data[at + 8 : at + 8 + wide * high]
            strips.append(_strip(bits, wide * 8, high))
            at += 8 + wide * high
        elif head[:2] == b"\x1bd":
            at += 3
        elif head[:2] == b"\x1dV":
            at += 3 if head[2] in (0, 1, 48, 49) else 4
            paper.cuts += 1
            _finish(paper, strips)
        elif head[:2] == b"\x1bp":
            at += 5
            paper.drawer_pulses += 1
        else:
            paper.unknown += data[at : at + 1]
            at += 1
    _finish(paper, strips)
    return paper


def _strip(bits: bytes, width: int, height: int) -> Image.Image:
    """Turn raster bytes, a set bit for a black dot, into a picture where black is 0."""
    return Image.frombytes("1", (width, height), bytes(byte ^ 0xFF for byte in bits))


def _finish(paper: Paper, strips: list[Image.Image]) -> None:
    if not strips:
        return
    page = Image.new("1", (strips[0].width, sum(strip.height for strip in strips)), 1)
    y = 0
    for strip in strips:
        page.paste(strip, (0, y))
        y += strip.height
    paper.pages.append(page)
    strips.clear()
