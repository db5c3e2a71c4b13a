"""Play a printer: draw what bytes say, without sharing a line with what wrote them.

Whatever is not understood is kept as unknown, so that a test can insist that there is nothing
of the kind. The interpreters follow the vendors' documents, and are strict where a printer is:
a command that a printer obeys only at the start of a line is unknown in the middle of one.
"""

from collections.abc import Mapping

from printers.interpret import brotherql, escpos, tspl, zpl
from printers.interpret.cells import EPSON_PAGES
from printers.interpret.paper import Output, Paper

__all__ = ["EPSON_PAGES", "Paper", "interpret"]


def interpret(
    data: bytes,
    language: str = "escpos",
    *,
    width_dots: int = 576,
    pages: Mapping[int, str] = EPSON_PAGES,
    dpi: int = 203,
) -> Paper:
    """Draw what a printer makes of all bytes of one connection; no bytes make it fail.

    The language is escpos, zpl, tspl or brotherql (anything else raises ValueError). The width
    is that of the print head in dots; a page that ESC/POS fills with pictures alone is as wide
    as its pictures, and ZPL and TSPL labels have the size that the job names. `pages` gives the
    Python codec for each `ESC t` number, and `dpi` turns the millimetres of TSPL into dots.
    """
    output = Output()
    if language == "escpos":
        escpos.play(data, output, width_dots, pages)
    elif language == "zpl":
        zpl.play(data, output, width_dots)
    elif language == "tspl":
        tspl.play(data, output, width_dots, dpi)
    elif language == "brotherql":
        brotherql.play(data, output, width_dots)
    else:
        raise ValueError(f"no printer speaks “{language}”")
    return output.paper()
