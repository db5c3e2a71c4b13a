"""Sheets of stickers for an office printer, which no job reaches: as a PDF, and as pictures."""

from dataclasses import replace
from io import BytesIO

from printers import CodeSheet, sheets

DPI = 300
#: Enough to see on a screen what lies where.
_SCREEN_DPI = 100
#: How many stickers lie on a sheet.
A_SHEET = sheets.Grid().columns * sheets.Grid().rows


def pdf(sheet: CodeSheet) -> bytes:
    """Draw the sheets as a PDF of A4 pages, to be printed at their true size."""
    first, *more = sheets.pages(sheet, dpi=DPI)
    buffer = BytesIO()
    first.save(buffer, "PDF", save_all=True, append_images=more, resolution=DPI)
    return buffer.getvalue()


def picture(sheet: CodeSheet) -> bytes:
    """Draw the first sheet as a PNG to look at."""
    first = replace(sheet, codes=sheet.codes[:A_SHEET])
    buffer = BytesIO()
    sheets.pages(first, dpi=_SCREEN_DPI)[0].save(buffer, "PNG")
    return buffer.getvalue()
