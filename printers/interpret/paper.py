"""What leaves a printer, what a printer reads from, and how large paper may become."""

from dataclasses import dataclass, field

from PIL import Image, ImageChops

#: Rows of one page: two and a half metres at 203 dpi. What is longer is a broken job.
MAX_ROWS = 20_000
#: Dots across: the widest label printers have 8 inches at 300 dpi.
MAX_WIDTH = 4_096
#: Dots of all different pages of one job together, so that a few bytes cannot ask for gigabytes.
MAX_DOTS = 200_000_000
MAX_PAGES = 10_000


@dataclass
class Paper:
    """What left a printer."""

    #: One mode "1" picture (1 is white) for each piece between cuts (ESC/POS), each printed label
    #: or each page (Brother), in the order of printing; n copies are n pages.
    pages: list[Image.Image] = field(default_factory=list)
    #: The lines printed as native text (ESC/POS only), with U+FFFD for an undefined byte.
    text: list[str] = field(default_factory=list)
    cuts: int = 0
    drawer_pulses: int = 0
    #: Everything that was not understood or cannot be printed, in its order.
    unknown: bytes = b""
    #: The end of a job that broke off: an incomplete command, a line never ended, a label
    #: never printed.
    unfinished: bytes = b""
    #: Dot rows of blank paper fed by commands.
    fed: int = 0


class Output:
    """Collects what a printer does, within the limits of memory."""

    def __init__(self) -> None:
        self.unknown = bytearray()
        self.text: list[str] = []
        self.pages: list[Image.Image] = []
        self.cuts = 0
        self.drawer_pulses = 0
        self.unfinished = b""
        self.fed = 0
        self._dots = 0

    def has_room(self, width: int, rows: int) -> bool:
        """Tell whether a page of this size, in dots, can still be drawn."""
        return width <= MAX_WIDTH and rows <= MAX_ROWS and self._dots + width * rows <= MAX_DOTS

    def add(self, page: Image.Image, copies: int = 1) -> bool:
        """Let a page out, so many times; tell whether there was room."""
        if len(self.pages) + copies > MAX_PAGES or not self.has_room(*page.size):
            return False
        self._dots += page.width * page.height
        self.pages += [page] * copies
        return True

    def paper(self) -> Paper:
        """Tear off what came out."""
        return Paper(
            self.pages,
            self.text,
            self.cuts,
            self.drawer_pulses,
            bytes(self.unknown),
            self.unfinished,
            self.fed,
        )


class Short(Exception):
    """The bytes end within a command."""


class Tape:
    """The bytes of a job, read from front to back."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        #: Where the present command began.
        self.start = 0

    def more(self) -> bool:
        """Begin the next command, if there is one."""
        self.start = self.at
        return self.at < len(self.data)

    def take(self, count: int) -> bytes:
        """Take so many bytes; raises Short when there are fewer, and then takes none."""
        if self.at + count > len(self.data):
            raise Short
        self.at += count
        return self.data[self.at - count : self.at]

    def byte(self) -> int:
        """Take one byte."""
        return self.take(1)[0]

    def word(self) -> int:
        """Take two bytes, the low one first."""
        return int.from_bytes(self.take(2), "little")

    def command(self) -> bytes:
        """Give the bytes of the present command so far."""
        return self.data[self.start : self.at]


def dots(bits: bytes, wide: int, rows: int) -> Image.Image:
    """Draw rows of `wide` bytes each, where a set bit is a black dot and the high bit is left."""
    return ImageChops.invert(Image.frombytes("1", (wide * 8, rows), bits))


def blank(width: int, rows: int) -> Image.Image:
    """Give white paper, sizes in dots."""
    # Pillow keeps white as 255; a 1 would look white, and still look white when inverted.
    return Image.new("1", (width, rows), 255)


def stamp(page: Image.Image, picture: Image.Image, x: int, y: int) -> None:
    """Add the black dots of a picture to a page; what falls off the page is lost."""
    here = page.crop((x, y, x + picture.width, y + picture.height))
    page.paste(ImageChops.logical_and(here, picture), (x, y))
