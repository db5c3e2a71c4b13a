"""Read from the books what became of a batch up to and including a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock
from bouwkringloop.batches.delivery.models import BatchDelivery, DeliveryLine, Inspection, Stocked
from bouwkringloop.batches.models import Batch, BatchLine, LineDecision
from bouwkringloop.batches.settling import yields
from bouwkringloop.batches.settling.yields import CHANGED, Came, Found, Routed, Thing, Yield
from bouwkringloop.catalogue import impact
from bouwkringloop.catalogue.models import Category
from bouwkringloop.intake import became
from bouwkringloop.intake.models import Intake, IntakeLine
from bouwkringloop.stock.models import Item, Movement
from bouwkringloop.till.models import Sale, SaleLine

Had = TypeVar("Had")
#: What a movement that gives something back to the builder says that it was caused by.
GIVEN_BACK = "batch:"
#: After one of these a thing may be for something else than before.
_CHANGES = ("rerouted", "repaired", "sent", "arrived")


def until(day: date) -> datetime:
    """Give the moment with which a day of the shop is over; of days to come, with today."""
    over = min(day, clock.today()) + timedelta(days=1)
    return datetime.combine(over, time.min, clock.SHOP_ZONE)


@dataclass(frozen=True)
class _Went:
    """A line of an intake that inspected things went on as."""

    inspection_id: int
    line_id: int
    outcome: str
    route: str
    weight_g: int
    item_id: int | None
    at: datetime


def at(session: Session, batch: Batch, upto: date) -> Yield:
    """Work out what became of a batch up to and including a day."""
    end = until(upto)
    of_line = {line.id: _kind(line, end) for line in batch.lines}
    went = _went(session, batch)
    roots = {each.item_id: of_line[each.line_id] for each in went if each.item_id is not None}
    family = became.family(session, list(roots))
    kind_of = _descend(family, {root: kind.slug for root, kind in roots.items()})
    moved, born = _moved(session, kind_of, end)
    began = [each for each in went if _began(each, born) < end]
    return yields.reckon(
        upto,
        names={kind.slug: kind.name for kind in of_line.values()},
        came=_came(session, batch, of_line, end),
        found=_found(session, batch, of_line, began, end),
        routed=[
            Routed(of_line[each.line_id].slug, each.route, each.weight_g)
            for each in began
            if each.item_id is None and each.outcome != "back"
        ],
        things=_things(session, family, kind_of, moved, end),
        revenue_cents=_revenue(session, kind_of, end),
        factors=impact.on(session, upto),
    )


def items(session: Session, batches: Sequence[Batch]) -> dict[int, tuple[Item, int]]:
    """Find every thing that is or was part of batches: each with the number of its batch's row."""
    rows = session.execute(
        select(IntakeLine.item_id, BatchDelivery.batch_id)
        .join(Stocked, Stocked.intake_line_id == IntakeLine.id)
        .join(Inspection, Inspection.id == Stocked.inspection_id)
        .join(DeliveryLine, DeliveryLine.id == Inspection.delivery_line_id)
        .join(BatchDelivery, BatchDelivery.id == DeliveryLine.delivery_id)
        .where(
            BatchDelivery.batch_id.in_([batch.id for batch in batches]),
            IntakeLine.item_id.is_not(None),
        )
    )
    roots = {item_id: batch_id for item_id, batch_id in rows if item_id is not None}
    family = became.family(session, list(roots))
    batch_of = _descend(family, roots)
    return {item.id: (item, batch_of[item.id]) for item in family}


def _kind(line: BatchLine, end: datetime) -> Category:
    """Tell as which kind a line is counted: as it was taken, or else as it was offered."""
    last = _decided(line, end)
    return last.category if last else line.category


def _decided(line: BatchLine, end: datetime) -> LineDecision | None:
    known = [decision for decision in line.decisions if decision.at < end]
    return known[-1] if known else None


def _came(
    session: Session, batch: Batch, of_line: Mapping[int, Category], end: datetime
) -> Iterable[Came]:
    rows = session.execute(
        select(DeliveryLine.line_id, func.sum(DeliveryLine.weight_g))
        .join(BatchDelivery, BatchDelivery.id == DeliveryLine.delivery_id)
        .where(BatchDelivery.batch_id == batch.id, BatchDelivery.at < end)
        .group_by(DeliveryLine.line_id)
    )
    came = {line_id: int(grams) for line_id, grams in rows}
    offered = batch.offered_at < end
    for line in batch.lines:
        decided = _decided(line, end)
        yield Came(
            of_line[line.id].slug,
            line.weight_g if offered else 0,
            decided.weight_g if decided else 0,
            came.get(line.id, 0),
        )


