"""Draw the register of processing as a PDF, in the language being spoken."""

from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.smtp import Attachment
from bouwkringloop.invoicing.sheet import LEFT, SOFT, WIDTH, Sheet
from bouwkringloop.partners import shop
from bouwkringloop.reports.register import ACTIVITIES, MEASURES, Activity

_NAMES = 38.0


def paper(session: Session) -> Attachment:
    """Give the register as a file."""
    named = _("Register of processing")
    sheet = Sheet(shop.details(session), named, clock.today())
    sheet.heading(named, top=46)
    for each in ACTIVITIES:
        _activity(sheet, each)
    _title(sheet, _("How it is kept safe"))
    for measure in MEASURES:
        sheet.type(10)
        sheet.multi_cell(WIDTH, 5.2, f"· {_(measure)}", align="L", new_x="LMARGIN", new_y="NEXT")
    return Attachment(f"{named}.pdf".replace(" ", "-"), "application/pdf", sheet.bytes())


def _activity(sheet: Sheet, each: Activity) -> None:
    _title(sheet, _(each.name))
    for name, text in (
        (_("Purpose"), _(each.purpose)),
        (_("Ground in law"), _(each.ground)),
        (_("About whom"), _(each.people)),
        (_("Which data"), _(each.data)),
        (_("Who gets to see it"), _(each.receivers)),
        (_("Kept"), each.kept_so_long),
    ):
        at = sheet.get_y()
        sheet.type(9, SOFT)
        sheet.cell(_NAMES, 5.2, name)
        sheet.set_xy(LEFT + _NAMES, at)
        sheet.type(10)
        sheet.multi_cell(WIDTH - _NAMES, 5.2, text, align="L", new_x="LMARGIN", new_y="NEXT")


def _title(sheet: Sheet, text: str) -> None:
    """Begin a part, with room for it on the sheet."""
    if sheet.will_page_break(62):
        sheet.add_page()
    sheet.set_y(sheet.get_y() + 4)
    sheet.type(12, bold=True)
    sheet.multi_cell(WIDTH, 7, text, new_x="LMARGIN", new_y="NEXT")
