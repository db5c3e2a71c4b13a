"""Prove that what counts of batches stands as it was written down, and how each batch stands."""

import json
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.base.db import Base
from bouwkringloop.base.proof import Proof
from bouwkringloop.batches import prints
from bouwkringloop.batches.models import Batch, BatchStep
from bouwkringloop.people.models import AuditEntry


def proofs(session: Session) -> Iterator[Proof]:
    """Give each proof of the rows and of the states of batches."""
    known = _known(session)
    for table in prints.COLUMNS:
        yield _as_written(session, table, known)
    yield _states(session)


def _known(session: Session) -> dict[str, str]:
    """Read all fingerprints from the audit trail."""
    known: dict[str, str] = {}
    query = select(AuditEntry.detail).where(AuditEntry.detail.contains('"prints"'))
    for detail in session.scalars(query.order_by(AuditEntry.id)):
        for name, told in json.loads(detail)["prints"].items():
            # Only the first counts: an entry that was added later explains no change.
            known.setdefault(name, told)
    return known


def _as_written(session: Session, table: type[Base], known: dict[str, str]) -> Proof:
    rows = {prints.name(row): row for row in session.scalars(select(table))}
    breaks = [
        f"{name} was changed" if name in known else f"{name} was added by nobody"
        for name, row in rows.items()
        if known.get(name) != prints.of(row)
    ]
    own = f"{table.__tablename__}:"
    breaks += [f"{name} is gone" for name in known if name.startswith(own) and name not in rows]
    claim = f"rows of {table.__tablename__} are as they were written down"
    return Proof(claim, len(rows), tuple(breaks))


def _states(session: Session) -> Proof:
    """Compare how each batch stands with its last step."""
    last = (
        select(BatchStep.batch_id, func.max(BatchStep.number).label("number"))
        .group_by(BatchStep.batch_id)
        .subquery()
    )
    rows = session.execute(
        select(Batch.number, Batch.state, BatchStep.state)
        .outerjoin(last, last.c.batch_id == Batch.id)
        .outerjoin(
            BatchStep, (BatchStep.batch_id == Batch.id) & (BatchStep.number == last.c.number)
        )
    ).all()
    breaks = [
        f"batch {number} is {state}, and its last step says {told}"
        for number, state, told in rows
        if state != told
    ]
    return Proof("every batch stands where its last step brought it", len(rows), tuple(breaks))
