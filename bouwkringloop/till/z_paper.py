"""Put the figures of a shift on paper, in Dutch."""

from bouwkringloop.base import i18n
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.printing.documents import Feed, Line, Receipt, Row, Rule, Text, to_json
from bouwkringloop.till.receipt import WAYS
from bouwkringloop.till.report import Report


def document(figures: Report) -> str:
    """Write a Z report as a document for the printer."""
    with i18n.speaking("nl"):
        title = f"Z {figures.z_number}"
        return to_json(Receipt(lines=tuple(_lines(figures, title)), lang="nl", title=title))


def _lines(figures: Report, title: str) -> list[Line]:
    money = i18n.money
    lines: list[Line] = [
        Text(f"{figures.till} · {title}", bold=True, size=2, align="center"),
        Row(_("Opened"), f"{i18n.moment(figures.opened_at)}"),
        Row("", figures.opened_by),
    ]
    if figures.closed_at is not None:
        lines += [
            Row(_("Closed"), i18n.moment(figures.closed_at)),
            Row("", figures.closed_by or ""),
        ]
    lines += [Rule(), Row(_("Sales"), str(figures.sales))]
    if figures.first_receipt is not None:
        lines.append(Row(_("Receipts"), f"{figures.first_receipt} – {figures.last_receipt}"))
    lines += [
        Row(_("Turnover"), money(figures.total_cents), bold=True, size=2),
        Row(_("Discounts given"), money(figures.discount_cents)),
        Row(_("Rounding"), money(figures.rounding_cents)),
        *(Row(_(WAYS[method]), money(cents)) for method, cents in figures.payments.items()),
        Rule(),
    ]
    for row in figures.vat:
        told = {"rate": i18n.number(round(row.rate * 1000)), "base": money(row.base_cents)}
        lines.append(Row(_("VAT %(rate)s %% over %(base)s") % told, money(row.vat_cents)))
    if figures.margin_cents:
        lines.append(Row(_("Margin goods"), money(figures.margin_cents)))
    lines += [
        Row(_("Weight sold"), i18n.weight(figures.weight_g)),
        Rule(),
        Row(_("Float"), money(figures.float_cents)),
        Row(_("Expected in the drawer"), money(figures.expected_cents)),
        Row(_("Counted"), money(figures.counted_cents or 0)),
        Row(_("Difference"), money(figures.difference_cents or 0), bold=True),
        Rule(),
    ]
    lines += [
        Row(f"{times} × {money(value)}", money(value * times))
        for value, times in sorted(figures.counted.items(), reverse=True)
    ]
    lines.append(Feed())
    return lines
