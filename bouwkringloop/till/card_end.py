"""End a card payment: as its terminal says, as time says, or as a person saw it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.till import journal
from bouwkringloop.till.card_payments import amount, one, one_row, subject
from bouwkringloop.till.terminals import Told
from bouwkringloop.till.terminals.models import CardPayment

#: What can become of a payment. From `pending` the terminal or the time moves it, and from
#: `unknown` only a person.
STEPS = {"pending": {"paid", "failed", "unknown"}, "unknown": {"paid", "failed"}}
#: How many characters are kept of what a service says.
_MOST_WORDS = 200


class NothingInDoubt(Refused):
    """The terminal told what became of the payment, or is not done yet."""

    message = N_("The terminal decides about this payment. Nobody needs to.")


class SettledAlready(Refused):
    """Somebody said before, and otherwise, what became of the payment."""

    message = N_("Somebody settled this payment already, in another way.")


class NoteMissing(Refused):
    """A payment cannot be settled without saying where it was seen."""

    status = 422
    message = N_("Write down where you saw it: on the slip, on the terminal, in the app.")


def cancel(session: Session, uuid: UUID, *, by: Actor) -> CardPayment:
    """Want a payment stopped. What was not sent yet fails at once; the rest the terminal tells.

    A payment that has ended stays as it is.
    """
    payment = one(session, uuid)
    wanted = session.execute(
        update(CardPayment)
        .where(
            CardPayment.id == payment.id,
            CardPayment.state == "pending",
            CardPayment.sent_at.is_not(None),
        )
        .values(cancel_wanted=True)
    )
    if one_row(wanted):
        audit.note(session, by, "card.cancel_wanted", subject(payment), **amount(payment))
    elif end(session, payment.id, Told("failed", "cancelled"), sent=False):
        audit.note(session, by, "card.cancelled", subject(payment), **amount(payment))
    session.refresh(payment)
    return payment


def claim(session: Session, number: int) -> bool:
    """Take a payment for sending, once and for ever; tell whether it is ours to send."""
    taken = session.execute(
        update(CardPayment)
        .where(
            CardPayment.id == number,
            CardPayment.state == "pending",
            CardPayment.sent_at.is_(None),
        )
        .values(sent_at=clock.now())
    )
    return one_row(taken)


def named(session: Session, number: int, reference: str) -> None:
    """Keep the reference under which the service knows a payment."""
    session.execute(update(CardPayment).where(CardPayment.id == number).values(reference=reference))


def cancel_taken(session: Session, number: int) -> None:
    """Take over the wish to stop a payment, so that the terminal is told once a wish."""
    session.execute(update(CardPayment).where(CardPayment.id == number).values(cancel_wanted=False))


def end(session: Session, number: int, told: Told, *, sent: bool | None = None) -> bool:
    """End a pending payment as the terminal or the time says; tell whether it was pending.

    With `sent` it ends only where it was, or was not, taken for sending.
    """
    payment = session.get_one(CardPayment, number)
    # The till comes first everywhere, so that nobody waits for somebody who waits for them.
    head = journal.head(session, payment.till_id)
    query = update(CardPayment).where(CardPayment.id == number, CardPayment.state == "pending")
    if sent is not None:
        sent_at = CardPayment.sent_at
        query = query.where(sent_at.is_not(None) if sent else sent_at.is_(None))
    now = clock.now()
    assert told.state in STEPS["pending"]
    moved = session.execute(
        query.values(
            state=told.state,
            problem=told.problem,
            detail=told.detail[:_MOST_WORDS],
            ended_at=now,
            cancel_wanted=False,
        )
    )
    if not one_row(moved):
        return False
    session.refresh(payment)
    _write_down(session, head, payment, None, f"card.{told.state}", now)
    return True


def settle(
    session: Session, uuid: UUID, state: Literal["paid", "failed"], note: str, *, by: Actor
) -> CardPayment:
    """Say what became of a payment in doubt, as the slip or the company's app shows it.

    Saying the same again changes nothing.
    """
    if not note:
        raise NoteMissing
    payment = one(session, uuid)
    head = journal.head(session, payment.till_id)
    session.refresh(payment)
    if payment.settled_by_id is not None:
        if payment.state != state:
            raise SettledAlready
        return payment
    if payment.state == "pending" or state not in STEPS.get(payment.state, ()):
        raise NothingInDoubt
    now = clock.now()
    payment.state = state
    payment.settled_by_id, payment.settled_at, payment.settled_note = by.id, now, note
    session.flush()
    _write_down(session, head, payment, by, "card.settled", now)
    return payment


def _write_down(
    session: Session,
    head: journal.Head,
    payment: CardPayment,
    by: Actor | None,
    kind: str,
    at: datetime,
) -> None:
    """Tell the till's journal and the audit trail what became of a payment."""
    journal.add(
        session,
        head,
        kind=kind,
        subject=subject(payment),
        at=at,
        facts={
            "person": by.id if by else payment.started_by_id,
            "sale": str(payment.sale_uuid),
            "driver": payment.driver,
            "reference": payment.reference,
            "state": payment.state,
            "problem": payment.problem,
            "note": payment.settled_note,
            **amount(payment),
        },
    )
    said = {"note": payment.settled_note, "outcome": payment.state} if by else {}
    audit.note(session, by, kind, subject(payment), **amount(payment), **said)
