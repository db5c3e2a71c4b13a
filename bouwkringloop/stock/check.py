"""Proofs about stock, worked out anew from the rows."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Subquery, func, select
from sqlalchemy.orm import Session

from bouwkringloop.base import codes
from bouwkringloop.base.proof import Proof
from bouwkringloop.stock.models import Item, Movement, Reservation, TransferLine


def proofs(session: Session) -> Iterator[Proof]:
    """Prove that stock is what its movements say, and that every code is one of ours."""
    many = session.scalar(select(func.count()).select_from(Item)) or 0
    moved = (
        select(
            Movement.item_id,
            func.sum(Movement.quantity_milli).label("milli"),
            func.sum(Movement.weight_g).label("g"),
        )
        .group_by(Movement.item_id)
        .subquery()
    )
    unequal = _differences(session, Item.quantity_milli, moved, moved.c.milli)
    yield Proof(
        "The stock of every item is the sum of its movements.",
        many,
        tuple(f"item {code}: {there} there, {by_rows} moved" for code, there, by_rows in unequal),
    )
    unequal = _differences(session, Item.stock_g, moved, moved.c.g)
    yield Proof(
        "The weight of every item is the sum of its movements.",
        many,
        tuple(
            f"item {code}: {there} g there, {by_rows} g moved" for code, there, by_rows in unequal
        ),
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
    held = (
        select(Reservation.item_id, func.sum(Reservation.quantity_milli).label("milli"))
        .where(Reservation.state == "open")
        .group_by(Reservation.item_id)
        .subquery()
    )
    unequal = _differences(session, Item.reserved_milli, held, held.c.milli)
    yield Proof(
        "What is kept of every item is the sum of its open reservations.",
        many,
        tuple(f"item {code}: {has} kept, {rows} reserved" for code, has, rows in unequal),
    )
    under_way = session.execute(
        select(Item.code, func.count(TransferLine.id))
        .outerjoin(TransferLine, (TransferLine.item_id == Item.id) & (TransferLine.outcome == ""))
        .group_by(Item.id, Item.code, Item.state)
        .having((Item.state == "in_transit") != (func.count(TransferLine.id) == 1))
    )
    yield Proof(
        "What is on its way is in exactly one open transfer.",
        many,
        tuple(f"item {code}: in {transfers} transfers" for code, transfers in under_way),
    )


def _differences(
    session: Session, own: Any, rows: Subquery, summed: ColumnElement[int]
) -> Sequence[Row[str, int, int]]:
    """List the items whose own figure is not what its rows come to."""
    total = func.coalesce(summed, 0)
    return session.execute(
        select(Item.code, own, total)
        .outerjoin(rows, rows.c.item_id == Item.id)
        .where(own != total)
        .order_by(Item.id)
    ).all()
