"""Lay a receipt out: a strip of lines as long as it needs."""

import base64
from io import BytesIO

from PIL import Image

from printers import barcodes
from printers.canvas import BLACK, WHITE, Canvas, qr_width, wrap
from printers.errors import BadDocument, TooWide
from printers.fonts import BOLD, REGULAR, SEMIBOLD, font
from printers.model import (
    QR,
    Barcode,
    Cut,
    Feed,
    Line,
    Picture,
    Receipt,
    Row,
    Rule,
    Sample,
    Text,
)
from printers.text import clean

#: Sizes in dots at 203 dpi: letters for people at a counter, not for lawyers.
_TEXT = {1: 26, 2: 40}
_MARGIN = 8
_LEADING = 1.2
_BARS, _QR_DOTS = 72, 5
#: A drawing takes this much of the paper's width at most, in percent, and this many dots down.
_PICTURE_PERCENT, _PICTURE_DOTS = 80, 180
#: A file that says to be larger is no small drawing.
_MOST_PIXELS = 4_000_000
#: Grey that is darker than this becomes black; thin strokes stay whole so.
_BLACK_BELOW = 200


def draw(receipt: Receipt, width: int, dpi: int) -> list[Image.Image]:
    """Draw a receipt as one-bit pictures of exactly the paper's width, one for each cut."""
    return [strip(part, width, dpi) for part in between_cuts(receipt)]


def between_cuts(receipt: Receipt) -> list[list[Line]]:
    """Divide a receipt where its paper is cut."""
    parts: list[list[Line]] = [[]]
    for line in receipt.lines:
        if isinstance(line, Cut):
            parts.append([])
        else:
            parts[-1].append(line)
    return [part for part in parts if part]


def strip(lines: list[Line], width: int, dpi: int) -> Image.Image:
    """Draw lines as one picture of the paper's width."""
    pieces = [piece for line in lines for piece in _draw(line, width, dpi / 203)]
    whole = Image.new("1", (width, max(1, sum(piece.height for piece in pieces))), 1)
    y = 0
    for piece in pieces:
        whole.paste(piece, (0, y))
        y += piece.height
    return whole


def _draw(line: Line, width: int, scale: float) -> list[Image.Image]:
    match line:
        case Text():
            return _text(line, width, scale)
        case Row():
            return _row(line, width, scale)
        case Sample():
            return _text(Text(line.text), width, scale)
        case Rule():
            canvas = Canvas(width, round(18 * scale))
            canvas.rule(0, width, round(8 * scale), max(1, round(2 * scale)))
            return [canvas.image]
        case Barcode():
            return [barcode(line, width, scale)]
        case QR():
            return [qr(line, width, scale)]
        case Picture():
            return [picture(line, width, scale)]
        case Feed():
            return [Canvas(width, round(_TEXT[1] * _LEADING * scale) * line.lines).image]
        case Cut():
            return []


def _height(size: int, scale: float) -> int:
    return round(_TEXT[size] * _LEADING * scale)


def _text(line: Text, width: int, scale: float) -> list[Image.Image]:
    face = font(BOLD if line.bold else REGULAR, round(_TEXT[line.size] * scale))
    margin = round(_MARGIN * scale)
    x, anchor = {
        "left": (margin, "l"),
        "center": (width // 2, "m"),
        "right": (width - margin, "r"),
    }[line.align]
    drawn = []
    for words in wrap(line.text, face, width - 2 * margin) or [""]:
        canvas = Canvas(width, _height(line.size, scale))
        if line.inverse:
            canvas.block(0, 0, width, canvas.image.height)
        canvas.text(x, 0, words, face, anchor, WHITE if line.inverse else BLACK)
        drawn.append(canvas.image)
    return drawn


def _row(line: Row, width: int, scale: float) -> list[Image.Image]:
    """Write words on the left, broken where the figure on the right needs the room."""
    face = font(BOLD if line.bold else REGULAR, round(_TEXT[line.size] * scale))
    margin = round(_MARGIN * scale)
    figure = clean(line.right)
    room = width - 3 * margin - round(face.getlength(figure))
    if room < width // 4:
        alone = Text(line.left, line.bold, line.size)
        return _text(alone, width, scale) + _text(
            Text(figure, line.bold, line.size, "right"), width, scale
        )
    drawn = []
    for at, words in enumerate(wrap(line.left, face, room) or [""]):
        canvas = Canvas(width, _height(line.size, scale))
        canvas.text(margin, 0, words, face)
        if at == 0:
            canvas.text(width - margin, 0, figure, face, "r")
        drawn.append(canvas.image)
    return drawn


def barcode(line: Barcode, width: int, scale: float) -> Image.Image:
    """Draw a code in bars with its characters under it."""
    fit = barcodes.fit(line.code, width, symbology=line.symbology, dpi=round(scale * 203))
    # Some white above keeps the tails of letters away from the bars.
    top, bars, digits = round(12 * scale), round(_BARS * scale), round(24 * scale)
    canvas = Canvas(width, top + bars + round(digits * 1.4))
    canvas.bars((width - fit.width_dots) // 2, top, fit, bars)
    canvas.text(width // 2, top + bars + 2, fit.digits, font(SEMIBOLD, digits), "m")
    return canvas.image


def qr(line: QR, width: int, scale: float) -> Image.Image:
    """Draw a QR code; raise TooWide when it does not fit even with its least modules."""
    matrix = barcodes.qr(line.data)
    dots = max(2, round(_QR_DOTS * scale))
    while dots > 2 and qr_width(matrix, dots) > width:
        dots -= 1
    size = qr_width(matrix, dots)
    if size > width:
        raise TooWide(f"a QR code of {len(line.data)} characters needs {size} dots, not {width}")
    canvas = Canvas(width, size)
    canvas.qr((width - size) // 2, 0, matrix, dots)
    return canvas.image


def picture(line: Picture, width: int, scale: float) -> Image.Image:
    """Draw a picture in the middle of the paper, as large as there is room for it."""
    try:
        data = base64.b64decode(line.png, validate=True)
        with Image.open(BytesIO(data), formats=["PNG"]) as file:
            if file.width * file.height > _MOST_PIXELS:
                raise BadDocument("a drawing has at most four million dots")
            grey = file.convert("L")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadDocument(f"not a drawing: {error}") from None
    wide, high = width * _PICTURE_PERCENT // 100, round(_PICTURE_DOTS * scale)
    part = min(wide / grey.width, high / grey.height)
    small = grey.resize((max(1, round(grey.width * part)), max(1, round(grey.height * part))))
    canvas = Canvas(width, small.height)
    dots = small.point(lambda shade: 255 if shade >= _BLACK_BELOW else 0).convert("1")
    canvas.image.paste(dots, ((width - dots.width) // 2, 0))
    return canvas.image
