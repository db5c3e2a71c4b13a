"""Move the vouchers of a sale: those that pay, those that are bought, and those that come back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bouwkringloop.base.permissions import Actor
from bouwkringloop.till.basket import Line, Paid
from bouwkringloop.till.deposits import take as deposits
from bouwkringloop.till.settle import Payment
from bouwkringloop.till.vouchers import spend
from bouwkringloop.till.vouchers.spend import Spent


def move(
    session: Session,
    sent: Sequence[Paid],
    lines: Sequence[Line],
    payments: Sequence[Payment],
    *,
    by: Actor,
    at: datetime,
) -> list[Spent]:
    """Spend the vouchers that pay, and issue those that are bought or are given as credit."""
    moved = [
        deposits.give_back(session, line, by=by)
        if line.is_back
        else spend.issue(session, "gift", line.total_cents, at)
        for line in lines
        if line.kind == "voucher" and line.kept_as is None
    ]
    for paid, payment in zip(sent, payments, strict=True):
        if payment.method == "voucher" and payment.amount_cents > 0:
            spent = spend.take(session, paid.voucher or "", payment.amount_cents)
            if spent.kind == "deposit":
                deposits.check_use(session, spent)
            moved.append(spent)
        elif payment.method == "voucher" and payment.amount_cents < 0:
            moved.append(spend.issue(session, "credit", -payment.amount_cents, at))
    return moved
