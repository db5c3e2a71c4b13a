"""Prove what is to be collected: it is what the journal says, and no state without its step."""

import json
from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.proof import Proof
from bouwkringloop.till.collecting.models import Collection
from bouwkringloop.till.models import JournalEntry, Sale, SaleLine


def proofs(session: Session) -> Iterator[Proof]:
    """Give the proof of what was sold to be collected."""
    told = _told(session)
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


def _told(session: Session) -> dict[str, list[int]]:
    """Read which lines the journal says stayed here; its own proof names what is unreadable."""
    told = {}
    entries = select(JournalEntry.subject, JournalEntry.content).where(
        JournalEntry.kind.in_(("sale", "refund")), JournalEntry.content.contains('"collect":')
    )
    for subject, content in session.execute(entries):
        try:
            positions = json.loads(content).get("collect")
        except (ValueError, AttributeError):
            continue
        if positions:
            told[subject] = positions
    return told
