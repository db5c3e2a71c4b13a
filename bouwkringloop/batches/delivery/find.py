"""Look up what came of a batch, and what of it still waits for somebody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from bouwkringloop.base.errors import NotFound
from bouwkringloop.base.i18n import N_
from bouwkringloop.batches.delivery.models import BatchDelivery, DeliveryLine, Inspection, Stocked
from bouwkringloop.batches.models import Batch, BatchLine
from bouwkringloop.catalogue.models import Category
from bouwkringloop.intake.models import IntakeLine

_LINES = selectinload(BatchDelivery.lines)
_FINDINGS = _LINES.selectinload(DeliveryLine.inspections)
_ALL_OF_IT = (
    joinedload(BatchDelivery.site),
    joinedload(BatchDelivery.place),
    _LINES.joinedload(DeliveryLine.line).joinedload(BatchLine.category),
    _FINDINGS.selectinload(Inspection.stocked)
    .joinedload(Stocked.intake_line)
    .joinedload(IntakeLine.item),
)


class UnknownDelivery(NotFound):
    """No delivery of this batch has this id."""

    message = N_("This delivery does not exist.")


class UnknownDeliveredLine(NotFound):
    """Nothing of this line came with this delivery."""

    message = N_("Nothing of this came with this delivery.")


@dataclass(frozen=True)
class Expected:
    """A line that was accepted, and what came of it: thousandths and grams."""

    line: BatchLine
    accepted_milli: int
    accepted_g: int
    came_milli: int
    came_g: int
    #: Whether something of it may still come.
    open: bool


def of_batch(session: Session, batch: Batch) -> Sequence[BatchDelivery]:
    """List the deliveries of a batch with all that was found and stocked of them."""
    query = select(BatchDelivery).where(BatchDelivery.batch_id == batch.id).options(*_ALL_OF_IT)
    anew = query.order_by(BatchDelivery.number).execution_options(populate_existing=True)
    return session.scalars(anew).all()


def one(session: Session, batch: Batch, uuid: UUID) -> BatchDelivery:
    """Find a delivery of a batch."""
    query = select(BatchDelivery).options(*_ALL_OF_IT).where(BatchDelivery.uuid == uuid)
    anew = query.execution_options(populate_existing=True)
    found = session.scalar(anew.where(BatchDelivery.batch_id == batch.id))
    if found is None:
        raise UnknownDelivery
    return found


def line_of(delivery: BatchDelivery, line: UUID) -> DeliveryLine:
    """Find what came of an offered line with a delivery."""
    for each in delivery.lines:
        if each.line.uuid == line:
            return each
    raise UnknownDeliveredLine


def kind_of(line: BatchLine) -> Category:
    """Tell as which kind the shop takes a line, where it is counted in the same unit."""
    decided = line.decided
    if decided is not None and decided.category.unit == line.unit:
        return decided.category
    return line.category


def expected(batch: Batch, deliveries: Iterable[BatchDelivery]) -> list[Expected]:
    """List what was accepted, with what came of it until now."""
    came: dict[int, list[DeliveryLine]] = {}
    for delivery in deliveries:
        for each in delivery.lines:
            came.setdefault(each.line_id, []).append(each)
    return [_expected(line, came.get(line.id, [])) for line in batch.lines if is_taken(line)]


def is_taken(line: BatchLine) -> bool:
    """Tell whether the shop takes something of an offered line."""
    return line.decided is not None and line.decided.quantity_milli > 0


def _expected(line: BatchLine, came: Sequence[DeliveryLine]) -> Expected:
    assert line.decided is not None
    return Expected(
        line,
        line.decided.quantity_milli,
        line.decided.weight_g,
        sum(each.quantity_milli for each in came),
        sum(each.weight_g for each in came),
        not came or came[-1].more_follows,
    )


def findings(deliveries: Iterable[BatchDelivery]) -> list[Inspection]:
    """List everything that was found, in the order in which it came."""
    return [each for one in deliveries for line in one.lines for each in line.inspections]


def waits(deliveries: Iterable[BatchDelivery]) -> list[Inspection]:
    """List what was found, stays here, and is not in stock yet."""
    return [each for each in findings(deliveries) if stays(each) and not each.stocked]


def stays(finding: Inspection) -> bool:
    """Tell whether what was found comes in: everything but what goes back to the builder."""
    return finding.outcome != "back"
