"""The A4 sheet that invoices and statements are drawn on: type, head, foot and tables.

Measures are millimetres, sizes of type are points.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as time_of_day
from pathlib import Path
from typing import cast

import font_source_sans_pro
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.partners.shop import Details

INK, SOFT, BRICK, RULE = (34, 40, 42), (87, 91, 86), (164, 71, 27), (223, 212, 193)
LEFT, RIGHT, TOP, WIDTH = 22.0, 20.0, 20.0, 168.0
_FOOT = 24.0
_FAMILY = "Source Sans"
_LINE = 5.0


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, its width, and whether figures stand in it."""

    title: str
    width: float
    figures: bool = False


class Sheet(FPDF):
    """Sheets with the shop's name above the first and its details below each."""

    def __init__(self, shop: Details, title: str, on: date) -> None:
        super().__init__(format="A4")
        self._shop = shop
        fonts = Path(font_source_sans_pro.__file__).parent / "files"
        self.add_font(_FAMILY, "", fonts / "SourceSansPro-Regular.ttf")
        self.add_font(_FAMILY, "B", fonts / "SourceSansPro-Semibold.ttf")
        self.set_margins(LEFT, TOP, RIGHT)
        self.c_margin = 0
        self._named = title
        self.set_auto_page_break(True, _FOOT + 6)
        self.set_title(title)
        self.set_author(shop.name)
        self.set_creator("Bouwkringloop")
        self.set_producer("Bouwkringloop")
        self.set_lang(i18n.language())
        # The same paper is the same file, whenever it is drawn.
        self.set_creation_date(datetime.combine(on, time_of_day(), clock.SHOP_ZONE))
        self.alias_nb_pages()
        self.add_page()
        self._letterhead()

    def _letterhead(self) -> None:
        self.type(20, bold=True)
        self.cell(WIDTH, 9, self._shop.name, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.type(9, SOFT)
        place = f"{self._shop.street} · {self._shop.postcode} {self._shop.city}"
        self.cell(WIDTH, 5, place, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_draw_color(*BRICK)
        self.set_line_width(0.9)
        self.line(LEFT, self.get_y() + 3, LEFT + WIDTH, self.get_y() + 3)

    def footer(self) -> None:
        """Write the shop's numbers below each sheet, and which of how many it is."""
        shop = self._shop
        self.set_y(-_FOOT)
        self.rule()
        self.type(8, SOFT)
        numbers = (
            f"{_('KvK number')} {shop.kvk}" if shop.kvk else "",
            f"{_('VAT number')} {shop.vat_number}" if shop.vat_number else "",
            f"IBAN {spaced(shop.iban)}" if shop.iban else "",
            f"BIC {shop.bic}" if shop.bic else "",
        )
        ways = (shop.email, shop.phone)
        for row in (numbers, ways):
            self.cell(WIDTH, 4, " · ".join(part for part in row if part), new_x=XPos.LMARGIN)
            self.set_y(self.get_y() + 4)
        told = {"name": self._named, "number": self.page_no(), "many": "{nb}"}
        self.set_xy(LEFT, self.get_y() - 4)
        self.cell(WIDTH, 4, _("%(name)s, page %(number)s of %(many)s") % told, align="R")

    def type(self, size: float, colour: Sequence[int] = INK, *, bold: bool = False) -> None:
        """Choose the type to go on in."""
        self.set_font(_FAMILY, "B" if bold else "", size)
        self.set_text_color(*colour)

    def rule(self, *, strong: bool = False) -> None:
        """Draw a line over the whole width, here."""
        self.set_draw_color(*(INK if strong else RULE))
        self.set_line_width(0.4 if strong else 0.25)
        self.line(LEFT, self.get_y(), LEFT + WIDTH, self.get_y())

    def address(self, lines: Sequence[str], *, top: float = 50) -> None:
        """Write to whom it goes, where the window of an envelope is."""
        self.set_xy(LEFT, top)
        for number, line in enumerate(lines):
            self.type(11, bold=number == 0)
            self.multi_cell(78, 5.4, line, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")

    def facts(self, facts: Sequence[tuple[str, str]], *, top: float = 50) -> None:
        """Write short facts at the right side, each with its name."""
        self.set_y(top)
        for name, value in facts:
            at = self.get_y()
            self.set_xy(LEFT + 92, at)
            self.type(9, SOFT)
            self.cell(30, 5.4, name)
            self.type(10)
            self.set_xy(LEFT + 122, at)
            self.multi_cell(46, 5.4, value, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def heading(self, text: str, *, top: float) -> None:
        """Write what paper this is."""
        self.set_xy(LEFT, top)
        self.type(17, BRICK, bold=True)
        self.cell(WIDTH, 9, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_y(self.get_y() + 3)

    def draw_table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """Draw a table; its headings stand above it on every sheet."""
        self._headings(columns)
        for row in rows:
            self.type(10)
            lines = [
                self._wrapped(text, column.width - 4)
                for column, text in zip(columns, row, strict=True)
            ]
            height = _LINE * max(len(each) for each in lines) + 2.4
            if self.will_page_break(height):
                self.add_page()
                self._headings(columns)
                self.type(10)
            self._row(columns, lines, height)
        self.rule(strong=True)

    def _wrapped(self, text: str, width: float) -> list[str]:
        return cast(
            list[str],
            self.multi_cell(width, _LINE, text, dry_run=True, output="LINES", align="L"),
        )

    def _headings(self, columns: Sequence[Column]) -> None:
        self.type(8.5, SOFT, bold=True)
        left = LEFT
        for column in columns:
            self.set_x(left)
            self.cell(column.width, 6, column.title, align="R" if column.figures else "L")
            left += column.width
        self.set_xy(LEFT, self.get_y() + 6)
        self.rule(strong=True)

    def _row(self, columns: Sequence[Column], lines: Sequence[list[str]], height: float) -> None:
        top, left = self.get_y() + 1.2, LEFT
        for column, wrapped in zip(columns, lines, strict=True):
            for number, line in enumerate(wrapped):
                self.set_xy(left, top + number * _LINE)
                self.cell(column.width, _LINE, line, align="R" if column.figures else "L")
            left += column.width
        self.set_xy(LEFT, top - 1.2 + height)
        self.rule()

    def sums(self, rows: Sequence[tuple[str, str, bool]]) -> None:
        """Write sums below the figures, each with its name; the bold ones below a line."""
        if self.will_page_break(6.5 * len(rows) + 4):
            self.add_page()
        self.set_y(self.get_y() + 2)
        for name, amount, bold in rows:
            if bold:
                self.set_draw_color(*INK)
                self.set_line_width(0.25)
                self.line(LEFT + 84, self.get_y() + 0.8, LEFT + WIDTH, self.get_y() + 0.8)
                self.set_y(self.get_y() + 1.2)
            self.type(11.5 if bold else 10, bold=bold)
            self.set_x(LEFT + 84)
            self.cell(56, 6, name)
            self.cell(28, 6, amount, align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def paragraph(self, text: str, *, bold: bool = False, soft: bool = False) -> None:
        """Write a paragraph over the whole width."""
        self.set_y(self.get_y() + 2.5)
        self.type(10, SOFT if soft else INK, bold=bold)
        self.multi_cell(WIDTH, 5, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def bytes(self) -> bytes:
        """Give the finished file."""
        return bytes(self.output())


def spaced(iban: str) -> str:
    """Write an IBAN in fours, as people read it."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))
