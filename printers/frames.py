"""The frame that all stickers share: bars, digits, QR code and last line, and room for words."""

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from printers import barcodes
from printers.canvas import WHITE, Canvas, qr_width, shorten
from printers.errors import TooWide
from printers.fonts import BOLD, SEMIBOLD, font
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
    title_lines: int = 2
    #: The most dots a module; more than three for paper that is read from a distance.
    module_dots: int = barcodes.DEFAULT_DOTS
    #: The QR code stands beside the bars, which the low sticker has no height for otherwise.
    beside: bool = False
    #: What is written large stands under the QR code, over the whole width.
    stacked: bool = False


_LARGE = Sizes(
    margin=32,
    title=72,
    price=150,
    small=40,
    digits=60,
    qr_dots=11,
    bars=230,
    title_lines=4,
    module_dots=6,
    stacked=True,
)
_NORMAL = Sizes(margin=14, title=30, price=54, small=19, digits=24, qr_dots=4, bars=56)
_SMALL = Sizes(margin=10, title=26, price=44, small=18, digits=22, qr_dots=3, bars=50)
_LOW = Sizes(
    margin=10,
    title=24,
    price=38,
    small=17,
    digits=20,
    qr_dots=4,
    bars=46,
    title_lines=1,
    beside=True,
)


def dots(mm: float, dpi: int) -> int:
    """Turn millimetres into whole dots."""
    return int(mm * dpi / MM_PER_INCH + 0.5)


def sizes_for(size_mm: tuple[int, int]) -> Sizes:
    """Choose the layout for a size of sticker in millimetres; height 0 is a continuous roll."""
    wide, high = size_mm
    if wide >= 90 and high >= 90:
        return _LARGE
    if 0 < high < 24:
        return _LOW
    return _NORMAL if wide >= 54 else _SMALL


@dataclass(frozen=True)
class Box:
    """A piece of a canvas in which words are written, in dots."""

    canvas: Canvas
    x: int
    y: int
    width: int
    height: int
    sizes: Sizes
    scale: float
    #: Where the QR code ends, and how wide the paper is below it.
    qr_bottom: int
    full_width: int
    #: The paper is as long as it needs to be.
    endless: bool = False

    def below_qr(self, y: int) -> tuple[int, int]:
        """Tell where large words go that would begin at y, and how wide they may be."""
        if not self.sizes.stacked:
            return y, self.width
        return max(y, self.qr_bottom), self.full_width

    def dots(self, size: float) -> int:
        """Scale a measure at 203 dpi to this paper's."""
        return round(size * self.scale)


@dataclass(frozen=True)
class Foot:
    """The last line: words on the left, a date on the right."""

    left: str = ""
    right: str = ""


def frame(
    code: str,
    size_mm: tuple[int, int],
    dpi: int,
    width_dots: int,
    words: Callable[[Box], int],
    *,
    symbology: str = "code128",
    foot: Foot | None = None,
    stamp: str = "",
) -> Image.Image:
    """Draw a sticker as a one-bit picture of its paper's size, or as long as it needs.

    A `stamp` stands white on black where the bars would stand, on what must not pass for real.
    `words` writes into a box and tells how high it became; on a continuous roll it is called
    twice, first on scrap paper. Raises TooWide when the codes leave no room for words.
    """
    plan = _Plan(code, size_mm, dpi, width_dots, symbology, foot is not None)
    if size_mm[1]:
        height = dots(size_mm[1], dpi)
    else:
        scrap = plan.box(Canvas(8, 8), 0, endless=True)
        height = max(words(scrap) + plan.margin, plan.qr_size) + plan.below
    bars_y = height - plan.below
    if (plan.qr_size if plan.sizes.beside else plan.qr_size - plan.qr_quiet // 2) > (
        height if plan.sizes.beside else bars_y
    ):
        raise TooWide(f"a label of {size_mm[0]} × {size_mm[1]} mm is too low for its codes")
    canvas = Canvas(plan.width, height)
    plan.draw_codes(canvas, bars_y)
    if stamp:
        plan.draw_stamp(canvas, bars_y, stamp)
    if foot is not None and not plan.sizes.beside:
        plan.draw_foot(canvas, foot)
    words(plan.box(canvas, bars_y, endless=not size_mm[1]))
    return canvas.image


