"""Put a voucher on paper, in Dutch: its code to scan and to read, and what it is worth."""

from typing import TYPE_CHECKING

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.printing.documents import QR, Feed, Line, Receipt, Rule, Text, to_json
from bouwkringloop.till.vouchers import spend

if TYPE_CHECKING:
    from bouwkringloop.till.sell import Sold


def document(sold: "Sold", code: str, cents: int) -> str:
    """Write a voucher as a document for the printer."""
    with i18n.speaking("nl"):
        lines: list[Line] = [
            Text(sold.site, bold=True, size=2, align="center"),
            *([Text(sold.address, align="center")] if sold.address else []),
            Rule(),
            Text(_("Voucher"), bold=True, align="center"),
            Text(i18n.money(cents), bold=True, size=2, align="center"),
            QR(code),
            Text(spend.written(code), bold=True, align="center"),
            Rule(),
            Text(_("To be spent in this shop, also in parts. Whoever shows it may spend it.")),
            Text(_("Given out on %(day)s.") % {"day": i18n.day(clock.local(sold.at).date())}),
            Feed(),
        ]
        return to_json(Receipt(lines=tuple(lines), lang="nl", title=_("Voucher")))
