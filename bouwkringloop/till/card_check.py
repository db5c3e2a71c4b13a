"""Prove the card payments: each is what the till's journal says, and pays for one sale."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.proof import Proof
from bouwkringloop.till import journal
from bouwkringloop.till.card_payments import subject
from bouwkringloop.till.models import JournalEntry, Sale
from bouwkringloop.till.terminals.models import CardPayment


def proofs(session: Session) -> Iterator[Proof]:
    """Give the proof of the card payments."""
    # Of a payment that was in doubt, the newest entry tells what became of it.
    entries = journal.told(session, JournalEntry.subject.like("card:%"))
    told = {entry.subject: entry.content for entry in entries}
    used = select(Sale.uuid, Sale.shift_id).join(CardPayment, CardPayment.sale_uuid == Sale.uuid)
    sold = {uuid: shift for uuid, shift in session.execute(used)}  # noqa: C416 - rows are no pairs to mypy.
    breaks, looked_at = [], 0
    for payment in session.scalars(select(CardPayment).order_by(CardPayment.id)):
        looked_at += 1
        entry = told.pop(subject(payment), {})
        kept = (payment.state, payment.amount_cents, str(payment.sale_uuid))
        said = (entry.get("state", "pending"), entry.get("amount_cents"), entry.get("sale"))
        if kept != said and (payment.state != "pending" or entry):
            breaks.append(f"card payment {payment.uuid} is not what the journal says")
        if payment.used_at is not None and sold.get(payment.sale_uuid) != payment.shift_id:
            breaks.append(f"card payment {payment.uuid} was used for a sale that is not there")
    breaks += [f"{about} is in the journal but not among the card payments" for about in told]
    yield Proof(
        "every card payment is what the journal says, and its sale is there",
        looked_at,
        tuple(breaks),
    )
