"""Prove the deliveries: what came in and stays here is what stock received."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.proof import Proof
from bouwkringloop.intake.models import IntakeLine
from bouwkringloop.stock.models import Item, Movement


def proofs(session: Session) -> Iterator[Proof]:
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
    yield Proof("what was taken in and stays is what stock received", looked_at, tuple(breaks))
