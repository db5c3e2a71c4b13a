"""The ban on large cash payments, also where one purchase is cut into several sales."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.till.day.models import CashMovement
from bouwkringloop.till.limits import Deviation
from bouwkringloop.till.models import Payment, Sale, Shift
from bouwkringloop.till.settle import CASH_BAN_CENTS

#: Sales with less cash than this are no part of a payment that was cut up.
_WORTH_A_LOOK_CENTS = 50_000
#: So long after one another large cash sales of one till look like one.
_SOON = timedelta(minutes=30)


def linked(session: Session, till_id: int, cash_cents: int, now: datetime) -> list[Deviation]:
    """Tell whether large cash sales of one till come to what the law forbids for one purchase.

    The law counts payments that are visibly linked as one (Wwft art. 1f, in force since 1 January
    2026). Whether the customer is another one, a shop lead says with their PIN.
    """
    if abs(cash_cents) < _WORTH_A_LOOK_CENTS:
        return []
    per_sale = (
        select(func.sum(Payment.amount_cents).label("cents"))
        .join(Sale, Sale.id == Payment.sale_id)
        .where(Sale.till_id == till_id, Sale.at > now - _SOON, Payment.method == "cash")
        .group_by(Sale.id)
        .having(func.abs(func.sum(Payment.amount_cents)) >= _WORTH_A_LOOK_CENTS)
        .subquery()
    )
    before = int(session.scalar(select(func.sum(func.abs(per_sale.c.cents)))) or 0)
    before += _for_invoices(session, till_id, now)
    together = before + abs(cash_cents)
    if not before or together < CASH_BAN_CENTS:
        return []
    title = translate(N_("Cash of several sales in a row; is it another customer?"))
    return [Deviation("cash", "linked", together, title)]


def _for_invoices(session: Session, till_id: int, now: datetime) -> int:
    """Add up what a till took in lately for invoices, in large amounts."""
    added = session.scalar(
        select(func.sum(func.abs(CashMovement.amount_cents)))
        .join(Shift, Shift.id == CashMovement.shift_id)
        .where(
            Shift.till_id == till_id,
            CashMovement.kind == "invoice",
            CashMovement.at > now - _SOON,
            func.abs(CashMovement.amount_cents) >= _WORTH_A_LOOK_CENTS,
        )
    )
    return int(added or 0)
