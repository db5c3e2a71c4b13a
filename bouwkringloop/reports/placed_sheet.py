"""Write the figures about placements down: as a list for a spreadsheet, and on paper."""

from decimal import Decimal

from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.smtp import Attachment
from bouwkringloop.invoicing import sheet as paper
from bouwkringloop.partners import shop
from bouwkringloop.reports.placed import Count, Placed
from bouwkringloop.reports.suppress import FEWEST
from bouwkringloop.spreadsheets import export_items, workbook
from bouwkringloop.spreadsheets.workbook import Sheet, Written

_HEADINGS = (N_("What"), N_("Group"), N_("People"), N_("Value"))
#: What stands where a figure would tell of fewer than five people.
FEW = f"< {FEWEST}"


def write(told: Placed, form: str) -> bytes:
    """Write the figures as `csv` or `xlsx`."""
    rows: list[list[Written]] = []
    for count in told.counts:
        rows += [
            [_(count.title), row.name, _people(row.people), _euros(row.cents)] for row in count.rows
        ]
        rows.append([_(count.title), _("Together"), _people(count.people), _euros(count.cents)])
    rows += [[name, "", None, value] for name, value in facts(told)]
    sheet = Sheet(
        name=f"{_('Placements')} {told.period.key}",
        headings=[_(heading) for heading in _HEADINGS],
        rows=rows,
        widths=(34, 34, 10, 16),
        formats=("General", "General", "0", "0.00"),
    )
    return workbook.write([sheet]) if form == "xlsx" else export_items.to_csv(sheet)


def file_name(told: Placed, form: str) -> str:
    """Name the file by its period."""
    return f"{_('Placements').lower()}-{told.period.key}.{form}"


def facts(told: Placed) -> list[tuple[str, str]]:
    """Give the figures that are no tables, as people read them."""
    made = [
        (_("Places filled on an average day"), _figure(told.places_milli)),
        (_("Turnover"), i18n.money(told.turnover_cents)),
        (_("Places for every 100,000 euros of turnover"), _figure(told.places_per_100k_milli)),
    ]
    if told.cents_per_place is not None:
        made.append((_("Turnover for one place"), i18n.money(told.cents_per_place)))
    if told.pso is not None:
        made += [
            (_("People in full work, in all"), i18n.number(told.pso.staff_milli)),
            (_("Of the target group of the PSO"), _figure(told.pso.target_milli)),
        ]
        if told.pso.percent is not None:
            made.append((_("Share"), f"{i18n.number(told.pso.percent * 10)}%"))
    return made


def draw(session: Session, told: Placed) -> Attachment:
    """Draw the figures as a PDF."""
    named = f"{_('Placements')} {told.period.name}"
    sheet = paper.Sheet(shop.details(session), named, clock.today())
    sheet.heading(named, top=46)
    for count in told.counts:
        if count.rows:
            _table(sheet, count)
    sheet.set_y(sheet.get_y() + 5)
    sheet.draw_table(
        (paper.Column(_("Figure"), 118), paper.Column("", 50, figures=True)),
        [list(each) for each in facts(told)],
    )
    sheet.set_y(sheet.get_y() + 5)
    sheet.type(9, paper.SOFT)
    note = _("Groups of fewer than five people are not shown, nor what would tell them.")
    sheet.multi_cell(paper.WIDTH, 4.8, note, new_x="LMARGIN", new_y="NEXT")
    sheet.set_y(sheet.get_y() + 14)
    sheet.rule()
    sheet.type(9, paper.SOFT)
    sheet.cell(paper.WIDTH, 6, _("Signed for the shop: name, date"))
    return Attachment(f"{named}.pdf".replace(" ", "-"), "application/pdf", sheet.bytes())


def _table(sheet: paper.Sheet, count: Count) -> None:
    sheet.set_y(sheet.get_y() + 5)
    worth = any(row.cents is not None for row in count.rows)
    columns = [paper.Column(_(count.title), 98 if worth else 138)]
    columns.append(paper.Column(_("People"), 30, figures=True))
    rows = [[row.name, _shown(row.people)] for row in count.rows]
    rows.append([_("Together"), _shown(count.people)])
    if worth:
        columns.append(paper.Column(_("Value"), 40, figures=True))
        worths = [*(row.cents for row in count.rows), count.cents]
        for row, cents in zip(rows, worths, strict=True):
            row.append("" if cents is None else i18n.money(cents))
    sheet.draw_table(columns, rows)


def _shown(people: int | None) -> str:
    return FEW if people is None else str(people)


def _figure(milli: int | None) -> str:
    return FEW if milli is None else i18n.number(milli)


def _people(people: int | None) -> Written:
    return FEW if people is None else Decimal(people)


def _euros(cents: int | None) -> Written:
    return None if cents is None else Decimal(cents) / 100
