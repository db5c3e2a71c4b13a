"""Look up when batches are fetched or brought, and which papers go along."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.batches import find
from bouwkringloop.batches.models import Batch
from bouwkringloop.batches.transport.models import BatchSlot, CarrierNumber, WasteForm

#: In which states the newest slot still says something of the future.
ON_ITS_WAY = ("planned", "underway")


def slots(session: Session, batch: Batch) -> Sequence[BatchSlot]:
    """List every slot that a batch ever had, the newest first."""
    query = select(BatchSlot).options(joinedload(BatchSlot.person))
    query = query.where(BatchSlot.batch_id == batch.id)
    return session.scalars(query.order_by(BatchSlot.number.desc())).all()


def slot(session: Session, batch: Batch) -> BatchSlot | None:
    """Give the slot that counts now; None where none is planned."""
    if batch.state not in ON_ITS_WAY:
        return None
    query = select(BatchSlot).where(BatchSlot.batch_id == batch.id)
    return session.scalar(query.order_by(BatchSlot.number.desc()).limit(1))


def planned(session: Session) -> list[tuple[Batch, BatchSlot]]:
    """List the batches that are planned, each with its slot, in the order in which they come."""
    newest = (
        select(BatchSlot.batch_id, func.max(BatchSlot.number).label("number"))
        .group_by(BatchSlot.batch_id)
        .subquery()
    )
    rows = session.execute(
        select(Batch, BatchSlot)
        .join(newest, newest.c.batch_id == Batch.id)
        .join(
            BatchSlot,
            (BatchSlot.batch_id == Batch.id) & (BatchSlot.number == newest.c.number),
        )
        .where(Batch.state == "planned")
        .options(*find.ALL_OF_IT)
        .order_by(BatchSlot.day, BatchSlot.starts, Batch.number)
    )
    return [(batch, of_it) for batch, of_it in rows]


def forms(session: Session, batch: Batch) -> Sequence[WasteForm]:
    """List the waste forms of a batch, the newest first."""
    query = select(WasteForm).where(WasteForm.batch_id == batch.id)
    return session.scalars(query.order_by(WasteForm.number.desc())).all()


def vihb(session: Session) -> str:
    """Give the number under which the shop drives waste; empty where nobody wrote it down."""
    query = select(CarrierNumber.vihb).order_by(CarrierNumber.id.desc()).limit(1)
    return session.scalar(query) or ""
