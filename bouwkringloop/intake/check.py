"""Prove the deliveries: what stays here is what stock received, and purchases add up."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.base.proof import Proof
from bouwkringloop.intake.models import IntakeLine, Purchase
from bouwkringloop.stock.models import Item, Movement


def proofs(session: Session) -> Iterator[Proof]:
    """Prove what was taken in, and what was paid for it."""
    yield _received(session)
    yield _bought(session)


def _received(session: Session) -> Proof:
    """Compare every line that went to stock with the movement that received it."""
    breaks, looked_at = [], 0
    rows = session.execute(
        select(
            Item.code,
            IntakeLine.quantity_milli,
            IntakeLine.weight_g,
            Movement.quantity_milli,
            Movement.weight_g,
        )
        .select_from(IntakeLine)
        .join(Item, Item.id == IntakeLine.item_id)
        .outerjoin(Movement, (Movement.item_id == Item.id) & (Movement.kind == "received"))
    )
    for code, line_milli, line_g, milli, grams in rows:
        looked_at += 1
        if line_milli != milli:
            breaks.append(
                f"{code} was taken in as {line_milli} and received as {milli} thousandths"
            )
        elif line_g != grams:
            breaks.append(f"{code} was taken in with {line_g} g and received with {grams} g")
    return Proof("what was taken in and stays is what stock received", looked_at, tuple(breaks))


def _bought(session: Session) -> Proof:
    """Count the purchases on, and compare each with what was paid for its things."""
    lines = select(IntakeLine.intake_id, func.sum(IntakeLine.paid_cents).label("cents"))
    paid = lines.group_by(IntakeLine.intake_id).subquery()
    rows = session.execute(
        select(Purchase.number, Purchase.paid_cents, paid.c.cents)
        .join(paid, paid.c.intake_id == Purchase.intake_id)
        .order_by(Purchase.number)
    ).all()
    breaks = []
    for expected, (number, written, cents) in enumerate(rows, 1):
        if number != expected:
            breaks.append(f"purchase {number} stands where {expected} should")
        if written != cents:
            breaks.append(f"purchase {number} says {written} cents and its things {cents}")
    return Proof("purchases are numbered on and add up", len(rows), tuple(breaks))
