"""Draw a payout statement as a PDF, and write its lines for a spreadsheet."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.smtp import Attachment
from bouwkringloop.batches.settling import frozen
from bouwkringloop.batches.settling.models import Payout
from bouwkringloop.invoicing.sheet import Column, Sheet
from bouwkringloop.spreadsheets import export_items, workbook
from bouwkringloop.spreadsheets.workbook import Sheet as ListSheet
from bouwkringloop.spreadsheets.workbook import Written

_HEADINGS = (
    N_("Batch"),
    N_("Project"),
    N_("Day"),
    N_("What"),
    N_("Quantity"),
    N_("Unit"),
    N_("Without VAT"),
    N_("Share"),
    N_("For you"),
)
_FORMATS = (
    "General",
    "General",
    "General",
    "General",
    "0.###",
    "General",
    "0.00",
    "0.0",
    "0.00",
)


def content_of(payout: Payout) -> dict[str, Any]:
    """Read what stands on a payout statement."""
    return dict(json.loads(payout.content))


def paper(payout: Payout) -> Attachment:
    """Give a payout statement as a PDF with a name that says what it is."""
    with i18n.speaking(content_of(payout)["language"]):
        name = f"{_title(payout)}.pdf".replace(" ", "-")
    return Attachment(name, "application/pdf", draw(payout))


def draw(payout: Payout) -> bytes:
    """Draw a payout statement in the builder's language; the same one gives the same bytes."""
    told, builder = content_of(payout), frozen.read_builder(payout.builder)
    on = clock.local(payout.at).date()
    with i18n.speaking(told["language"]):
        named = _title(payout)
        sheet = Sheet(frozen.read_shop(told), named, on)
        sheet.address(builder.lines)
        below = sheet.get_y()
        until = i18n.day(payout.until)
        sheet.facts(
            [(_("Payout statement"), payout.name), (_("Date"), i18n.day(on)), (_("Up to"), until)]
        )
        sheet.heading(named, top=max(below, sheet.get_y(), 78) + 8)
        for each in told["batches"]:
            _batch(sheet, each)
        sheet.sums([(_("For you, without VAT"), i18n.money(payout.total_cents), True)])
        sheet.set_y(sheet.get_y() + 5)
        for text, bold in _words(payout, told):
            sheet.paragraph(text, bold=bold)
        return sheet.bytes()


def _title(payout: Payout) -> str:
    return " ".join((_("Payout statement"), payout.name))


def _batch(sheet: Sheet, told: dict[str, Any]) -> None:
    project = {"number": told["number"], "project": told["project"]}
    sheet.paragraph(_("Batch %(number)s: %(project)s") % project, bold=True)
    sheet.set_y(sheet.get_y() + 1)
    sheet.draw_table(_columns(told["basis"]), [_row(line) for line in told["lines"]])
    sheet.set_y(sheet.get_y() + 3)


def _columns(basis: str) -> list[Column]:
    base = _("Agreed") if basis == "bought" else _("Sold for")
    return [
        Column(_("Day"), 26),
        Column(_("What"), 58),
        Column(_("Quantity"), 24, figures=True),
        Column(base, 22, figures=True),
        Column(_("Share"), 14, figures=True),
        Column(_("For you"), 24, figures=True),
    ]


def _row(line: dict[str, Any]) -> list[str]:
    back = line["quantity_milli"] < 0
    return [
        i18n.day(date.fromisoformat(line["day"])),
        _("%(what)s (came back)") % {"what": line["what"]} if back else line["what"],
        i18n.quantity(line["quantity_milli"], line["unit"]),
        i18n.money(line["base_cents"]),
        f"{i18n.number(line['share_milli'] * 100)}%",
        i18n.money(line["cents"]),
    ]


def _words(payout: Payout, told: dict[str, Any]) -> list[tuple[str, bool]]:
    amount = {"amount": i18n.money(payout.total_cents), "name": payout.name}
    margin = {each["vat"] for each in told["batches"]} == {"margin"}
    asked = (
        _(
            "Send us an invoice of %(amount)s quoting %(name)s. State that the margin scheme for"
            " used goods applies, and no VAT."
        )
        if margin
        else _(
            "Send us an invoice of %(amount)s, with the VAT that you have to add, quoting %(name)s."
        )
    )
    return [
        (_("This is not an invoice."), True),
        (asked % amount, False),
        (_("All amounts are without VAT. What came back is taken off."), False),
    ]


def listing(payout: Payout, form: str) -> bytes:
    """Write the lines of a payout as `csv` or `xlsx`."""
    sheet = ListSheet(
        name=payout.name,
        headings=[_(heading) for heading in _HEADINGS],
        rows=list(_rows(content_of(payout))),
        widths=(8, 28, 12, 34, 10, 8, 14, 8, 12),
        formats=_FORMATS,
    )
    return workbook.write([sheet]) if form == "xlsx" else export_items.to_csv(sheet)


def _rows(told: dict[str, Any]) -> Iterator[list[Written]]:
    for each in told["batches"]:
        for line in each["lines"]:
            yield [
                str(each["number"]),
                each["project"],
                line["day"],
                line["what"],
                Decimal(line["quantity_milli"]).scaleb(-3),
                i18n.unit_name(line["unit"]),
                Decimal(line["base_cents"]).scaleb(-2),
                Decimal(line["share_milli"]).scaleb(-1),
                Decimal(line["cents"]).scaleb(-2),
            ]
