"""A copy of a file for the person that it is about (AVG, article 15 and 20): JSON and PDF."""

import json
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.smtp import Attachment
from bouwkringloop.base.text import slug
from bouwkringloop.invoicing.sheet import LEFT, SOFT, WIDTH, Sheet
from bouwkringloop.partners import shop
from bouwkringloop.people import audit
from bouwkringloop.placements.models import Participant
from bouwkringloop.placements.privacy import parts
from bouwkringloop.placements.privacy.section import Row, Section
from bouwkringloop.placements.privacy.words import LABELS

_NAME_WIDTH = 52.0


def as_json(session: Session, whose: Participant, home: Path, *, by: Actor) -> Attachment:
    """Give all that is known of somebody as JSON; minutes, ISO days and moments in UTC."""
    sections = _told(session, whose, home, by)
    content = {
        "made_at": clock.now().isoformat(),
        **{section.name: [_plain(row) for row in section.rows] for section in sections},
    }
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return Attachment(_name(whose, "json"), "application/json", text.encode())


def as_pdf(session: Session, whose: Participant, home: Path, *, by: Actor) -> Attachment:
    """Give all that is known of somebody as a PDF, in the language being spoken."""
    sections = _told(session, whose, home, by)
    sheet = Sheet(shop.details(session), _("Copy of a file"), clock.today())
    sheet.heading(_("What we know of you: %(name)s") % {"name": whose.name}, top=46)
    for section in sections:
        _draw(sheet, section)
    return Attachment(_name(whose, "pdf"), "application/pdf", sheet.bytes())


def _told(session: Session, whose: Participant, home: Path, by: Actor) -> list[Section]:
    audit.note(session, by, "participant.copied", whose.subject)
    return parts.tell(session, whose, home)


def _name(whose: Participant, ending: str) -> str:
    return f"{slug(whose.first_name) or 'file'}-{clock.today().isoformat()}.{ending}"


def _plain(row: Row) -> dict[str, object]:
    return {
        key: value.isoformat() if isinstance(value, date | datetime) else value
        for key, value in row.items()
    }


def _draw(sheet: Sheet, section: Section) -> None:
    sheet.set_y(sheet.get_y() + 4)
    if sheet.will_page_break(24):
        sheet.add_page()
    sheet.type(12, bold=True)
    sheet.multi_cell(WIDTH, 7, _(section.title), new_x="LMARGIN", new_y="NEXT")
    if not section.rows:
        sheet.type(10)
        sheet.multi_cell(WIDTH, 5.4, _("Nothing"), new_x="LMARGIN", new_y="NEXT")
    short = len(section.rows) > 1 and len(section.rows[0]) <= len(("at", "who", "page", "answer"))
    for row in section.rows:
        if short:
            _line(sheet, " · ".join(_said(key, value) for key, value in row.items()))
        else:
            _facts(sheet, row)


def _line(sheet: Sheet, text: str) -> None:
    sheet.type(9)
    sheet.multi_cell(WIDTH, 4.8, text, align="L", new_x="LMARGIN", new_y="NEXT")


def _facts(sheet: Sheet, row: Row) -> None:
    sheet.rule()
    sheet.set_y(sheet.get_y() + 1)
    for key, value in row.items():
        if value in (None, ""):
            continue
        if sheet.will_page_break(6):
            sheet.add_page()
        at = sheet.get_y()
        sheet.set_xy(LEFT, at)
        sheet.type(9, SOFT)
        sheet.cell(_NAME_WIDTH, 5.4, _(LABELS[key]))
        sheet.set_xy(LEFT + _NAME_WIDTH, at)
        sheet.type(10)
        sheet.multi_cell(
            WIDTH - _NAME_WIDTH, 5.4, _said(key, value), align="L", new_x="LMARGIN", new_y="NEXT"
        )


def _said(key: str, value: object) -> str:
    """Write one value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return i18n.moment(value)
    if isinstance(value, date):
        return i18n.day(value)
    if key.endswith("_minutes") and isinstance(value, int):
        return i18n.hours(value)
    return "–" if value is None else str(value)
