"""Compose the receipt of a sale.

Paper is in Dutch, whatever the cashier's screen speaks; what a customer sees on a screen or gets
by mail is in their language.
"""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from bouwkringloop.base import i18n
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.printing.documents import QR, Feed, Receipt, Row, Rule, Text, to_json

if TYPE_CHECKING:
    from bouwkringloop.printing.documents import Line as PaperLine
    from bouwkringloop.till.basket import Line
    from bouwkringloop.till.sell import Sold
    from bouwkringloop.till.vat import VatRow

#: What the law asks on paper for margin goods (Uitvoeringsbesluit OB, art. 4c and 35a Wet OB).
MARGIN_WORDS = "Bijzondere regeling – gebruikte goederen"
#: And where the small-business scheme applies (art. 25 Wet OB).
KOR_WORDS = "Vrijgesteld van btw: kleineondernemersregeling"
#: The names of the ways of paying; on paper the same for all.
WAYS = {
    "cash": N_("Cash"),
    "pin": N_("Card"),
    "voucher": N_("Voucher"),
    "account": N_("On account"),
}


def document(sold: "Sold", address: str = "") -> str:
    """Write the receipt of a sale as a document for the printer; `address` is for its code."""
    return to_json(compose(sold, "nl", address))


def compose(sold: "Sold", language: str, address: str = "") -> Receipt:
    """Say what stands on the receipt of a sale, from its head to its thanks, and its code."""
    with i18n.speaking(language):
        title = _("Receipt %(number)s") % {"number": sold.receipt_number}
        return Receipt(lines=tuple(_lines(sold, address)), lang=i18n.language(), title=title)


def _lines(sold: "Sold", address: str) -> list["PaperLine"]:
    number = _("receipt %(number)s") % {"number": sold.receipt_number}
    lines: list[PaperLine] = [
        Text(sold.site, bold=True, size=2, align="center"),
        *([Text(sold.address, align="center")] if sold.address else []),
        Feed(),
        Row(f"{sold.till} · {number}", i18n.moment(sold.at)),
        Text(_("You were helped by %(name)s") % {"name": sold.cashier}),
        Rule(),
    ]
    for line in sold.lines:
        lines.extend(_sold_line(line))
    lines += [Rule(), Row(_("Total"), i18n.money(sold.total_cents), bold=True, size=2)]
    lines += _paid(sold)
    lines += _vat(sold.vat)
    lines += [Text(words) for words in notes({line.vat_regime for line in sold.lines})]
    lines += _vouchers(sold)
    lines += [
        Feed(),
        Text(_("Thank you for giving building materials a second life."), align="center"),
        Feed(),
    ]
    if address:
        words = _("Scan: this receipt on your phone")
        lines += [Text(words, bold=True, align="center"), QR(address), Feed()]
    return lines


def notes(regimes: Collection[str]) -> list[str]:
    """Give what the law wants on a receipt about how its VAT is dealt with; always in Dutch."""
    written = []
    if not {"margin", "pool"}.isdisjoint(regimes):
        written.append(MARGIN_WORDS)
    if "kor" in regimes:
        written.append(KOR_WORDS)
    return written


def _sold_line(line: "Line") -> list["PaperLine"]:
    title = _("Back: %(title)s") % {"title": line.description} if line.is_back else line.description
    written: list[PaperLine] = [Row(title, i18n.money(line.total_cents))]
    if line.returned_receipt is not None:
        written.append(Text("  " + _("of receipt %(number)s") % {"number": line.returned_receipt}))
    if line.measures:
        written.append(Text(f"  {line.measures}"))
    if abs(line.quantity_milli) != 1000 or line.discount_cents:
        amount = i18n.quantity(abs(line.quantity_milli), line.unit)
        discount = f" - {i18n.money(abs(line.discount_cents))}" if line.discount_cents else ""
        written.append(Text(f"  {amount} × {i18n.money(line.unit_price_cents)}{discount}"))
    if line.collect:
        written.append(Text("  " + _("to be collected")))
    return written


def _paid(sold: "Sold") -> list["PaperLine"]:
    settlement = sold.settlement
    lines: list[PaperLine] = []
    if settlement.rounding_cents:
        lines.append(Row(_("Rounding"), i18n.money(settlement.rounding_cents)))
    for payment in settlement.payments:
        way = _(WAYS[payment.method])
        said = _("Paid back: %(way)s") % {"way": way} if payment.amount_cents < 0 else way
        lines.append(Row(said, i18n.money(payment.tendered_cents)))
    if settlement.change_cents:
        lines.append(Row(_("Change"), i18n.money(settlement.change_cents), bold=True))
    return lines


def _vouchers(sold: "Sold") -> list["PaperLine"]:
    """Say what is left on a voucher that paid; one that was issued has a paper of its own."""
    return [
        Row(_("Left on voucher …%(end)s") % {"end": code[-4:]}, i18n.money(left))
        for code, cents, left in sold.vouchers
        if cents < 0
    ]


def _vat(rows: Sequence["VatRow"]) -> list["PaperLine"]:
    if not rows:
        return []
    lines: list[PaperLine] = [Feed()]
    for row in rows:
        told = {"rate": i18n.number(row.percent * 10), "base": i18n.money(row.base_cents)}
        lines.append(Row(_("VAT %(rate)s %% over %(base)s") % told, i18n.money(row.vat_cents)))
    return lines
