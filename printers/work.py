"""From document to paper: render, encode, deliver."""

from typing import TYPE_CHECKING

from printers.model import Document, Drawer, Label, Receipt
from printers.profiles import PrinterConfig

if TYPE_CHECKING:
    from PIL.Image import Image


def pictures(document: Document, printer: PrinterConfig) -> list["Image"]:
    """Draw a document as one-bit pictures in the order in which they leave the printer.

    The imports stand here because a shop's server composes documents long before it draws one.
    """
    from printers import labels, receipts

    match document:
        case Label():
            size = document.size_mm or printer.label_mm
            return [labels.draw(document, size, printer.dpi)] * document.copies
        case Receipt():
            return receipts.draw(document, printer.width_dots, printer.dpi)
        case Drawer():
            return []


def render(document: Document, printer: PrinterConfig) -> "Image":
    """Draw a document as one picture: what its paper shows, cuts left out, one copy of a label."""
    from PIL import Image

    drawn = pictures(document, printer)
    if isinstance(document, Label):
        drawn = drawn[:1]
    height = sum(picture.height for picture in drawn)
    whole = Image.new("1", (max((p.width for p in drawn), default=8), max(1, height)), 1)
    y = 0
    for picture in drawn:
        whole.paste(picture, (0, y))
        y += picture.height
    return whole


def encode(document: Document, printer: PrinterConfig) -> bytes:
    """Write a document in the printer's language."""
    from printers.encoders import escpos

    if isinstance(document, Drawer):
        return escpos.pulse(document)
    return escpos.encode(pictures(document, printer), cut=printer.cut)


def deliver(data: bytes, printer: PrinterConfig, deadline_s: float) -> None:
    """Bring bytes to a printer; raise NotSent or Uncertain when that fails."""
    from printers.transports import deliver as bring

    bring(data, printer.uri, deadline_s)
