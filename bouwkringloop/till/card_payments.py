"""Card payments by a terminal: found, listed, and used by the one sale that they pay.

They begin in `card_begin.py` and end in `card_end.py`; `terminals/operate.py` talks to terminals.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.till.models import Shift
from bouwkringloop.till.terminals.models import CardPayment

#: Why a payment failed or is in doubt, for whoever stands at the till.
PROBLEMS = {
    "": "",
    "declined": N_("The card was declined."),
    "cancelled": N_("It was cancelled."),
    "expired": N_("No card came in time."),
    "unreachable": N_("The card service cannot be reached. Nothing was asked of the terminal."),
    "refused": N_("The card service did not take the order. Ask the shop lead."),
    "not_sent": N_("It was not sent to the terminal in time."),
    "switched_off": N_("The terminal of this till was taken out of the settings."),
    "no_answer": N_("No answer came from the card service."),
    "stopped": N_("The program stopped while it asked the terminal."),
    "no_end": N_("The terminal did not come to an end in time."),
    "contradiction": N_("The card service contradicts itself."),
}


class UnknownCardPayment(NotFound):
    """No card payment has this id."""

    message = N_("This card payment does not exist.")


class CardPaymentNotPaid(Refused):
    """The terminal has not said that the money came, or said that it did not."""

    message = N_("The card payment is not paid. Look at the terminal.")


class CardPaymentOfOther(Refused):
    """The payment is for another basket, shift or amount."""

    message = N_("This card payment is for another basket or another amount.")


class CardPaymentUsed(Refused):
    """A sale was made with this payment before."""

    message = N_("This card payment was used for a sale already.")


def subject(payment: CardPayment) -> str:
    """Name a payment as the journal and the audit trail do."""
    return f"card:{payment.uuid}"


def amount(payment: CardPayment) -> dict[str, int]:
    """Give the amount as the journal and the audit trail note it."""
    return {"amount_cents": payment.amount_cents}


def one(session: Session, uuid: UUID) -> CardPayment:
    """Find a card payment by the id that its device made."""
    payment = session.scalar(select(CardPayment).where(CardPayment.uuid == uuid))
    if payment is None:
        raise UnknownCardPayment
    return payment


def of_shift(session: Session, shift: Shift) -> Sequence[CardPayment]:
    """List every payment that the terminals were asked for in a shift, the newest first."""
    return session.scalars(
        select(CardPayment).where(CardPayment.shift_id == shift.id).order_by(CardPayment.id.desc())
    ).all()


def unsettled(session: Session, shift: Shift) -> Sequence[CardPayment]:
    """List the payments of a shift of which nobody knows yet what became, the oldest first."""
    return session.scalars(
        select(CardPayment)
        .where(
            CardPayment.shift_id == shift.id,
            CardPayment.state.in_(("pending", "unknown")),
        )
        .order_by(CardPayment.id)
    ).all()


def unsold(session: Session, shift: Shift) -> Sequence[CardPayment]:
    """List the payments of a shift that came in without a sale, the oldest first."""
    return session.scalars(
        select(CardPayment)
        .where(
            CardPayment.shift_id == shift.id,
            CardPayment.state == "paid",
            CardPayment.used_at.is_(None),
        )
        .order_by(CardPayment.id)
    ).all()


def use(
    session: Session, uuid: UUID, shift_id: int, sale_uuid: UUID, amount_cents: int
) -> CardPayment:
    """Use a paid payment for its sale, in the sale's own transaction.

    Testing and taking are one statement, so that no second sale can use it.
    """
    taken = session.execute(
        update(CardPayment)
        .where(
            CardPayment.uuid == uuid,
            CardPayment.shift_id == shift_id,
            CardPayment.sale_uuid == sale_uuid,
            CardPayment.amount_cents == amount_cents,
            CardPayment.state == "paid",
            CardPayment.used_at.is_(None),
        )
        .values(used_at=clock.now())
    )
    payment = one(session, uuid)
    session.refresh(payment)
    if one_row(taken):
        return payment
    if (payment.shift_id, payment.sale_uuid, payment.amount_cents) != (
        shift_id,
        sale_uuid,
        amount_cents,
    ):
        raise CardPaymentOfOther
    raise CardPaymentUsed if payment.used_at is not None else CardPaymentNotPaid


def one_row(result: object) -> bool:
    """Tell whether a statement changed its one row."""
    return isinstance(result, CursorResult) and result.rowcount == 1
