"""What a yield statement shows large: its headline, its figures, and the bar of the fates."""

from collections.abc import Sequence

from fpdf.enums import XPos, YPos

from bouwkringloop.base.i18n import translate as _
from bouwkringloop.batches.settling.words import FATES
from bouwkringloop.batches.settling.yields import Yield
from bouwkringloop.invoicing.sheet import INK, LEFT, RULE, SOFT, WIDTH, Sheet

_MOSS, _PAPER = (71, 105, 47), (246, 240, 229)
#: The colour of each fate on the bar, as on the screens.
_COLOURS = {
    "sold": _MOSS,
    "given": (143, 175, 108),
    "material": (217, 164, 91),
    "residue": (133, 120, 100),
    "back": (43, 57, 64),
    "here": (164, 71, 27),
    "waiting": (196, 183, 160),
    "not_inspected": (223, 212, 193),
    "counted": (168, 20, 63),
    "corrected": (200, 90, 120),
    "reweighed": (225, 150, 170),
}
_BAR, _DOT = 9.0, 3.0


def headline(sheet: Sheet, figure: str, words: str, below: str) -> None:
    """Write the one figure that counts, with what it says beside it."""
    top = sheet.get_y()
    sheet.type(40, _MOSS, bold=True)
    width = sheet.get_string_width(figure)
    sheet.set_xy(LEFT, top)
    sheet.cell(width, 16, figure)
    sheet.type(14, bold=True)
    sheet.set_xy(LEFT + width + 5, top + 2)
    sheet.multi_cell(WIDTH - width - 5, 6, words, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    sheet.type(10, SOFT)
    sheet.set_x(LEFT + width + 5)
    sheet.multi_cell(WIDTH - width - 5, 5, below, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    sheet.set_y(max(sheet.get_y(), top + 16) + 4)


def bar(sheet: Sheet, told: Yield) -> None:
    """Draw where all that came in is, and under it what each colour means."""
    top = sheet.get_y()
    sheet.set_fill_color(*RULE)
    sheet.rect(LEFT, top, WIDTH, _BAR, style="F")
    for fate, start, length in told.bar:
        sheet.set_fill_color(*_COLOURS[fate])
        sheet.rect(LEFT + WIDTH * start / 1000, top, WIDTH * length / 1000, _BAR, style="F")
    sheet.set_xy(LEFT, top + _BAR + 3)
    _key(sheet, [fate for fate, _start, _length in told.bar])
    sheet.set_y(sheet.get_y() + 8)


def _key(sheet: Sheet, fates: Sequence[str]) -> None:
    sheet.type(9, INK)
    left, top = LEFT, sheet.get_y()
    for fate in fates:
        said = _(FATES[fate])
        width = _DOT + 2 + sheet.get_string_width(said) + 6
        if left + width > LEFT + WIDTH:
            left, top = LEFT, top + 5.5
        sheet.set_fill_color(*_COLOURS[fate])
        sheet.rect(left, top + 1, _DOT, _DOT, style="F")
        sheet.set_xy(left + _DOT + 1.5, top)
        sheet.cell(width, 5, said)
        left += width
    sheet.set_y(top)


def boxes(sheet: Sheet, told: Sequence[tuple[str, str, str]]) -> None:
    """Write figures in boxes beside each other: what it is, the figure, and a word about it."""
    top, gap, height = sheet.get_y(), 4.0, 21.0
    width = (WIDTH - gap * (len(told) - 1)) / len(told)
    for number, (name, figure, below) in enumerate(told):
        left = LEFT + number * (width + gap)
        sheet.set_fill_color(*_PAPER)
        sheet.rect(left, top, width, height, style="F")
        for text, size, at, strong, colour in (
            (name, 9, 2.5, False, SOFT),
            (figure, 15, 7.5, True, INK),
            (below, 8, 15, False, SOFT),
        ):
            sheet.type(size, colour, bold=strong)
            sheet.set_xy(left + 4, top + at)
            sheet.cell(width - 8, 5, text)
    sheet.set_y(top + height + 6)


def title(sheet: Sheet, text: str, *, room: float = 30) -> None:
    """Write a heading within the paper, on the next sheet where too little room is left here."""
    if sheet.will_page_break(room):
        sheet.add_page()
    sheet.set_y(sheet.get_y() + 3)
    sheet.type(12, bold=True)
    sheet.cell(WIDTH, 7, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
