"""How money goes back: by the way it was paid, or as store credit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from bouwkringloop.base import i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.till.basket import Line
from bouwkringloop.till.models import Payment, Sale, SaleLine
from bouwkringloop.till.receipt import WAYS
from bouwkringloop.till.settle import METHODS, CashLeft, Settlement


class PaidAnotherWay(Refused):
    """Money goes back the way it came, or crooks would turn cards into cash."""

    message = N_(
        "At most %(most)s can be paid back this way (%(way)s). Pay back as it was paid, or give"
        " store credit."
    )


class OnlyStoreCredit(Refused):
    """Without a receipt nobody knows how it was paid, or whether it was."""

    message = N_("Without a receipt the customer gets store credit.")


@dataclass(frozen=True)
class StillPaid:
    """What came in and did not go back yet, in cents by the way of paying."""

    ways: dict[str, int]
    cash: CashLeft


def still_paid(session: Session, sale_ids: Iterable[int]) -> StillPaid:
    """Tell what these sales brought and did not pay back yet.

    Sales that one basket brought back together, and what was taken in exchange, count together:
    nobody can tell which of their money it was that went back.
    """
    came_in = dict.fromkeys(METHODS, 0)
    ids = _together(session, sale_ids)
    rows = session.execute(
        select(Payment.method, func.sum(Payment.amount_cents))
        .where(Payment.sale_id.in_(ids))
        .group_by(Payment.method)
    )
    for method, cents in rows:
        came_in[method] = max(0, int(cents))
    rounded = session.scalar(select(func.sum(Sale.rounding_cents)).where(Sale.id.in_(ids)))
    return StillPaid(came_in, CashLeft(came_in["cash"], -int(rounded or 0)))


def _together(session: Session, sale_ids: Iterable[int]) -> set[int]:
    """Find the sales that hang together with these by what came back."""
    known = set(sale_ids)
    back, original = aliased(SaleLine), aliased(SaleLine)
    links = select(back.sale_id, original.sale_id).join(original, original.id == back.returns_id)
    reached: set[int] = set()
    while newly := known - reached:
        reached |= newly
        found = links.where(back.sale_id.in_(newly) | original.sale_id.in_(newly))
        known |= {sale_id for pair in session.execute(found) for sale_id in pair}
    return known


def check(lines: Sequence[Line], settlement: Settlement, left: dict[str, int]) -> None:
    """Refuse to pay more back by one way than came by it; store credit is always possible."""
    paid_out: dict[str, int] = dict.fromkeys(METHODS, 0)
    for payment in settlement.payments:
        paid_out[payment.method] -= min(0, payment.amount_cents)
    others = [method for method in METHODS if method != "voucher"]
    blind = any(line.is_back and line.returns_id is None for line in lines)
    if blind and any(paid_out[method] for method in others):
        raise OnlyStoreCredit
    for method in others:
        if paid_out[method] > left[method]:
            raise PaidAnotherWay(way=i18n.translate(WAYS[method]), most=i18n.money(left[method]))
