"""Tell what of a batch is still to come: what was accepted, less what was delivered."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.batches.delivery.models import BatchDelivery, DeliveryLine
from bouwkringloop.batches.models import Batch, BatchLine, LineDecision

_TAKEN = ("accepted", "part")


@dataclass(frozen=True)
class Rest:
    """What is still to come of one accepted line, in thousandths of its unit and in grams.

    Both can be nothing although more follows, where more came than was accepted.
    """

    line: BatchLine
    decision: LineDecision
    quantity_milli: int
    weight_g: int

    @property
    def litres(self) -> int | None:
        """How much room it takes, by its measures; None where they do not tell."""
        line, milli = self.line, self.quantity_milli
        if line.unit == "m3":
            return milli or None
        # Of running metres the section counts, and of square metres the thickness.
        sides = {
            "piece": (line.length_mm, line.width_mm, line.height_mm),
            "m": (line.width_mm, line.height_mm, 1000),
            "m2": (line.height_mm, 1000, 1000),
        }.get(line.unit, (None,))
        size_mm3 = 1
        for side in sides:
            size_mm3 *= side or 0
        # A litre is a million cubic millimetres; a part of one takes a whole one.
        return -(-size_mm3 * milli // 1_000_000_000) or None


def rest(session: Session, batch: Batch) -> list[Rest]:
    """List what is still to come: lines of which nothing came, or of which more was told."""
    came = _came(session, batch)
    found = []
    for line in batch.lines:
        decision = line.decided
        if decision is None or decision.outcome not in _TAKEN:
            continue
        milli, grams, follows = came.get(line.id, (0, 0, True))
        if follows:
            left_milli = max(decision.quantity_milli - milli, 0)
            left_g = max(decision.weight_g - grams, 0)
            found.append(Rest(line, decision, left_milli, left_g))
    return found


def _came(session: Session, batch: Batch) -> dict[int, tuple[int, int, bool]]:
    """Tell of each line that came how much came, and whether more follows."""
    of_batch = (
        select(DeliveryLine)
        .join(BatchDelivery, BatchDelivery.id == DeliveryLine.delivery_id)
        .where(BatchDelivery.batch_id == batch.id)
        .order_by(BatchDelivery.number)
    )
    came: dict[int, tuple[int, int, bool]] = {}
    for each in session.scalars(of_batch):
        milli, grams, _follows = came.get(each.line_id, (0, 0, True))
        came[each.line_id] = (
            milli + each.quantity_milli,
            grams + each.weight_g,
            each.more_follows,
        )
    return came


def has_come(session: Session, batch: Batch) -> bool:
    """Tell whether anything of a batch was delivered."""
    query = select(func.count()).select_from(BatchDelivery)
    return bool(session.scalar(query.where(BatchDelivery.batch_id == batch.id)))


def grams(rests: Sequence[Rest]) -> int | None:
    """Add up what is still to come, in grams; None where nobody knows."""
    return sum(each.weight_g for each in rests) or None


def litres(rests: Sequence[Rest]) -> int | None:
    """Add up how much room it takes, in litres; None where the measures do not tell of all."""
    each = [one.litres for one in rests]
    known = [one for one in each if one is not None]
    return sum(known) if known and len(known) == len(each) else None
