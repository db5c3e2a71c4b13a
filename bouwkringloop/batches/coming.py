"""Tell which batches are on their way here today."""

from sqlalchemy import Select, select

from bouwkringloop.batches.models import Batch


def today() -> Select[int]:
    """Choose the batches that come today, by their number in the database."""
    return select(Batch.id).where(Batch.state == "underway")
