"""Draw the form that goes along with waste as one A4 sheet, in Dutch, as the law asks for it."""

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.batches.transport import waste
from bouwkringloop.batches.transport.models import WasteForm
from bouwkringloop.batches.transport.waste import FIELDS
from bouwkringloop.invoicing.sheet import LEFT, SOFT, WIDTH, Column, Sheet
from bouwkringloop.partners.shop import Details

_NAMES = 62.0
_LINE = 5.6


def draw(form: WasteForm, shop: Details) -> bytes:
    """Draw a form; the same form always gives the same bytes."""
    content = waste.read(form)
    with i18n.speaking("nl"):
        title = _("Waste transport form %(number)s") % {"number": form.number}
        sheet = Sheet(shop, title, clock.local(form.at).date())
        sheet.heading(title, top=46)
        day = i18n.day(content.day) if content.day else ""
        for name, value in (
            (_("Day of the transport"), day),
            *((_(name), content.fields[key]) for key, name in FIELDS.items()),
        ):
            _field(sheet, name, value)
        sheet.set_y(sheet.get_y() + 4)
        columns = [
            Column(_("Waste code (EURAL)"), 34),
            Column(_("What"), 104),
            Column(_("Weight"), 30, figures=True),
        ]
        rows = [
            [line.eural, line.description, i18n.weight(line.weight_g)] for line in content.lines
        ]
        sheet.draw_table(columns, rows)
        whole = i18n.weight(sum(line.weight_g for line in content.lines))
        sheet.sums([(_("Total"), whole, True)])
        _signs(sheet)
        return sheet.bytes()


def _field(sheet: Sheet, name: str, value: str) -> None:
    top = sheet.get_y()
    sheet.set_xy(LEFT, top + 0.8)
    sheet.type(9, SOFT)
    sheet.cell(_NAMES, _LINE, name)
    sheet.set_xy(LEFT + _NAMES, top + 0.8)
    sheet.type(10.5)
    sheet.multi_cell(WIDTH - _NAMES, _LINE, value or "–", align="L")
    sheet.set_y(max(sheet.get_y(), top + _LINE) + 1.6)
    sheet.rule()


def _signs(sheet: Sheet) -> None:
    """Leave room to sign for who hands over, who drives and who receives."""
    if sheet.will_page_break(30):
        sheet.add_page()
    top, third = sheet.get_y() + 22, WIDTH / 3
    for number, name in enumerate(
        (_("Signed, sender"), _("Signed, driver"), _("Signed, receiver"))
    ):
        left = LEFT + number * third
        sheet.line(left, top, left + third - 6, top)
        sheet.set_xy(left, top + 1)
        sheet.type(9, SOFT)
        sheet.cell(third - 6, 5, name)
