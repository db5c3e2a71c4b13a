"""Prove what is to be collected: it is what the journal says, and no more left than was sold."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.base.proof import Proof
from bouwkringloop.till import journal
from bouwkringloop.till.collecting.models import Collection, HandOver
from bouwkringloop.till.collecting.waiting import LEFT
from bouwkringloop.till.models import Sale, SaleLine


def proofs(session: Session) -> Iterator[Proof]:
    """Give the proof of what was sold to be collected."""
    told = journal.told_of_sales(session, "collect")
    kept: dict[str, list[int]] = defaultdict(list)
    breaks, looked_at = [], 0
    rows = session.execute(
        select(Collection, SaleLine, Sale.uuid, Sale.at)
        .join(SaleLine, SaleLine.id == Collection.sale_line_id)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .order_by(Sale.id, SaleLine.position)
    )
    for collection, line, uuid, at in rows:
        looked_at += 1
        kept[f"sale:{uuid}"].append(line.position)
        if line.kind != "goods" or line.quantity_milli < 0 or collection.at != at:
            breaks.append(f"collection {collection.id} is of no line that can be collected")
    breaks += [
        f"{subject}: what is to be collected differs from the journal"
        for subject in sorted(kept.keys() | told.keys())
        if kept.get(subject, []) != told.get(subject, [])
    ]
    yield Proof(
        "what is to be collected is what the journal says was sold so", looked_at, tuple(breaks)
    )

    yield _handed_over(session)


def _handed_over(session: Session) -> Proof:
    """Prove that what left was sold, and that what is handed over left as a whole."""
    parts = (
        select(
            HandOver.collection_id,
            func.sum(HandOver.quantity_milli).label("milli"),
            func.max(HandOver.at).label("at"),
        )
        .group_by(HandOver.collection_id)
        .subquery()
    )
    rows = session.execute(
        select(Collection, SaleLine.quantity_milli, LEFT, parts.c.milli, parts.c.at)
        .join(SaleLine, SaleLine.id == Collection.sale_line_id)
        .outerjoin(parts, parts.c.collection_id == Collection.id)
        .order_by(Collection.id)
    ).all()
    breaks = []
    for collection, sold, left, handed, at in rows:
        if (handed or 0) > sold:
            breaks.append(f"collection {collection.id}: more is handed over than was sold")
        if collection.state == "handed_over" and (left > 0 or at != collection.handed_over_at):
            breaks.append(f"collection {collection.id}: what was handed over did not leave so")
    return Proof(
        "no more was handed over than was sold, and all of it where it says so",
        len(rows),
        tuple(breaks),
    )
