"""Compose the receipt of a sale. Paper is in Dutch, whatever the cashier's screen speaks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bouwkringloop.base import i18n
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.printing.documents import Feed, Receipt, Row, Rule, Text, to_json

if TYPE_CHECKING:
    from bouwkringloop.printing.documents import Line as PaperLine
    from bouwkringloop.till.basket import Line, VatRow
    from bouwkringloop.till.sell import Sold

#: What the law asks on paper for margin goods (Uitvoeringsbesluit OB, art. 4c and 35a Wet OB).
MARGIN_WORDS = "Bijzondere regeling – gebruikte goederen"


def document(sold: "Sold") -> str:
    """Write the receipt of a sale as a document for the printer."""
    with i18n.speaking("nl"):
        return to_json(
            Receipt(lines=tuple(_lines(sold)), lang="nl", title=f"Bon {sold.receipt_number}")
        )


def _lines(sold: "Sold") -> list["PaperLine"]:
    lines: list[PaperLine] = [
        Text(sold.site, bold=True, size=2, align="center"),
        *([Text(sold.address, align="center")] if sold.address else []),
        Feed(),
        Row(f"{sold.till} · bon {sold.receipt_number}", i18n.moment(sold.at)),
        Text(_("You were helped by %(name)s") % {"name": sold.cashier}),
        Rule(),
    ]
    for line in sold.lines:
        lines.extend(_sold_line(line))
    lines += [Rule(), Row(_("Total"), i18n.money(sold.total_cents), bold=True, size=2)]
    lines += _paid(sold)
    lines += _vat(sold.vat)
    if any(line.vat_regime == "margin" for line in sold.lines):
        lines.append(Text(MARGIN_WORDS))
    lines += [
        Feed(),
        Text(_("Thank you for giving building materials a second life."), align="center"),
        Feed(),
    ]
    return lines


def _sold_line(line: "Line") -> list["PaperLine"]:
    written: list[PaperLine] = [Row(line.description, i18n.money(line.total_cents))]
    if line.quantity_milli != 1000 or line.discount_cents:
        amount = i18n.quantity(line.quantity_milli, line.unit)
        discount = f" - {i18n.money(line.discount_cents)}" if line.discount_cents else ""
        written.append(Text(f"  {amount} × {i18n.money(line.unit_price_cents)}{discount}"))
    return written


def _paid(sold: "Sold") -> list["PaperLine"]:
    settlement = sold.settlement
    lines: list[PaperLine] = []
    if settlement.rounding_cents:
        lines.append(Row(_("Rounding"), i18n.money(settlement.rounding_cents)))
    names = {"cash": _("Cash"), "pin": _("Card")}
    lines += [Row(names[p.method], i18n.money(p.tendered_cents)) for p in settlement.payments]
    if settlement.change_cents:
        lines.append(Row(_("Change"), i18n.money(settlement.change_cents), bold=True))
    return lines


def _vat(rows: Sequence["VatRow"]) -> list["PaperLine"]:
    if not rows:
        return []
    lines: list[PaperLine] = [Feed()]
    for row in rows:
        told = {"rate": i18n.number(row.percent * 10), "base": i18n.money(row.base_cents)}
        lines.append(Row(_("VAT %(rate)s %% over %(base)s") % told, i18n.money(row.vat_cents)))
    return lines
