"""Write the VAT of a period down as a list for a spreadsheet."""

from decimal import Decimal

from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.reports.vat import Overview
from bouwkringloop.spreadsheets import export_items, workbook
from bouwkringloop.spreadsheets.workbook import Sheet, Written

_HEADINGS = (
    N_("What"),
    N_("Rate"),
    N_("Turnover"),
    N_("Cost"),
    N_("Margin"),
    N_("Base without VAT"),
    N_("VAT"),
)
#: What is outside VAT, by kind of line.
OUTSIDE = {"donation": N_("Donations"), "voucher": N_("Gift cards and deposits")}


def write(overview: Overview, form: str) -> bytes:
    """Write the overview as `csv` or `xlsx`."""
    sheet = Sheet(
        name=f"{translate('VAT')} {overview.period.key}",
        headings=[translate(heading) for heading in _HEADINGS],
        rows=_rows(overview),
        widths=(34, 8, 14, 14, 14, 18, 14),
        formats=("General", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00"),
    )
    return workbook.write([sheet]) if form == "xlsx" else export_items.to_csv(sheet)


def file_name(overview: Overview, form: str) -> str:
    """Name the file by its period."""
    return f"{translate('VAT').lower()}-{overview.period.key}.{form}"


def _rows(overview: Overview) -> list[list[Written]]:
    rows = [
        _row(
            N_("Normal goods"),
            one.percent,
            one.total_cents,
            None,
            None,
            one.total_cents - one.vat_cents,
            one.vat_cents,
        )
        for one in overview.of("normal")
    ]
    rows += [
        _row(
            N_("Margin goods, each by itself"),
            one.percent,
            one.total_cents,
            one.cost_cents,
            one.margin_cents,
            one.margin_cents - one.vat_cents,
            one.vat_cents,
        )
        for one in overview.of("margin")
    ]
    rows += [
        _row(
            N_("Margin goods of the period"),
            each.percent,
            each.period.sold_cents,
            each.period.bought_cents,
            each.period.margin_cents,
            each.base_cents,
            each.vat_cents,
        )
        for each in overview.pools
    ]
    plain = [
        (N_("Exempt"), overview.cents("exempt")),
        (N_("Without VAT (KOR)"), overview.cents("kor")),
    ]
    plain += [(name, overview.cents("outside", kind)) for kind, name in OUTSIDE.items()]
    rows += [_row(name, None, cents, None, None, None, None) for name, cents in plain]
    rows.append(
        _row(N_("Together"), None, overview.total_cents, None, None, None, overview.vat_cents)
    )
    rows.append(_row(N_("Cash rounding"), None, overview.rounding_cents, None, None, None, None))
    return rows


def _row(name: str, percent: int | None, *cents: int | None) -> list[Written]:
    figures = [None if each is None else Decimal(each).scaleb(-2) for each in (percent, *cents)]
    return [translate(name), *figures]