class _Plan:
    """Where everything of one frame goes, in dots."""

    def __init__(
        self,
        code: str,
        size_mm: tuple[int, int],
        dpi: int,
        width_dots: int,
        symbology: str,
        has_foot: bool,
    ) -> None:
        self.sizes, self.scale = sizes_for(size_mm), dpi / 203
        self.width = min(dots(size_mm[0], dpi), width_dots) // 8 * 8
        self.margin = round(self.sizes.margin * self.scale)
        most = round(self.sizes.module_dots * self.scale)
        room = self.width
        self._qr_dots = round(self.sizes.qr_dots * self.scale)
        digits = barcodes.fit(code, self.width, symbology=symbology, dpi=dpi, most=most).digits
        self._matrix = barcodes.qr(digits)
        self.qr_size = qr_width(self._matrix, self._qr_dots)
        self.qr_quiet = barcodes.QR_QUIET_MODULES * self._qr_dots
        if self.sizes.beside:
            room = self.width - self.qr_size
        self._fit = barcodes.fit(code, room, symbology=symbology, dpi=dpi, most=most)
        self._room = room
        self.words_width = self.width - self.qr_size - self.margin
        if self.words_width < self.width // 4:
            raise TooWide(f"a label {size_mm[0]} mm wide has no room for words beside {digits!r}")
        self._bars = round(self.sizes.bars * self.scale)
        self._digits_high = round(self.sizes.digits * self.scale * 1.1)
        self._foot_high = round(self.sizes.small * self.scale * 1.15)
        foot = self._foot_high if has_foot and not self.sizes.beside else 0
        self.below = self._bars + 2 + self._digits_high + foot + self.margin // 2

    def box(self, canvas: Canvas, bars_y: int, *, endless: bool) -> Box:
        """Give the room for words above the bars."""
        return Box(
            canvas,
            x=self.margin,
            y=self.margin // 2,
            width=self.words_width,
            height=bars_y - self.margin // 2,
            sizes=self.sizes,
            scale=self.scale,
            qr_bottom=self.qr_size,
            full_width=self.width - 2 * self.margin,
            endless=endless,
        )

    def draw_codes(self, canvas: Canvas, bars_y: int) -> None:
        """Draw the QR code in its corner, the bars and their digits."""
        # The quiet zone of the code does for a margin at the paper's edge.
        qr_y = (canvas.image.height - self.qr_size) // 2 if self.sizes.beside else 0
        canvas.qr(self.width - self.qr_size, qr_y, self._matrix, self._qr_dots)
        canvas.bars((self._room - self._fit.width_dots) // 2, bars_y, self._fit, self._bars)
        face = font(SEMIBOLD, round(self.sizes.digits * self.scale))
        code = self._fit.digits
        spaced = f"{code[:4]} {code[4:]}" if code.isdigit() and len(code) == 8 else code
        canvas.text(self._room // 2, bars_y + self._bars + 2, spaced, face, "m")

    def draw_stamp(self, canvas: Canvas, bars_y: int, words: str) -> None:
        """Write over the bars, as large as their room allows."""
        canvas.block(0, bars_y, self._room, self._bars)
        size = self._bars
        while size > 8 and font(BOLD, size).getlength(words) > self._room * 0.94:
            size -= 1
        face = font(BOLD, round(min(size, self._bars * 0.78)))
        high = sum(face.getmetrics())
        y = bars_y + (self._bars - high) // 2
        canvas.text(self._room // 2, y, words, face, "m", fill=WHITE)

    def draw_foot(self, canvas: Canvas, foot: Foot) -> None:
        """Write the last line."""
        face = font(SEMIBOLD, round(self.sizes.small * self.scale))
        y = canvas.image.height - self.margin // 2 - self._foot_high
        right = clean(foot.right)
        room = self.width - 2 * self.margin - round(face.getlength(right)) - self.margin
        canvas.text(self.margin, y, shorten(foot.left, face, room), face)
        canvas.text(self.width - self.margin, y, right, face, "r")
