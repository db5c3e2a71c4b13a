"""Prove the card payments: each is what the till's journal says, and pays for one sale."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.proof import Proof
from bouwkringloop.till.card_payments import subject
from bouwkringloop.till.models import JournalEntry, Sale
from bouwkringloop.till.terminals.models import CardPayment


def proofs(session: Session) -> Iterator[Proof]:
    """Give the proof of the card payments."""
    entries = session.execute(
        select(JournalEntry.subject, JournalEntry.content)
        .where(JournalEntry.subject.like("card:%"))
        .order_by(JournalEntry.id)
    )
    # Of a payment that was in doubt, the newest entry tells what became of it.
    told = {about: _read(content) for about, content in entries}
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


def _read(content: str) -> dict[str, Any]:
    """Read an entry; what cannot be read tells nothing, and the journal's own proof names it."""
    try:
        told = json.loads(content)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
