"""Tell which batches come here today."""

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from bouwkringloop.base import clock
from bouwkringloop.batches.models import Batch
from bouwkringloop.batches.transport.models import BatchSlot


def today() -> Select[int]:
    """Choose what is on its way, and what is planned for today, by its number in the database."""
    every = aliased(BatchSlot)
    newest = select(func.max(every.number)).where(every.batch_id == Batch.id).scalar_subquery()
    slot = (
        select(BatchSlot.id)
        .where(
            BatchSlot.batch_id == Batch.id,
            BatchSlot.number == newest,
            BatchSlot.day == clock.today(),
        )
        .exists()
    )
    planned = (Batch.state == "planned") & slot
    return select(Batch.id).where(or_(Batch.state == "underway", planned))
