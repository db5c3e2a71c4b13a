"""ESC/POS, written by python-escpos into a buffer; its transports are never used.

The library's import adds a handler to the root logger and leaves a cache where it likes, so it
is imported once, late, and both are put right.
"""

import logging
import os
import tempfile
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from PIL.Image import Image

from printers import columns, receipts
from printers.encoders import Stickers
from printers.model import (
    QR,
    Barcode,
    Cut,
    Drawer,
    Feed,
    Line,
    Picture,
    Receipt,
    Row,
    Rule,
    Sample,
    Text,
)
from printers.profiles import CodePage, PrinterConfig

_IMPLEMENTATIONS = {"gs_v0": "bitImageRaster", "graphics": "graphics", "column": "bitImageColumn"}
_LABEL_FEEDS = {"none": b"", "gs_ff": b"\x1d\x0c", "ff": b"\x0c"}
_SELECT_PAGE, _INVERSE = b"\x1bt", b"\x1dB"
#: Font A is twelve dots wide, which gives 48 columns on 80 mm paper and 32 on 58 mm.
_FONT_WIDTH = 12


@cache
def _dummy_class() -> type[Any]:
    folder = Path(tempfile.gettempdir()) / f"escpos-capabilities-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("ESCPOS_CAPABILITIES_PICKLE_DIR", str(folder))
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    from escpos.printer import Dummy

    root.handlers[:] = before
    root.setLevel(level)
    return Dummy  # type: ignore[no-any-return]


class _Writer:
    """An encoder of its own for each job, told nothing of the paper's width.

    The pictures have the exact width already; a profile would only add a wrong opinion.
    """

    def __init__(self, printer: PrinterConfig) -> None:
        self._printer = printer
        self._buffer = _dummy_class()()
        self._buffer.profile.profile_data = {**self._buffer.profile.profile_data, "media": {}}
        self._buffer.hw("INIT")

    @property
    def data(self) -> bytes:
        return bytes(self._buffer.output)

    def picture(self, picture: Image) -> None:
        self._buffer.image(
            picture,
            impl=_IMPLEMENTATIONS[self._printer.image],
            fragment_height=self._printer.fragment_rows,
        )

    def raw(self, data: bytes) -> None:
        self._buffer._raw(data)  # noqa: SLF001 - the library's only door for plain bytes.

    def page(self, page: CodePage) -> None:
        """Choose a code page. The library would choose one by itself, and often a wrong one."""
        self.raw(_SELECT_PAGE + bytes((page.slot,)))

    def style(self, *, bold: bool = False, size: int = 1, align: str = "left") -> None:
        self._buffer.set(
            bold=bold, align=align, custom_size=True, width=size, height=size, underline=0
        )

    def lines(self, texts: Iterable[bytes]) -> None:
        for text in texts:
            self.raw(text + b"\n")

    def feed(self, lines: int) -> None:
        if lines:
            self._buffer.print_and_feed(min(lines, 255))

    def cut(self) -> None:
        if self._printer.cut != "none":
            self._buffer.cut(mode="FULL" if self._printer.cut == "full" else "PART")


def encode(stickers: Stickers, printer: PrinterConfig) -> bytes:
    """Write labels as images, each with a cut behind it if the printer has a knife."""
    writer = _Writer(printer)
    for sticker in stickers:
        for _ in range(sticker.copies):
            writer.picture(sticker.picture)
            writer.raw(_LABEL_FEEDS[printer.label_feed])
            writer.cut()
    return writer.data


def encode_receipt(receipt: Receipt, printer: PrinterConfig) -> bytes:
    """Write a receipt as pictures, or in the printer's own letters from its one code page.

    A sample of a code page is always written in the printer's letters: that is what it is for.
    Among letters, codes go as pictures of their own width: a printer leaves out a barcode that it
    finds too wide, and cheap ones know no QR code.
    """
    writer = _Writer(printer)
    if printer.text == "native":
        writer.page(printer.codepage)
    for part in receipts.between_cuts(receipt):
        for is_text, lines in groupby(part, lambda line: _is_text(line, printer)):
            if is_text:
                for line in lines:
                    _write(line, writer, printer)
            else:
                writer.picture(receipts.strip(list(lines), printer.width_dots, printer.dpi))
        writer.cut()
    return writer.data


def _is_text(line: Line, printer: PrinterConfig) -> bool:
    return printer.text == "native" or isinstance(line, Sample)


def _write(line: Line, writer: _Writer, printer: PrinterConfig) -> None:
    wide = printer.width_dots // _FONT_WIDTH
    match line:
        case Text():
            _text(line, writer, printer)
        case Row():
            writer.style(bold=line.bold, size=line.size)
            left, right = (
                columns.in_page(each, printer.codepage.name) for each in (line.left, line.right)
            )
            writer.lines(columns.row(left, right, wide // line.size))
        case Sample():
            writer.style()
            writer.page(CodePage(line.codepage, line.slot))
            writer.lines(columns.wrap(columns.in_page(line.text, line.codepage), wide))
            writer.page(printer.codepage)
        case Rule():
            writer.style()
            writer.lines([b"-" * wide])
        case Barcode() | QR() | Picture():
            writer.style(align="center")
            writer.picture(_code(line, printer))
        case Feed():
            writer.feed(line.lines)
        case Cut():
            pass


def _text(line: Text, writer: _Writer, printer: PrinterConfig) -> None:
    wide = printer.width_dots // _FONT_WIDTH // line.size
    writer.style(bold=line.bold, size=line.size, align=line.align)
    if line.inverse:
        writer.raw(_INVERSE + b"\x01")
    writer.lines(columns.wrap(columns.in_page(line.text, printer.codepage.name), wide))
    if line.inverse:
        writer.raw(_INVERSE + b"\x00")


def _code(line: Barcode | QR | Picture, printer: PrinterConfig) -> Image:
    """Draw a code or a drawing as narrow as it is, so that a slow line carries no white."""
    wide, scale = printer.width_dots, printer.dpi / 203
    if isinstance(line, Barcode):
        whole = receipts.barcode(line, wide, scale)
    elif isinstance(line, Picture):
        whole = receipts.picture(line, wide, scale)
    else:
        whole = receipts.qr(line, wide, scale)
    black = whole.point(lambda dot: 1 - dot, "1").getbbox() or (0, 0, 8, 8)
    quiet = 32
    left, right = max(0, black[0] - quiet), min(whole.width, black[2] + quiet)
    right = min(whole.width, right + -(right - left) % 8)
    return whole.crop((right - (right - left) // 8 * 8, 0, right, whole.height))


def pulse(drawer: Drawer, printer: PrinterConfig) -> bytes:
    """Write the pulse that opens a drawer; the times count in units of two milliseconds."""
    settings = printer.drawer
    pin = 0 if (drawer.pin or settings.pin) == 2 else 1
    return bytes((0x1B, 0x70, pin, settings.on_ms // 2, settings.off_ms // 2))
