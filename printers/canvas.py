"""Draw text and codes on one-bit paper; 1 is white, 0 is black."""

from PIL import Image, ImageDraw, ImageFont

from printers import barcodes
from printers.text import clean

WHITE, BLACK = 1, 0


class Canvas:
    """A piece of paper of a fixed width, in dots."""

    def __init__(self, width: int, height: int) -> None:
        self.image = Image.new("1", (width, height), WHITE)
        self._draw = ImageDraw.Draw(self.image)
        self._draw.fontmode = "1"  # Printers know black and white; grey would be dithered.

    def text(
        self,
        x: int,
        y: int,
        words: str,
        face: ImageFont.FreeTypeFont,
        align: str = "l",
        fill: int = BLACK,
    ) -> None:
        """Write words with their line box's top at y; `align` is l, m or r at x."""
        self._draw.text((x, y), words, font=face, fill=fill, anchor=f"{align}a")

    def block(self, x: int, y: int, width: int, height: int) -> None:
        """Blacken a rectangle, to write on in white."""
        self._draw.rectangle((x, y, x + width - 1, y + height - 1), fill=BLACK)

    def rule(self, x0: int, x1: int, y: int, thickness: int = 2) -> None:
        """Draw a line across."""
        self._draw.rectangle((x0, y, x1 - 1, y + thickness - 1), fill=BLACK)

    def bars(self, x: int, y: int, fit: barcodes.Fit, height: int) -> None:
        """Draw bars from x on, the quiet zone included, each a whole number of dots wide."""
        at = x + fit.quiet[0] * fit.dots
        for module in fit.modules:
            if module == "1":
                self._draw.rectangle((at, y, at + fit.dots - 1, y + height - 1), fill=BLACK)
            at += fit.dots

    def qr(self, x: int, y: int, modules: list[list[bool]], dots: int) -> None:
        """Draw a QR code from its corner on, the quiet zone included."""
        quiet = barcodes.QR_QUIET_MODULES * dots
        for row, line in enumerate(modules):
            for column, dark in enumerate(line):
                if dark:
                    left, top = x + quiet + column * dots, y + quiet + row * dots
                    self._draw.rectangle((left, top, left + dots - 1, top + dots - 1), fill=BLACK)


def qr_width(modules: list[list[bool]], dots: int) -> int:
    """Tell the width of a QR code with its quiet zone."""
    return (len(modules) + 2 * barcodes.QR_QUIET_MODULES) * dots


def wrap(text: str, face: ImageFont.FreeTypeFont, width: int, most: int = 50) -> list[str]:
    """Break text into at most `most` lines of a width in dots; the last may end in an ellipsis."""
    lines: list[str] = []
    rest = clean(text).split(" ")
    while rest and rest != [""]:
        taken = 1
        while taken < len(rest) and face.getlength(" ".join(rest[: taken + 1])) <= width:
            taken += 1
        line, rest = " ".join(rest[:taken]), rest[taken:]
        if face.getlength(line) > width:
            line, more = _split(line, face, width)
            rest = [more, *rest]
        lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], shorten(" ".join(lines[most - 1 :]), face, width)]
    return lines


def shorten(text: str, face: ImageFont.FreeTypeFont, width: int) -> str:
    """Cut text to a width, with an ellipsis where something was cut."""
    text = clean(text)
    if face.getlength(text) <= width:
        return text
    while text and face.getlength(text.rstrip() + "…") > width:
        text = text[:-1]
    return text.rstrip() + "…"


def _split(word: str, face: ImageFont.FreeTypeFont, width: int) -> tuple[str, str]:
    """Break a word that is longer than a line."""
    taken = max(
        1, next(i for i in range(len(word), 0, -1) if i == 1 or face.getlength(word[:i]) <= width)
    )
    return word[:taken], word[taken:]
