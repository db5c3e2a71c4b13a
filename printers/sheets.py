"""Pages of paper stickers with codes that belong to nothing yet, for an office printer."""

from dataclasses import dataclass

from PIL import Image

from printers import labels
from printers.frames import dots
from printers.model import CodeSheet

A4_MM = (210, 297)


@dataclass(frozen=True)
class Grid:
    """How stickers lie on an A4 sheet: how many, how large, and where the first begins, in mm."""

    columns: int = 3
    rows: int = 8
    sticker_mm: tuple[int, int] = (70, 37)
    #: From the sheet's left and upper edge; 8 × 37 mm leaves half a millimetre.
    corner_mm: tuple[float, float] = (0.0, 0.5)


def pages(sheet: CodeSheet, grid: Grid | None = None, dpi: int = 300) -> list[Image.Image]:
    """Draw A4 pages with one sticker a code, as one-bit pictures."""
    grid = grid or Grid()
    per_page = grid.columns * grid.rows
    return [
        _page(sheet.codes[at : at + per_page], sheet, grid, dpi)
        for at in range(0, len(sheet.codes), per_page)
    ]


def _page(codes: tuple[str, ...], sheet: CodeSheet, grid: Grid, dpi: int) -> Image.Image:
    page = Image.new("1", (dots(A4_MM[0], dpi), dots(A4_MM[1], dpi)), 1)
    # Printers leave some four millimetres of a sheet's edge white, so a sticker is drawn smaller.
    wide, high = grid.sticker_mm
    inner = (wide - 10, high - 6)
    for at, code in enumerate(codes):
        row, column = divmod(at, grid.columns)
        picture = labels.blank(code, sheet, inner, dpi, dots(inner[0], dpi))
        x = dots(grid.corner_mm[0] + column * wide + 5, dpi)
        y = dots(grid.corner_mm[1] + row * high + 3, dpi)
        page.paste(picture, (x, y))
    return page
