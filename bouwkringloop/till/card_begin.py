"""Begin a card payment: write down what a terminal is to ask for."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, money
from bouwkringloop.base.errors import OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.config import CardTerminals
from bouwkringloop.people import audit
from bouwkringloop.till import close, journal
from bouwkringloop.till.card_payments import amount, subject
from bouwkringloop.till.desk import ShiftClosed
from bouwkringloop.till.terminals.models import CardPayment


class NoTerminal(Refused):
    """No terminal is set up for this till."""

    message = N_("This till has no card terminal. Type the amount on the terminal by hand.")


class TerminalBusy(Refused):
    """The terminal asks for another payment just now."""

    message = N_("The terminal is busy with another payment. Finish or cancel that first.")


class StillInDoubt(Refused):
    """The basket may have been paid already."""

    message = N_("It is not known whether this was paid. Look at the terminal, and say so first.")


class AbsurdCardAmount(Refused):
    """Nothing, or more than any basket comes to."""

    status = 422
    message = N_("This amount cannot be paid by card.")


@dataclass(frozen=True)
class Asked:
    """What a till asks of its terminal, under an id that the device made."""

    id: UUID
    shift: UUID
    sale: UUID
    amount_cents: int


def begin(
    session: Session, asked: Asked, terminals: CardTerminals | None, *, by: Actor
) -> CardPayment:
    """Write down that a terminal is to ask for an amount; the operator does it after the commit.

    The same id with the same content gives the payment that is there, and asks for nothing.
    """
    if not 0 < asked.amount_cents <= money.MOST_CENTS:
        raise AbsurdCardAmount
    shift = close.by_id(session, asked.shift)
    journal.head(session, shift.till_id)
    # Whoever held the till's row until now may have closed the shift meanwhile.
    session.refresh(shift)
    known = session.scalar(select(CardPayment).where(CardPayment.uuid == asked.id))
    if known is not None:
        if (known.shift_id, known.sale_uuid, known.amount_cents) != (
            shift.id,
            asked.sale,
            asked.amount_cents,
        ):
            raise OtherContentUnderThisId
        return known
    if shift.closed_at is not None:
        raise ShiftClosed
    terminal = terminals.at(shift.till.slug) if terminals else None
    if terminals is None or terminal is None:
        raise NoTerminal
    _refuse_second(session, asked.sale, terminal)
    payment = CardPayment(
        uuid=asked.id,
        till_id=shift.till_id,
        shift_id=shift.id,
        sale_uuid=asked.sale,
        amount_cents=asked.amount_cents,
        driver=terminals.driver,
        terminal=terminal,
        description=f"{shift.till.site.name} {shift.till.name} {str(asked.id)[:8]}",
        started_at=clock.now(),
        started_by_id=by.id,
    )
    session.add(payment)
    session.flush()  # Two requests with one id at one moment are told apart here, by the database.
    audit.note(session, by, "card.begun", subject(payment), till=shift.till.slug, **amount(payment))
    return payment


def _refuse_second(session: Session, sale: UUID, terminal: str) -> None:
    """Refuse what would take a second payment for a basket, or disturb one that goes on."""
    busy = select(CardPayment.id).where(
        CardPayment.state == "pending", CardPayment.terminal == terminal
    )
    if session.scalar(busy.limit(1)) is not None:
        raise TerminalBusy
    doubt = select(CardPayment.id).where(
        CardPayment.sale_uuid == sale, CardPayment.state == "unknown"
    )
    if session.scalar(doubt.limit(1)) is not None:
        raise StillInDoubt