def _went(session: Session, batch: Batch) -> list[_Went]:
    rows = session.execute(
        select(
            Inspection.id,
            DeliveryLine.line_id,
            Inspection.outcome,
            IntakeLine.route,
            IntakeLine.weight_g,
            IntakeLine.item_id,
            Intake.at,
        )
        .join(Stocked, Stocked.inspection_id == Inspection.id)
        .join(IntakeLine, IntakeLine.id == Stocked.intake_line_id)
        .join(Intake, Intake.id == IntakeLine.intake_id)
        .join(DeliveryLine, DeliveryLine.id == Inspection.delivery_line_id)
        .join(BatchDelivery, BatchDelivery.id == DeliveryLine.delivery_id)
        .where(BatchDelivery.batch_id == batch.id)
        .order_by(IntakeLine.id)
    )
    return [_Went(*row) for row in rows]


def _began(went: _Went, born: Mapping[int, datetime]) -> datetime:
    """Tell since when it is in stock: a thing by its own first movement, the rest by its intake."""
    return went.at if went.item_id is None else born[went.item_id]


def _found(
    session: Session,
    batch: Batch,
    of_line: Mapping[int, Category],
    began: Iterable[_Went],
    end: datetime,
) -> Iterable[Found]:
    stocked: dict[int, int] = {}
    for each in began:
        stocked[each.inspection_id] = stocked.get(each.inspection_id, 0) + each.weight_g
    rows = session.execute(
        select(Inspection.id, DeliveryLine.line_id, Inspection.outcome, Inspection.weight_g)
        .join(DeliveryLine, DeliveryLine.id == Inspection.delivery_line_id)
        .join(BatchDelivery, BatchDelivery.id == DeliveryLine.delivery_id)
        .where(BatchDelivery.batch_id == batch.id, BatchDelivery.at < end, Inspection.at < end)
    )
    for number, line_id, outcome, grams in rows:
        yield Found(of_line[line_id].slug, outcome, grams, stocked.get(number, 0))


def _descend(family: Sequence[Item], roots: Mapping[int, Had]) -> dict[int, Had]:
    """Give to what was split or taken from a thing what the thing itself has; roots come first."""
    known = dict(roots)
    for item in family:
        if item.id not in known and item.parent_id is not None:
            known[item.id] = known[item.parent_id]
    return known


def _moved(
    session: Session, family: Iterable[int], end: datetime
) -> tuple[dict[int, dict[str, int]], dict[int, datetime]]:
    """Add up the grams of every movement up to a moment; tell when each thing began."""
    kind = case(
        (and_(Movement.kind == "given", Movement.cause.startswith(GIVEN_BACK)), "given_back"),
        else_=Movement.kind,
    )
    ids = list(family)
    rows = session.execute(
        select(Movement.item_id, kind, func.sum(Movement.weight_g))
        .where(Movement.item_id.in_(ids), Movement.at < end)
        .group_by(Movement.item_id, kind)
    )
    moved: dict[int, dict[str, int]] = {}
    for item_id, name, grams in rows:
        moved.setdefault(item_id, {})[name] = int(grams)
    first = select(Movement.item_id, func.min(Movement.at)).where(Movement.item_id.in_(ids))
    born = {item_id: moment for item_id, moment in session.execute(first.group_by("item_id"))}  # noqa: C416 - rows are no pairs to mypy.
    return moved, born


def _things(
    session: Session,
    family: Sequence[Item],
    kind_of: Mapping[int, str],
    moved: Mapping[int, dict[str, int]],
    end: datetime,
) -> list[Thing]:
    ids = [item.id for item in family]
    later = set(
        session.scalars(
            select(Movement.item_id).where(
                Movement.item_id.in_(ids), Movement.at >= end, Movement.kind.in_(_CHANGES)
            )
        )
    )
    categories = {
        category.id: impact.material_of(category)
        for category in session.scalars(
            select(Category)
            .options(joinedload(Category.group))
            .where(Category.id.in_({item.category_id for item in family}))
        )
    }
    return [
        Thing(
            kind_of[item.id],
            categories[item.category_id],
            CHANGED if item.id in later else item.state,
            moved[item.id],
        )
        for item in family
        if item.id in moved
    ]


def _revenue(session: Session, family: Iterable[int], end: datetime) -> int:
    """Add up what was sold, less what came back, without VAT."""
    found = session.scalar(
        select(func.sum(SaleLine.total_cents - SaleLine.vat_cents))
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(SaleLine.item_id.in_(list(family)), SaleLine.kind == "goods", Sale.at < end)
    )
    return int(found or 0)
