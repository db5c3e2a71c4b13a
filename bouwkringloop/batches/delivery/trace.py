"""Trace a thing back: from its code to what it was taken from, the delivery, and the builder."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base.permissions import Actor, Permission
from bouwkringloop.batches.delivery.models import BatchDelivery, DeliveryLine, Inspection, Stocked
from bouwkringloop.batches.models import Batch, BatchLine
from bouwkringloop.intake.models import Intake, IntakeLine
from bouwkringloop.stock import find
from bouwkringloop.stock.models import Item


@dataclass(frozen=True)
class Origin:
    """Where a thing came from, as far as anybody knows."""

    item: Item
    #: What it was split or taken from, the nearest first.
    ancestors: tuple[Item, ...]
    intake: Intake | None
    intake_line: IntakeLine | None
    #: What was found of it at the inspection; None for what came of no batch.
    finding: Inspection | None

    @property
    def delivered(self) -> DeliveryLine | None:
        """As what it came."""
        return self.finding.delivery_line if self.finding else None

    @property
    def delivery(self) -> BatchDelivery | None:
        """The load in which it came."""
        return self.delivered.delivery if self.delivered else None

    @property
    def offered(self) -> BatchLine | None:
        """As what the builder offered it."""
        return self.delivered.line if self.delivered else None

    @property
    def batch(self) -> Batch | None:
        """The batch that it was of."""
        return self.delivery.batch if self.delivery else None


def of(session: Session, code: str) -> Origin:
    """Trace a thing back by its code; refuse a code that nothing carries."""
    item = find.by_code(session, code)
    chain, seen = [item], {item.id}
    while (parent_id := chain[-1].parent_id) is not None and parent_id not in seen:
        seen.add(parent_id)
        chain.append(session.get_one(Item, parent_id))
    # The first one of a family was taken in; all others were made of it here.
    line = session.scalar(select(IntakeLine).where(IntakeLine.item_id == chain[-1].id))
    intake = session.get_one(Intake, line.intake_id) if line else None
    finding = _finding(session, line) if line else None
    return Origin(item, tuple(chain[1:]), intake, line, finding)


def may_know_builder(by: Actor) -> bool:
    """Tell whether somebody may know whose batch a thing was of."""
    return by.may(Permission.KEEP_BATCHES) or by.may(Permission.INTAKE)


def _finding(session: Session, line: IntakeLine) -> Inspection | None:
    came = joinedload(Inspection.delivery_line)
    return session.scalar(
        select(Inspection)
        .join(Stocked, Stocked.inspection_id == Inspection.id)
        .where(Stocked.intake_line_id == line.id)
        .options(
            came.joinedload(DeliveryLine.line),
            came.joinedload(DeliveryLine.delivery).joinedload(BatchDelivery.batch),
        )
    )
