"""Lay a label out: what it is, what it costs, and its code twice."""

from dataclasses import dataclass

from PIL import Image, ImageFont

from printers import barcodes
from printers.canvas import Canvas, qr_width, shorten, wrap
from printers.errors import TooWide
from printers.fonts import BOLD, SEMIBOLD, font
from printers.model import Label
from printers.text import clean

MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Sizes:
    """The measures of one layout, in dots at 203 dpi."""

    margin: int
    title: int
    price: int
    small: int
    digits: int
    qr_dots: int
    bars: int


#: The widest layout that fits is taken; the number is the least width in dots at 203 dpi.
_LAYOUTS = (
    (430, Sizes(margin=14, title=30, price=54, small=19, digits=24, qr_dots=4, bars=56)),
    (0, Sizes(margin=10, title=26, price=44, small=18, digits=22, qr_dots=3, bars=50)),
)


def dots(mm: float, dpi: int) -> int:
    """Turn millimetres into whole dots."""
    return int(mm * dpi / MM_PER_INCH + 0.5)


def draw(label: Label, size_mm: tuple[int, int], dpi: int) -> Image.Image:
    """Draw a label as a one-bit picture of exactly its paper's size.

    On top the title in one or two lines and the price under it, beside them the QR code; below
    the bars with their digits, and a last line with category and date.
    """
    width, height = dots(size_mm[0], dpi) // 8 * 8, dots(size_mm[1], dpi)
    scale = dpi / 203
    sizes = next(sizes for least, sizes in _LAYOUTS if width >= least * scale)
    m = round(sizes.margin * scale)
    canvas = Canvas(width, height)
    fit = barcodes.fit(label.code, width)
    matrix = barcodes.qr(label.code)
    qr_dots = round(sizes.qr_dots * scale)
    qr_size = qr_width(matrix, qr_dots)
    # The quiet zone of the code does for a margin at the paper's edge.
    canvas.qr(width - qr_size, 0, matrix, qr_dots)
    foot_y = height - m // 2 - round(sizes.small * scale * 1.15)
    digits_y = foot_y - round(sizes.digits * scale * 1.1)
    bars = round(sizes.bars * scale)
    bars_y = digits_y - bars - 2
    if bars_y < qr_size - barcodes.QR_QUIET_MODULES * qr_dots // 2:
        raise TooWide(f"a label of {size_mm[0]} × {size_mm[1]} mm is too low for its codes")
    _words(canvas, label, sizes, scale, m, width - qr_size - m, bars_y)
    canvas.code128((width - fit.width_dots) // 2, bars_y, fit, bars)
    face = font(SEMIBOLD, round(sizes.digits * scale))
    spaced = f"{label.code[:4]} {label.code[4:]}" if label.code.isdigit() else label.code
    canvas.text(width // 2, digits_y, spaced, face, "m")
    _foot(canvas, label, font(SEMIBOLD, round(sizes.small * scale)), m, width, foot_y)
    return canvas.image


def _words(
    canvas: Canvas, label: Label, sizes: Sizes, scale: float, left: int, room: int, below: int
) -> None:
    """Write the title, and the price as large as the room beside the QR code allows."""
    face = font(SEMIBOLD, round(sizes.title * scale))
    y = left // 2
    for line in wrap(label.title, face, room, most=2):
        canvas.text(left, y, line, face)
        y += round(sizes.title * scale * 1.08)
    price, size = clean(label.price), round(sizes.price * scale)
    while font(BOLD, size).getlength(price) > room and size > sizes.small * scale:
        size -= 1
    size = min(size, round((below - y) * 0.7))
    canvas.text(left, y + (below - y - round(size * 1.25)) // 2, price, font(BOLD, size))


def _foot(
    canvas: Canvas, label: Label, face: ImageFont.FreeTypeFont, left: int, width: int, y: int
) -> None:
    """Write the category on the left and the date on the right of the last line."""
    date = clean(label.date)
    room = width - 2 * left - round(face.getlength(date)) - left
    canvas.text(left, y, shorten(label.category, face, room), face)
    canvas.text(width - left, y, date, face, "r")
