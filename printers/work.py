"""From document to paper: render and encode."""

from typing import TYPE_CHECKING

from printers.errors import BadDocument
from printers.model import Badge, CodeSheet, Document, Drawer, Label, Receipt, Sample
from printers.profiles import PrinterConfig

if TYPE_CHECKING:
    from PIL.Image import Image

    from printers.encoders import Sticker


def stickers(document: Document, printer: PrinterConfig) -> list["Sticker"]:
    """Draw a document as one-bit pictures in the order in which they leave the printer.

    The imports stand here because a shop's server composes documents long before it draws one.
    """
    from printers import labels, receipts
    from printers.encoders import Sticker

    if isinstance(document, Receipt):
        strips = receipts.draw(document, printer.width_dots, printer.dpi)
        return [Sticker(strip) for strip in strips]
    if isinstance(document, Drawer):
        return []
    size = document.size_mm or printer.label_mm
    dpi, wide = printer.dpi, printer.width_dots
    match document:
        case Label():
            return [Sticker(labels.label(document, size, dpi, wide), document.copies)]
        case Badge():
            return [Sticker(labels.badge(document, size, dpi, wide))]
        case CodeSheet():
            return [
                Sticker(labels.blank(code, document, size, dpi, wide)) for code in document.codes
            ]


def render(document: Document, printer: PrinterConfig) -> "Image":
    """Draw a document as one picture: what its paper shows, cuts left out, one copy of a label.

    Text in the printer's own letters is drawn by playing the printer.
    """
    from PIL import Image

    if _has_own_letters(document, printer):
        from printers.interpret import EPSON_PAGES, interpret

        data = encode(document, printer)
        slots = {**EPSON_PAGES, printer.codepage.slot: printer.codepage.name}
        drawn = interpret(data, "escpos", width_dots=printer.width_dots, pages=slots).pages
    else:
        drawn = [sticker.picture for sticker in stickers(document, printer)]
    height = sum(picture.height for picture in drawn)
    whole = Image.new("1", (max((p.width for p in drawn), default=8), max(1, height)), 1)
    y = 0
    for picture in drawn:
        whole.paste(picture, (0, y))
        y += picture.height
    return whole


def _has_own_letters(document: Document, printer: PrinterConfig) -> bool:
    if not isinstance(document, Receipt) or printer.language != "escpos":
        return False
    return printer.text == "native" or any(isinstance(line, Sample) for line in document.lines)


def encode(document: Document, printer: PrinterConfig) -> bytes:
    """Write a document in the printer's language; raise BadDocument when it cannot be."""
    if printer.language == "escpos":
        from printers.encoders import escpos

        if isinstance(document, Drawer):
            return escpos.pulse(document, printer)
        if isinstance(document, Receipt):
            return escpos.encode_receipt(document, printer)
        return escpos.encode(stickers(document, printer), printer)
    if isinstance(document, Drawer):
        raise BadDocument("a label printer has no cash drawer")
    from printers.encoders import brotherql, tspl, zpl

    drawn = stickers(document, printer)
    match printer.language:
        case "zpl":
            return zpl.encode(drawn)
        case "tspl":
            return tspl.encode(drawn, printer)
        case _:
            return brotherql.encode(drawn, printer)
