"""Bring a batch on by itself, when the last of it is inspected or in stock."""

from sqlalchemy.orm import Session

from bouwkringloop.base.permissions import Actor
from bouwkringloop.batches import step
from bouwkringloop.batches.delivery import find
from bouwkringloop.batches.models import Batch


def go_on(session: Session, batch: Batch, *, by: Actor) -> None:
    """See whether everything that came is inspected and in stock; the batch is locked."""
    session.flush()
    deliveries = find.of_batch(session, batch)
    inspected = all(line.inspections for each in deliveries for line in each.lines)
    if batch.state == "received" and inspected:
        step.to(session, batch, "inspected", step.By(person=by))
    if batch.state == "inspected" and inspected and not find.waits(deliveries):
        step.to(session, batch, "in_stock", step.By(person=by))
