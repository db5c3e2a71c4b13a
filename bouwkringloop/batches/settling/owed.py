"""What a builder gets for what was sold for them, or bought from them, and was not paid yet."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, money
from bouwkringloop.batches import find
from bouwkringloop.batches.agreements.models import Agreement
from bouwkringloop.batches.delivery.models import (
    KEPT,
    BatchDelivery,
    DeliveryLine,
    Inspection,
    Stocked,
)
from bouwkringloop.batches.models import Batch, BatchLine
from bouwkringloop.batches.settling import read
from bouwkringloop.batches.settling.models import PayoutLine
from bouwkringloop.intake.models import Intake, IntakeLine
from bouwkringloop.till.models import Sale, SaleLine

#: All of it: what the shop pays for what it bought.
ALL_OF_IT = 1000


@dataclass(frozen=True)
class Owed:
    """What one sold line, or one thing that the shop bought, gives the builder."""

    batch: Batch
    day: date
    what: str
    unit: str
    quantity_milli: int
    base_cents: int
    share_milli: int
    cents: int
    sale_line_id: int | None = None
    inspection_id: int | None = None


@dataclass(frozen=True)
class OfBatch:
    """What is open of one batch."""

    batch: Batch
    lines: tuple[Owed, ...]

    @property
    def cents(self) -> int:
        """The sum of it."""
        return sum(line.cents for line in self.lines)


def part(base_cents: int, share_milli: int) -> int:
    """Give a share of an amount, half-up; the one place where it is rounded."""
    return money.divide_half_up(base_cents * share_milli, ALL_OF_IT)


def part_back(base_cents: int, back_before_cents: int, share_milli: int) -> int:
    """Give what a returned line takes back, below zero; all returns together, all that was given.

    `back_before_cents` is what came back of the same sold line before; both are above zero.
    """
    upto = part(back_before_cents + base_cents, share_milli)
    return part(back_before_cents, share_milli) - upto


def open_to(session: Session, customer_id: int, until: date) -> list[OfBatch]:
    """List what a builder gets up to and including a day, and did not get yet, batch by batch."""
    batches = [
        batch
        for batch in find.of_customer(session, customer_id)
        if batch.agreement is not None and batch.agreement.basis != "donated"
    ]
    end = read.until(until)
    lines = [
        *_bought(session, [b for b in batches if _basis(b) == "bought"], end),
        *_consigned(session, [b for b in batches if _basis(b) == "consigned"], end),
    ]
    by_batch: dict[int, list[Owed]] = defaultdict(list)
    for line in lines:
        if line.cents:
            by_batch[line.batch.id].append(line)
    return [OfBatch(batch, tuple(by_batch[batch.id])) for batch in batches if by_batch[batch.id]]


def _basis(batch: Batch) -> str:
    return _agreement(batch).basis


def _agreement(batch: Batch) -> Agreement:
    assert batch.agreement is not None
    return batch.agreement


def _bought(session: Session, batches: Sequence[Batch], end: datetime) -> Iterator[Owed]:
    """Price what was found good and is all in stock, by what was agreed for its line."""
    by_id = {batch.id: batch for batch in batches}
    done = select(PayoutLine.inspection_id).where(PayoutLine.inspection_id.is_not(None))
    rows = session.execute(
        select(Inspection, BatchLine, BatchDelivery.batch_id, func.max(Intake.at))
        .join(DeliveryLine, DeliveryLine.id == Inspection.delivery_line_id)
        .join(BatchDelivery, BatchDelivery.id == DeliveryLine.delivery_id)
        .join(BatchLine, BatchLine.id == DeliveryLine.line_id)
        .join(Stocked, Stocked.inspection_id == Inspection.id)
        .join(IntakeLine, IntakeLine.id == Stocked.intake_line_id)
        .join(Intake, Intake.id == IntakeLine.intake_id)
        .where(
            BatchDelivery.batch_id.in_(by_id),
            Inspection.outcome.in_(KEPT),
            Inspection.id.not_in(done),
        )
        .group_by(Inspection.id, BatchLine.id, BatchDelivery.batch_id)
        .having(func.sum(IntakeLine.weight_g) == Inspection.weight_g, func.max(Intake.at) < end)
        .order_by(Inspection.id)
    )
    for inspection, line, batch_id, stocked_at in rows:
        base = money.times(price_of(line), inspection.quantity_milli)
        yield Owed(
            by_id[batch_id],
            clock.local(stocked_at).date(),
            line.name,
            line.unit,
            inspection.quantity_milli,
            base,
            ALL_OF_IT,
            base,
            inspection_id=inspection.id,
        )


def price_of(line: BatchLine) -> int:
    """Give what the shop pays for one of a line, by the last decision that took any of it."""
    taken = [each for each in line.decisions if each.outcome in ("accepted", "part")]
    return taken[-1].price_cents if taken else 0


def _consigned(session: Session, batches: Sequence[Batch], end: datetime) -> Iterator[Owed]:
    """Share out what was sold of the things of batches, and what came back of that."""
    by_id = {batch.id: batch for batch in batches}
    family = read.items(session, batches)
    done = set(
        session.scalars(select(PayoutLine.sale_line_id).where(PayoutLine.sale_line_id.is_not(None)))
    )
    back: dict[int, int] = defaultdict(int)
    for row in _sold(session, list(family), end):
        item, batch_id = family[row.item_id or 0]
        batch = by_id[batch_id]
        share, base = _agreement(batch).share_milli, row.total_cents - row.vat_cents
        cents = part(base, share)
        if row.returns_id is not None:
            cents = part_back(-base, back[row.returns_id], share)
            back[row.returns_id] -= base
        if row.id not in done:
            yield Owed(
                batch,
                clock.local(row.at).date(),
                item.title,
                row.unit,
                row.quantity_milli,
                base,
                share,
                cents,
                sale_line_id=row.id,
            )


def _sold(
    session: Session, family: list[int], end: datetime
) -> Sequence[Row[int, int | None, int | None, str, int, int, int, datetime]]:
    """Read every line of these things, what was paid for already included, in their order."""
    return session.execute(
        select(
            SaleLine.id,
            SaleLine.item_id,
            SaleLine.returns_id,
            SaleLine.unit,
            SaleLine.quantity_milli,
            SaleLine.total_cents,
            SaleLine.vat_cents,
            Sale.at,
        )
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(SaleLine.item_id.in_(family), SaleLine.kind == "goods", Sale.at < end)
        .order_by(SaleLine.id)
    ).all()
