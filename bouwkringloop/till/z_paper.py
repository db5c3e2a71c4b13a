"""Put the figures of a shift on paper, in Dutch: a Z when it is closed, an X before."""

from collections.abc import Iterator

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.printing.documents import Feed, Line, Receipt, Row, Rule, Text, to_json
from bouwkringloop.till.receipt import WAYS
from bouwkringloop.till.report import Report
from bouwkringloop.till.report_words import EVENTS, MOVES


def document(figures: Report, seal: str = "") -> str:
    """Write a Z or X report as a document for the printer.

    A Z carries the seal of its entry in the journal, so that what is on paper tells whether the
    journal was written anew later.
    """
    with i18n.speaking("nl"):
        title = "X" if figures.z_number is None else f"Z {figures.z_number}"
        groups = (_head, _sold, _paid, _vat, _drawer, _happened, _for_ever)
        lines = [line for group in groups for line in group(figures, title)]
        if seal:
            lines += [Rule(), Row(_("Journal"), seal)]
        return to_json(Receipt(lines=(*lines, Feed()), lang="nl", title=title))


def _money(label: str, cents: int, *, bold: bool = False, size: int = 1) -> Row:
    return Row(label, i18n.money(cents), bold=bold, size=size)


def _group(name: str) -> list[Line]:
    return [Rule(), Text(name, bold=True)]


def _head(figures: Report, title: str) -> Iterator[Line]:
    yield Text(f"{figures.till} · {title}", bold=True, size=2, align="center")
    if figures.z_number is None:
        yield Text(_("So far; the till is open."), align="center")
        yield Row(_("Printed"), i18n.moment(clock.now()))
    yield Row(_("Opened"), i18n.moment(figures.opened_at))
    yield Row("", figures.opened_by)
    if figures.closed_at is not None:
        yield Row(_("Closed"), i18n.moment(figures.closed_at))
        yield Row("", figures.closed_by or "")


def _sold(figures: Report, _title: str) -> Iterator[Line]:
    yield from _group(_("Sold"))
    yield Row(_("Sales"), str(figures.sales))
    if figures.first_receipt is not None:
        yield Row(_("Receipts"), f"{figures.first_receipt} – {figures.last_receipt}")
    if figures.returns:
        yield _money(_("Goods sold"), figures.turnover_cents - figures.returned_cents)
        yield _money(f"{_('Taken back')} ({figures.returns}×)", figures.returned_cents)
    yield _money(_("Turnover"), figures.turnover_cents, bold=True, size=2)
    if figures.donated_cents:
        yield _money(_("Donations"), figures.donated_cents)
    if figures.vouchers_sold_cents:
        yield _money(_("Gift cards and deposits"), figures.vouchers_sold_cents)
    if figures.total_cents != figures.turnover_cents:
        yield _money(_("All receipts together"), figures.total_cents, bold=True)
    yield _money(_("Discounts given"), figures.discount_cents)
    yield Row(_("Sold below the label's price"), f"{figures.overrides}×")
    yield Row(_("Weight sold"), i18n.weight(figures.weight_g))


def _paid(figures: Report, _title: str) -> Iterator[Line]:
    yield from _group(_("Paid with"))
    for method, cents in figures.payments.items():
        yield _money(_(WAYS[method]), cents)
    yield _money(_("Received in all"), sum(figures.payments.values()), bold=True)
    yield _money(_("Of it rounding"), figures.rounding_cents)


def _vat(figures: Report, _title: str) -> Iterator[Line]:
    yield from _group(_("VAT in the turnover"))
    for row in figures.vat:
        told = {"rate": i18n.number(round(row.rate * 1000)), "base": i18n.money(row.base_cents)}
        yield _money(_("VAT %(rate)s %% over %(base)s") % told, row.vat_cents)
    if figures.margin_cents or figures.margin_vat_cents:
        yield _money(_("Margin goods"), figures.margin_cents)
        yield _money(_("VAT in their margin"), figures.margin_vat_cents)
    if figures.pool_cents:
        yield _money(_("Margin goods of a period"), figures.pool_cents)
    if figures.exempt_cents:
        yield _money(_("Exempt"), figures.exempt_cents)
    if figures.kor_cents:
        yield _money(_("Without VAT (KOR)"), figures.kor_cents)


def _drawer(figures: Report, _title: str) -> Iterator[Line]:
    yield from _group(_("Drawer"))
    yield _money(_("Float"), figures.float_cents)
    yield _money(_("Cash of sales"), figures.payments.get("cash", 0))
    for kind, cents in figures.moved.items():
        yield _money(_(MOVES[kind]), cents)
    yield _money(_("Expected in the drawer"), figures.expected_cents)
    if figures.counted_cents is None:
        return
    yield _money(_("Counted"), figures.counted_cents)
    yield _money(_("Difference"), figures.difference_cents or 0, bold=True, size=2)
    if figures.difference_reason:
        yield Text(figures.difference_reason)
    if figures.counted:
        yield from _group(_("Notes and coins"))
        for value, times in sorted(figures.counted.items(), reverse=True):
            yield _money(f"{times} × {i18n.money(value)}", value * times)


def _happened(figures: Report, _title: str) -> Iterator[Line]:
    if figures.events:
        yield from _group(_("What else happened"))
    for kind, times in figures.events.items():
        yield Row(_(EVENTS[kind]), f"{times}×")


def _for_ever(figures: Report, _title: str) -> Iterator[Line]:
    yield from _group(_("Since this till began"))
    yield _money(_("Sold"), figures.grand_sold_cents)
    yield _money(_("Taken back"), figures.grand_returned_cents)
    net = figures.grand_sold_cents + figures.grand_returned_cents
    yield _money(_("Together"), net, bold=True)
