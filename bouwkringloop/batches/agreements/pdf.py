"""Draw an agreement as a PDF for both sides, with who accepted it when."""

import json

from fpdf.enums import XPos, YPos

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.smtp import Attachment
from bouwkringloop.base.text import slug
from bouwkringloop.batches.agreements import find
from bouwkringloop.batches.agreements.find import Standing
from bouwkringloop.batches.agreements.models import Agreement
from bouwkringloop.batches.agreements.text import Section
from bouwkringloop.invoicing.sheet import BRICK, WIDTH, Sheet
from bouwkringloop.partners.shop import Details

#: Room for a heading with two lines below it, in millimetres; less goes to the next sheet.
_TOGETHER = 24.0


def paper(standing: Standing) -> Attachment:
    """Give an agreement as a file with a name that says what it is; the same one every time."""
    agreement = standing.agreement
    with i18n.speaking(agreement.language):
        named = slug(f"{_name(agreement)} {agreement.customer.name}")
        return Attachment(f"{named}.pdf", "application/pdf", _draw(standing))


def _name(agreement: Agreement) -> str:
    return _("Agreement %(number)s") % {"number": agreement.number}


def _draw(standing: Standing) -> bytes:
    agreement = standing.agreement
    wording = find.wording(agreement)
    if wording is None or agreement.kept is None:
        raise find.WordsErased
    on = clock.local(agreement.made_at).date()
    sheet = Sheet(Details(**json.loads(agreement.kept.shop)), _name(agreement), on)
    _title(sheet, wording.title)
    for number, section in enumerate(wording.sections, 1):
        _section(sheet, number, section)
    _signed(sheet, standing)
    return sheet.bytes()


def _title(sheet: Sheet, words: str) -> None:
    """Write what paper this is; two long names take more than one line."""
    sheet.set_y(44)
    sheet.type(17, BRICK, bold=True)
    sheet.multi_cell(WIDTH, 8, words, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    sheet.set_y(sheet.get_y() + 2)


def _section(sheet: Sheet, number: int, section: Section) -> None:
    if sheet.will_page_break(_TOGETHER):
        sheet.add_page()
    sheet.set_y(sheet.get_y() + 2)
    sheet.paragraph(f"{number}. {section.heading}", bold=True)
    for at, words in enumerate(section.paragraphs):
        # The first paragraph stands close below its heading.
        sheet.set_y(sheet.get_y() - (1.8 if at == 0 else 0))
        sheet.paragraph(words)


def _signed(sheet: Sheet, standing: Standing) -> None:
    """Write who accepted it and when, and by which mark its words are known."""
    if sheet.will_page_break(_TOGETHER + 8):
        sheet.add_page()
    sheet.set_y(sheet.get_y() + 6)
    sheet.rule(strong=True)
    sheet.paragraph(signed(standing), bold=True)
    sheet.paragraph(mark(standing), soft=True)


def signed(standing: Standing) -> str:
    """Say who accepted an agreement and when, or that nobody did."""
    accepted = standing.acceptance
    if accepted is None:
        return _("Not accepted yet.")
    told = {"name": accepted.name, "function": accepted.function, "at": i18n.moment(accepted.at)}
    if not accepted.name:
        return _("Accepted on %(at)s. Who did was erased.") % told
    return _("Accepted on %(at)s by %(name)s, %(function)s.") % told


def mark(standing: Standing) -> str:
    """Give the mark by which two papers are known to say the same."""
    return _("Mark of these words (SHA-256): %(hash)s") % {"hash": standing.agreement.content_hash}
