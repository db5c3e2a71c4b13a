"""Look at the tills: which are open, what is sold by its picture, and what each shift brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from bouwkringloop.base import clock
from bouwkringloop.catalogue.models import DANGER, Category, CategoryGroup
from bouwkringloop.till.models import TURNOVER, Sale, SaleLine, Shift, Till

#: How many shifts a page of their list shows.
PAGE = 40
_LATELY = timedelta(days=90)
_TURNOVER_CENTS = func.coalesce(
    func.sum(case((SaleLine.kind.in_(TURNOVER), SaleLine.total_cents), else_=0)), 0
)


@dataclass(frozen=True)
class ShiftRow:
    """A shift in the list, with how many receipts it gave and what goods and services came to."""

    shift: Shift
    sales: int
    turnover_cents: int

    @property
    def difference_cents(self) -> int | None:
        """What was counted more than expected; None while the shift is open."""
        if self.shift.counted_cents is None or self.shift.expected_cents is None:
            return None
        return self.shift.counted_cents - self.shift.expected_cents


def tills(session: Session) -> list[tuple[Till, Shift | None]]:
    """List the tills, each with the shift that is open there."""
    rows = session.execute(
        select(Till, Shift)
        .outerjoin(Shift, (Shift.till_id == Till.id) & Shift.closed_at.is_(None))
        .options(joinedload(Till.site), joinedload(Shift.opened_by))
        .order_by(Till.id)
    )
    return [(till, shift) for till, shift in rows]


def kinds(session: Session) -> list[Category]:
    """List the kinds of goods: group by group, and in both what sold most lately first."""
    sold = _sold_lately(session)
    found = session.scalars(
        select(Category)
        .join(Category.group)
        .where(Category.active, CategoryGroup.slug != DANGER)
        .options(contains_eager(Category.group))
    ).all()
    by_group: dict[int, int] = {}
    for kind in found:
        by_group[kind.group_id] = by_group.get(kind.group_id, 0) + sold.get(kind.id, 0)
    return sorted(
        found,
        key=lambda kind: (
            -by_group[kind.group_id],
            kind.group.position,
            -sold.get(kind.id, 0),
            kind.position,
        ),
    )


def _sold_lately(session: Session) -> dict[int, int]:
    """Count by kind the sold lines of things without a label."""
    rows = session.execute(
        select(Category.id, func.count())
        .join(SaleLine, SaleLine.category_id == Category.id)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(Sale.at > clock.now() - _LATELY, SaleLine.item_id.is_(None))
        .group_by(Category.id)
    )
    return {kind: int(times) for kind, times in rows}


@dataclass(frozen=True)
class Sums:
    """What several shifts come to together."""

    sales: int
    turnover_cents: int
    #: Only of those that were counted.
    difference_cents: int
    #: How many of them are still open.
    still_open: int


_NEWEST = (
    select(Shift)
    .options(joinedload(Shift.till), joinedload(Shift.opened_by))
    .order_by(Shift.id.desc())
)


def shifts(session: Session, before: int | None = None) -> list[ShiftRow]:
    """List shifts, the newest first, from before the one with this number in the database."""
    query = _NEWEST.limit(PAGE)
    if before is not None:
        query = query.where(Shift.id < before)
    return _rows(session, session.scalars(query).all())


def shifts_of(session: Session, first: date | None, last: date | None) -> list[ShiftRow]:
    """List the shifts of a period by the day on which they were opened, the newest first."""
    query = _NEWEST
    if first is not None:
        query = query.where(Shift.day >= first)
    if last is not None:
        query = query.where(Shift.day <= last)
    return _rows(session, session.scalars(query).all())


def sums(rows: Sequence[ShiftRow]) -> Sums:
    """Add shifts up."""
    return Sums(
        sales=sum(row.sales for row in rows),
        turnover_cents=sum(row.turnover_cents for row in rows),
        difference_cents=sum(row.difference_cents or 0 for row in rows),
        still_open=sum(row.shift.closed_at is None for row in rows),
    )


def _rows(session: Session, found: Sequence[Shift]) -> list[ShiftRow]:
    added = {
        shift_id: (int(times), int(total))
        for shift_id, times, total in session.execute(
            select(Sale.shift_id, func.count(Sale.id.distinct()), _TURNOVER_CENTS)
            .join(SaleLine, SaleLine.sale_id == Sale.id)
            .where(Sale.shift_id.in_([shift.id for shift in found]))
            .group_by(Sale.shift_id)
        )
    }
    return [ShiftRow(shift, *added.get(shift.id, (0, 0))) for shift in found]


def sales_of(session: Session, shift: Shift) -> Sequence[Sale]:
    """List the sales of a shift, the newest first."""
    return session.scalars(
        select(Sale)
        .where(Sale.shift_id == shift.id)
        .options(joinedload(Sale.person), selectinload(Sale.payments))
        .order_by(Sale.id.desc())
    ).all()
