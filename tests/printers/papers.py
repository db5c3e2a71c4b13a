"""The papers and stickers that tests of printing print on."""

from functools import cache

import zxingcpp

from printers import Badge, CodeSheet, Label, PrinterConfig, render

#: Size, dots across, dots an inch.
PAPERS = {
    "57x32": ((57, 32), 456, 203),
    "57x19": ((57, 19), 456, 203),
    "40x30": ((40, 30), 320, 203),
    "62": ((62, 0), 696, 300),
    "100x150": ((100, 150), 800, 203),
}
LONG = "Paneeldeur grenen met gehard glas en zes ruitjes 83 × 201,5 cm, linksdraaiend"
STICKERS = {
    "item": Label(LONG, "€ 99.999,99", "99345672", "Binnendeuren en kozijnen", "21-11-2026"),
    "heap": Label(
        LONG, "€ 1.234,50", "00000013", "Steen", "21-11-2026", None, 1, "per m²", "18,5 m²", "heap"
    ),
    "remainder": Label(
        "Balk", "€ 4,50", "12345670", "Hout", "", None, 1, "per m", "1,8 m van 3 m", "remainder"
    ),
    "badge": Badge("Bartholomeus-Johannes", "Werkplaats hout", "00000026", "Winkel Amersfoort"),
    "sheet": CodeSheet(("00000039",), "Winkel Amersfoort"),
}


def printer(paper, language="escpos", **settings):
    """Give a printer with a paper in it."""
    size, dots, dpi = PAPERS[paper]
    settings = {"cut": "none", **settings}
    return PrinterConfig(
        "x", language=language, label_mm=size, width_dots=dots, dpi=dpi, **settings
    )


@cache
def drawn(paper, sticker):
    """Draw a sticker once for all tests."""
    return render(STICKERS[sticker], printer(paper))


def read(picture):
    """Read every code on a picture, with its kind."""
    found = zxingcpp.read_barcodes(picture.convert("L"))
    return sorted((code.format.name, code.text) for code in found)


def code_of(sticker):
    """Tell the code that a sticker carries."""
    made = STICKERS[sticker]
    return made.codes[0] if isinstance(made, CodeSheet) else made.code
