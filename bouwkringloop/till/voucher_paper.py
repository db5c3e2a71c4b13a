"""Put a voucher or a deposit on paper, in Dutch: its code, what it is worth and what it is for."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.printing.documents import QR, Feed, Line, Receipt, Rule, Text, to_json
from bouwkringloop.till.vouchers import spend

if TYPE_CHECKING:
    from bouwkringloop.till.basket import Line as SoldLine
    from bouwkringloop.till.sell import Sold


def document(sold: "Sold", code: str, cents: int, deposit: "SoldLine | None" = None) -> str:
    """Write a voucher as a document for the printer; a deposit says for what it was paid."""
    with i18n.speaking("nl"):
        title = _("Voucher") if deposit is None else _("Deposit")
        lines: list[Line] = [
            Text(sold.site, bold=True, size=2, align="center"),
            *([Text(sold.address, align="center")] if sold.address else []),
            Rule(),
            Text(title, bold=True, align="center"),
            Text(i18n.money(cents), bold=True, size=2, align="center"),
            QR(code),
            Text(spend.written(code), bold=True, align="center"),
            Rule(),
            *_terms(deposit),
            Text(_("Given out on %(day)s.") % {"day": i18n.day(clock.local(sold.at).date())}),
            Feed(),
        ]
        return to_json(Receipt(lines=tuple(lines), lang="nl", title=title))


def _terms(deposit: "SoldLine | None") -> Iterator[Line]:
    """Say how it may be spent."""
    if deposit is None:
        yield Text(_("To be spent in this shop, also in parts. Whoever shows it may spend it."))
        return
    yield Text(deposit.description, bold=True)
    if deposit.kept_until is not None:
        yield Text(_("Kept for you until %(day)s.") % {"day": i18n.day(deposit.kept_until)})
    yield Text(_("This comes off the price when you fetch it. You get it back if you do not."))
