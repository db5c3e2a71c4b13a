"""Proofs about counts, worked out anew from their tallies and from the ledger."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.base.proof import Proof
from bouwkringloop.counting import standing
from bouwkringloop.counting.models import CountLine, CountTally, StockCount
from bouwkringloop.stock.models import Item, Movement


def proofs(session: Session) -> Iterator[Proof]:
    """Prove that counts booked what they found, and that they found what was tallied."""
    rows = session.execute(
        select(StockCount.id, StockCount.uuid).where(StockCount.state == "booked")
    )
    booked = dict(rows.all())
    yield _booked_as_found(session, booked)
    yield _found_as_tallied(session)


def _booked_as_found(session: Session, booked: dict[int, UUID]) -> Proof:
    found = {
        (f"count:{booked[count_id]}" if count_id in booked else "an open count", code): milli
        for count_id, code, milli in session.execute(
            select(CountLine.count_id, Item.code, CountLine.difference_milli)
            .join(Item, Item.id == CountLine.item_id)
            .where(CountLine.difference_milli != 0)
        )
    }
    moved: dict[tuple[str, str], int] = {
        (cause, code): milli
        for cause, code, milli in session.execute(
            select(Movement.cause, Item.code, func.sum(Movement.quantity_milli))
            .join(Item, Item.id == Movement.item_id)
            .where(Movement.kind == "counted", Movement.cause.startswith("count:"))
            .group_by(Movement.cause, Item.code)
        )
    }
    return Proof(
        "Every booked count moved exactly the differences that it found.",
        len(booked),
        tuple(
            f"{cause}, item {code}: {found.get((cause, code), 0)} found,"
            f" {moved.get((cause, code), 0)} moved"
            for cause, code in sorted(found.keys() | moved.keys())
            if found.get((cause, code), 0) != moved.get((cause, code), 0)
        ),
    )


def _found_as_tallied(session: Session) -> Proof:
    tallies: defaultdict[tuple[int, int], list[CountTally]] = defaultdict(list)
    for tally in session.scalars(select(CountTally)):
        tallies[tally.count_id, tally.item_id].append(tally)
    lines = session.execute(
        select(CountLine, Item)
        .join(Item, Item.id == CountLine.item_id)
        .where(CountLine.outcome.in_(("right", "differs")))
    ).all()
    breaks = []
    for line, item in lines:
        stand = standing.of(tallies[line.count_id, line.item_id], single=standing.is_single(item))
        counted = sum(tally.quantity_milli for tally in stand)
        by_book = {tally.book_milli for tally in stand}
        told = (line.counted_milli, line.difference_milli)
        if (told[0] != counted) or by_book != {counted - line.difference_milli}:
            breaks.append(
                f"item {item.code}: {counted} tallied, {told[0]} found, {told[1]} different"
            )
    return Proof(
        "Every difference of a count is what was tallied less what the books said then.",
        len(lines),
        tuple(breaks),
    )
