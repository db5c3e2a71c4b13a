"""Proofs about stock, worked out anew from the rows."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.base import codes
from bouwkringloop.base.proof import Proof
from bouwkringloop.stock.models import Item, Movement


def proofs(session: Session) -> Iterator[Proof]:
    """Prove that stock is what its movements say, and that every code is one of ours."""
    many = session.scalar(select(func.count()).select_from(Item)) or 0
    moved = (
        select(Movement.item_id, func.sum(Movement.quantity_milli).label("milli"))
        .group_by(Movement.item_id)
        .subquery()
    )
    total = func.coalesce(moved.c.milli, 0)
    unequal = session.execute(
        select(Item.code, Item.quantity_milli, total)
        .outerjoin(moved, moved.c.item_id == Item.id)
        .where(Item.quantity_milli != total)
        .order_by(Item.id)
    )
    yield Proof(
        "The stock of every item is the sum of its movements.",
        many,
        tuple(f"item {code}: {there} there, {by_rows} moved" for code, there, by_rows in unequal),
    )
    wrong = [code for code in session.scalars(select(Item.code)) if not codes.is_item_code(code)]
    yield Proof(
        "Every item code has its right check digit.", many, tuple(f"item {code}" for code in wrong)
    )
    below = session.execute(select(Item.code, Item.quantity_milli).where(Item.quantity_milli < 0))
    yield Proof(
        "No item has less than nothing.",
        many,
        tuple(f"item {code}: {milli}" for code, milli in below),
    )
