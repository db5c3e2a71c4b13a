"""Lay stickers out: labels of things, heaps and remainders, badges, and codes without a thing."""

from PIL import Image

from printers.canvas import WHITE, shorten, wrap
from printers.fonts import BOLD, REGULAR, SEMIBOLD, font
from printers.frames import Box, Foot, frame
from printers.model import Badge, CodeSheet, Label
from printers.text import clean


def label(made: Label, size_mm: tuple[int, int], dpi: int, width_dots: int) -> Image.Image:
    """Draw a label: title, how much there is, and the price as large as its room allows."""
    return frame(
        made.code,
        size_mm,
        dpi,
        width_dots,
        lambda box: _label_words(made, box),
        symbology=made.symbology,
        foot=Foot(made.category, made.date),
        stamp=made.stamp,
    )


def badge(made: Badge, size_mm: tuple[int, int], dpi: int, width_dots: int) -> Image.Image:
    """Draw a badge: where somebody works, the first name as large as it can be, and the role."""
    return frame(
        made.code,
        size_mm,
        dpi,
        width_dots,
        lambda box: _badge_words(made, box),
        stamp=made.stamp,
    )


def blank(
    code: str, sheet: CodeSheet, size_mm: tuple[int, int], dpi: int, width_dots: int
) -> Image.Image:
    """Draw a code that belongs to nothing yet, with a line to write on."""
    return frame(
        code,
        size_mm,
        dpi,
        width_dots,
        lambda box: _blank_words(sheet.note, box),
        stamp=sheet.stamp,
    )


def _label_words(made: Label, box: Box) -> int:
    sizes = box.sizes
    face = font(SEMIBOLD, box.dots(sizes.title))
    amount, unit = clean(made.amount), clean(made.unit)
    # An amount takes the place of a line of the title where the sticker has no more height.
    scarce = amount and not (box.endless or sizes.stacked)
    y = box.y
    for line in wrap(made.title, face, box.width, most=max(1, sizes.title_lines - bool(scarce))):
        box.canvas.text(box.x, y, line, face)
        y += box.dots(sizes.title * 1.08)
    if sizes.beside:
        unit = " · ".join(part for part in (unit, amount) if part)
    elif amount:
        y = _amount(made, amount, box, y)
    return _price(clean(made.price), unit, box, y)


def _amount(made: Label, amount: str, box: Box, y: int) -> int:
    """Write how much there is; of a remainder white on black, since it is not the whole thing."""
    y, width = box.below_qr(y)
    face = font(BOLD, box.dots(box.sizes.title * 0.85))
    words = shorten(amount, face, width - box.dots(12))
    if made.layout != "remainder":
        box.canvas.text(box.x, y, words, face)
        return y + box.dots(box.sizes.title * 0.95)
    high = box.dots(box.sizes.title * 1.1)
    wide = round(face.getlength(words)) + box.dots(12)
    box.canvas.block(box.x, y + box.dots(2), wide, high)
    box.canvas.text(box.x + box.dots(6), y + box.dots(2), words, face, fill=WHITE)
    return y + high + box.dots(4)


def _price(price: str, unit: str, box: Box, y: int) -> int:
    """Write the price, and behind it in small what it is for, such as `per m²`."""
    y, width = box.below_qr(y)
    sizes, room = box.sizes, box.height - (y - box.y)
    size = box.dots(sizes.price)
    unit_face = font(SEMIBOLD, box.dots(max(sizes.small, sizes.price * 0.42)))
    unit_wide = round(unit_face.getlength(unit)) + box.dots(8) if unit else 0
    while size > box.dots(sizes.small) and font(BOLD, size).getlength(price) > width - unit_wide:
        size -= 1
    if not box.endless:
        size = max(min(size, round(room * 0.75)), box.dots(sizes.small * 0.8))
    face, high = font(BOLD, size), round(size * 1.25)
    top = y if box.endless else y + (room - high) // 2
    box.canvas.text(box.x, top, price, face)
    if unit:
        base = top + face.getmetrics()[0] - unit_face.getmetrics()[0]
        box.canvas.text(box.x + round(face.getlength(price)) + box.dots(8), base, unit, unit_face)
    return y + high - box.y


def _badge_words(made: Badge, box: Box) -> int:
    sizes, y = box.sizes, box.y
    small = font(SEMIBOLD, box.dots(max(sizes.small, sizes.title * 0.7)))
    place = shorten(made.place, small, box.width)
    if place and not sizes.beside:
        box.canvas.text(box.x, y, place, small)
        y += box.dots(max(sizes.small, sizes.title * 0.7) * 1.2)
    y, width = box.below_qr(y)
    name, size = clean(made.name), box.dots(sizes.price)
    while font(BOLD, size).getlength(name) > width and size > box.dots(sizes.title):
        size -= 1
    face = font(BOLD, size)
    box.canvas.text(box.x, y, shorten(name, face, width), face)
    y += round(size * 1.2)
    role = font(REGULAR, box.dots(sizes.title * 0.85))
    box.canvas.text(box.x, y, shorten(made.role, role, width), role)
    return y + box.dots(sizes.title) - box.y


def _blank_words(note: str, box: Box) -> int:
    face = font(SEMIBOLD, box.dots(box.sizes.title * 0.85))
    y = box.y
    for line in wrap(note, face, box.width, most=box.sizes.title_lines):
        box.canvas.text(box.x, y, line, face)
        y += box.dots(box.sizes.title)
    line_y = y + box.dots(box.sizes.title * 1.3)
    if line_y < box.y + box.height - box.dots(6):
        box.canvas.rule(box.x, box.x + box.width, line_y)
    return line_y + box.dots(12) - box.y
