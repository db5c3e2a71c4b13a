"""The state of an ESC/POS printer: its settings, the line in its buffer, the paper in its mouth."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PIL import Image, ImageChops

from printers.interpret import cells
from printers.interpret.paper import Output, Tape, blank

#: Epson's default line spacing in dots.
LINE = 30


@dataclass
class Bars:
    """How barcodes look: `GS h`, `GS w`, `GS H`, `GS f`."""

    height: int = 162
    module: int = 3
    #: Where the characters stand: 1 above, 2 below, 3 both, 0 nowhere.
    words: int = 0
    small: bool = False


@dataclass
class Matrix:
    """How a QR code looks and what it holds: `GS ( k`."""

    module: int = 3
    level: str = "L"
    content: bytes = b""


@dataclass
class Settings:
    """Everything that `ESC @` puts back."""

    codec: str
    #: Width of the print area and of the margin left of it, in dots.
    area: int
    margin: int = 0
    country: int = 0
    bold: bool = False
    struck_twice: bool = False
    underline: int = 0
    small: bool = False
    wide: int = 1
    high: int = 1
    reverse: bool = False
    #: 0 left, 1 centre, 2 right.
    align: int = 0
    spacing: int = LINE
    bars: Bars = field(default_factory=Bars)
    matrix: Matrix = field(default_factory=Matrix)
    #: What `GS ( L` stored and did not print yet.
    graphics: Image.Image | None = None


@dataclass(frozen=True)
class _Strip:
    """A piece of the page over its whole width: `picture` at `x`, or nothing."""

    rows: int
    picture: Image.Image | None = None
    x: int = 0


class Roll:
    """The page between two cuts."""

    def __init__(self, output: Output, width: int) -> None:
        self._output = output
        self._width = width
        self._strips: list[_Strip] = []
        self._rows = 0
        self._widest = width
        self._pictures_only = True

    def place(self, picture: Image.Image, x: int, *, text: bool = False) -> bool:
        """Put a picture under what is there; tell whether it fitted on the page."""
        widest = max(self._widest, picture.width)
        if not self._output.has_room(widest, self._rows + picture.height):
            return False
        self._widest = widest
        self._pictures_only &= not text and x == 0
        self._add(_Strip(picture.height, picture, x))
        return True

    def feed(self, rows: int, *, text: bool = False) -> bool:
        """Let blank paper pass."""
        if not self._output.has_room(self._widest, self._rows + rows):
            return False
        self._pictures_only &= not text
        self._output.fed += rows
        self._add(_Strip(rows))
        return True

    def _add(self, strip: _Strip) -> None:
        self._strips.append(strip)
        self._rows += strip.rows

    def finish(self) -> bool:
        """Let the page out, if anything was printed on it, and begin the next.

        A page of pictures at the left margin is exactly their rows, without what was fed, so
        that it can be compared with a preview.
        """
        printed = [strip for strip in self._strips if strip.picture]
        strips = printed if self._pictures_only else self._strips
        width = self._width
        if self._pictures_only:
            width = max((strip.picture.width for strip in printed if strip.picture), default=0)
        self._strips, self._rows = [], 0
        self._widest, self._pictures_only = self._width, True
        if not printed:
            return True
        page, y = blank(width, sum(strip.rows for strip in strips)), 0
        for strip in strips:
            if strip.picture:
                page.paste(strip.picture, (strip.x, y))
            y += strip.rows
        return self._output.add(page)


class Machine:
    """An ESC/POS printer at work."""

    def __init__(self, tape: Tape, output: Output, width: int, pages: Mapping[int, str]) -> None:
        self.tape = tape
        self.output = output
        self.width = width
        self.pages = pages
        self.roll = Roll(output, width)
        self.settings = Settings("cp437", width)
        #: Where the bytes of the present line began.
        self.line_start = 0
        self._pieces: list[Image.Image] = []
        self._signs = ""
        self._used = 0
        self.reset()

    def reset(self) -> None:
        """Do what `ESC @` does: forget the line and every setting."""
        self.settings = Settings(self.pages.get(0, "cp437"), self.width)
        self._forget_line()

    def _forget_line(self) -> None:
        self._pieces, self._signs, self._used = [], "", 0

    @property
    def mid_line(self) -> bool:
        """Tell whether something waits in the line buffer."""
        return bool(self._pieces)

    def write(self, byte: int) -> bool:
        """Add one character to the line, and print the line first when it is full."""
        now = self.settings
        sign = cells.character(byte, now.codec, now.country)
        size = cells.FONT_B if now.small else cells.FONT_A
        bold = now.bold or now.struck_twice
        picture = cells.cell(sign, size, now.wide, now.high, bold=bold)
        if now.underline or now.reverse:
            picture = picture.copy()
        if now.underline:
            height = picture.height
            picture.paste(0, (0, height - now.underline, picture.width, height))
        if now.reverse:
            picture = ImageChops.invert(picture)
        fits = True
        if self.mid_line and self._used + picture.width > now.area:
            fits = self.end_line(now.spacing)
        self.insert(picture, sign)
        return fits

    def insert(self, picture: Image.Image, sign: str = "") -> None:
        """Add a picture to the line; what reaches over the right margin is lost."""
        if not self._pieces:
            self.line_start = self.tape.start
        room = self.settings.area - self._used
        if picture.width > room:
            picture = picture.crop((0, 0, max(room, 0), picture.height))
        self._pieces.append(picture)
        self._signs += sign
        self._used += picture.width

    def end_line(self, advance: int) -> bool:
        """Print the line and move on by `advance` dots, or by the tallest character if more."""
        pieces, signs, used = self._pieces, self._signs, self._used
        self._forget_line()
        if not pieces:
            return self.roll.feed(advance)
        tallest = max(piece.height for piece in pieces)
        line, x = blank(used, max(tallest, advance)), 0
        for piece in pieces:
            line.paste(piece, (x, tallest - piece.height))
            x += piece.width
        if signs:
            self.output.text.append(signs)
        return self.place(line, text=bool(signs))

    def place(self, picture: Image.Image, *, text: bool = False) -> bool:
        """Put a picture on the paper, aligned between the margins."""
        room = max(self.settings.area - picture.width, 0)
        x = self.settings.margin + room * self.settings.align // 2
        return self.roll.place(picture, x, text=text)


#: A command: it takes its parameters from the tape, and tells whether it was understood.
Command = Callable[[Machine], bool]
