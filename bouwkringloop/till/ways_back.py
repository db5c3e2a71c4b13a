"""How money goes back: by the way it was paid, or as store credit."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from bouwkringloop.base import i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.till.basket import Line
from bouwkringloop.till.models import Payment, Sale, SaleLine
from bouwkringloop.till.receipt import WAYS
from bouwkringloop.till.settle import METHODS, Settlement


class PaidAnotherWay(Refused):
    """Money goes back the way it came, or crooks would turn cards into cash."""

    message = N_(
        "At most %(most)s can be paid back this way (%(way)s). Pay back as it was paid, or give"
        " store credit."
    )


class OnlyStoreCredit(Refused):
    """Without a receipt nobody knows how it was paid, or whether it was."""

    message = N_("Without a receipt the customer gets store credit.")


def still_paid(session: Session, sale_ids: Sequence[int]) -> dict[str, int]:
    """Tell in cents, by the way of paying, what these sales brought and did not pay back yet."""
    came_in = dict.fromkeys(METHODS, 0)
    if not sale_ids:
        return came_in
    back, original = aliased(SaleLine), aliased(SaleLine)
    refunds = (
        select(back.sale_id)
        .join(original, original.id == back.returns_id)
        .where(original.sale_id.in_(sale_ids))
    )
    rows = session.execute(
        select(Payment.method, func.sum(Payment.amount_cents))
        .join(Sale, Sale.id == Payment.sale_id)
        .where(
            Payment.sale_id.in_(sale_ids) & (Payment.amount_cents > 0)
            | Payment.sale_id.in_(refunds) & (Payment.amount_cents < 0)
        )
        .group_by(Payment.method)
    )
    for method, cents in rows:
        came_in[method] = max(0, int(cents))
    return came_in


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
