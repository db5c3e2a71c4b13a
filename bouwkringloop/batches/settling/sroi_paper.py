"""Draw an SROI statement as a PDF, in the builder's language."""

from datetime import date
from typing import Any

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.i18n import ntranslate
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.smtp import Attachment
from bouwkringloop.batches.settling import drawn, frozen, sroi
from bouwkringloop.batches.settling.models import SroiStatement
from bouwkringloop.batches.settling.words import TARGETS
from bouwkringloop.invoicing.sheet import Column, Sheet


def paper(issued: SroiStatement) -> Attachment:
    """Give a statement as a PDF with a name that says what it is."""
    with i18n.speaking(sroi.content_of(issued)["language"]):
        name = f"{_('SROI statement')} {issued.number} {issued.last}.pdf".replace(" ", "-")
    return Attachment(name, "application/pdf", draw(issued))


def draw(issued: SroiStatement) -> bytes:
    """Draw a statement; the same statement always gives the same bytes."""
    told, builder = sroi.content_of(issued), frozen.read_builder(issued.builder)
    on = clock.local(issued.at).date()
    with i18n.speaking(told["language"]):
        named = _("SROI statement")
        sheet = Sheet(frozen.read_shop(told), f"{named} {builder.name}", on)
        kvk = [f"{_('KvK number')} {builder.kvk}"] if builder.kvk else []
        sheet.address([*builder.lines, *kvk])
        below = sheet.get_y()
        period = f"{i18n.day(issued.first)} – {i18n.day(issued.last)}"
        sheet.facts(
            [
                (_("SROI statement"), str(issued.number)),
                (_("Date"), i18n.day(on)),
                (_("Period"), period),
                (_("Values of"), told["region"]),
            ]
        )
        sheet.heading(named, top=max(below, sheet.get_y(), 78) + 8)
        _bought(sheet, told)
        _help(sheet, told)
        _placements(sheet, told)
        sheet.set_y(sheet.get_y() + 4)
        sheet.sums([(_("Together"), i18n.money(issued.total_cents), True)])
        _words(sheet, told)
        return sheet.bytes()


def _bought(sheet: Sheet, told: dict[str, Any]) -> None:
    if not told["bought"]:
        return
    drawn.title(sheet, _("Bought here"))
    columns = [
        Column(_("Invoice"), 70),
        Column(_("Date"), 54),
        Column(_("Without VAT"), 44, figures=True),
    ]
    rows = [
        [each["name"], i18n.day(date.fromisoformat(each["day"])), i18n.money(each["cents"])]
        for each in told["bought"]
    ]
    sheet.draw_table(columns, rows)
    whole = sum(each["cents"] for each in told["bought"])
    sheet.sums([(_("Bought here"), i18n.money(whole), False)])


def _help(sheet: Sheet, told: dict[str, Any]) -> None:
    if not told["help"]:
        return
    drawn.title(sheet, _("Help given"))
    columns = [
        Column(_("Hours"), 70),
        Column(_("Value of an hour"), 54, figures=True),
        Column(_("Value"), 44, figures=True),
    ]
    rows = [
        [
            i18n.number(each["hours_milli"]),
            i18n.money(each["value_cents"]),
            i18n.money(each["cents"]),
        ]
        for each in told["help"]
    ]
    sheet.draw_table(columns, rows)


def _placements(sheet: Sheet, told: dict[str, Any]) -> None:
    if not told["placements"]:
        return
    drawn.title(sheet, _("Placements at your request"), room=40)
    columns = [
        Column(_("As"), 80),
        Column(_("Hours a week"), 22, figures=True),
        Column(_("Months"), 15, figures=True),
        Column(_("A year of 36 hours"), 28, figures=True),
        Column(_("Value"), 23, figures=True),
    ]
    sheet.draw_table(columns, [_placed(each) for each in told["placements"]])


def _placed(each: dict[str, Any]) -> list[str]:
    extras = [_extra(extra) for extra in each["extras"]]
    group = TARGETS[each["group"]]
    return [
        "\n".join([_(group), *extras]),
        i18n.number(each["hours_milli"]),
        str(each["months"]),
        i18n.money(each["value_cents"]),
        i18n.money(each["cents"]),
    ]


def _extra(extra: dict[str, Any]) -> str:
    target = TARGETS[extra["target"]]
    age = ""
    if extra["from_age"]:
        words = ntranslate("from %(num)s year", "from %(num)s years", extra["from_age"])
        age = f" ({words % {'num': extra['from_age']}})"
    return f"+ {i18n.money(extra['value_cents'])} {_(target)}{age}"


def _words(sheet: Sheet, told: dict[str, Any]) -> None:
    sheet.set_y(sheet.get_y() + 4)
    sheet.paragraph(_("The municipality decides what of this counts as social return."), bold=True)
    placed = told["placements"]
    extras = [extra for each in placed for extra in each["extras"]]
    used = [*told["help"], *placed, *extras]
    if placed:
        sheet.paragraph(
            _("Value of a placement = value of a year × hours a week / 36 × months / 12 + extras."),
            soft=True,
        )
    sources = sorted({(each["source"], each["valid_from"]) for each in used})
    for source, since in sources:
        where = {"source": source, "day": i18n.day(date.fromisoformat(since))}
        sheet.paragraph(_("Values: %(source)s, valid from %(day)s.") % where, soft=True)
    for note in sorted({each["value_note"] for each in used if each["value_note"]}):
        sheet.paragraph(note, soft=True)
    if told["note"]:
        sheet.paragraph(told["note"])
