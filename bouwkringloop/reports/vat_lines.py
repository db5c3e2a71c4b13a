"""Add sold lines up for VAT, by the day of the shift in which they were paid or paid back."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.money import divide_half_up
from bouwkringloop.catalogue.models import Category
from bouwkringloop.catalogue.vat import percent_hundredths
from bouwkringloop.intake.models import Intake, IntakeLine
from bouwkringloop.stock.models import Item
from bouwkringloop.till.models import Sale, SaleLine, Shift


@dataclass(frozen=True)
class Sum:
    """The lines of one scheme, kind and rate together, less what came back of them."""

    regime: str
    kind: str
    percent: int
    total_cents: int
    vat_cents: int
    cost_cents: int
    #: What was sold above its cost; a line below its cost lowers no other.
    margin_cents: int


def within(first: date, last: date) -> ColumnElement[bool]:
    """Choose shifts by their day; Z reports are chosen by the same."""
    return (Shift.day >= first) & (Shift.day <= last)


def sums(session: Session, first: date, last: date) -> list[Sum]:
    """Add the lines of a period up."""
    line, over = SaleLine, SaleLine.total_cents - SaleLine.cost_cents
    # A service is turnover just as goods are.
    kind = case((line.kind == "service", "goods"), else_=line.kind)
    margin = case(
        (and_(line.quantity_milli > 0, over > 0), over),
        (and_(line.quantity_milli < 0, over < 0), over),
        else_=0,
    )
    rows = session.execute(
        select(
            line.vat_regime,
            kind.label("sort"),
            line.vat_percent,
            *(func.sum(what) for what in (line.total_cents, line.vat_cents, line.cost_cents)),
            func.sum(margin),
        )
        .join(Sale, Sale.id == line.sale_id)
        .join(Shift, Shift.id == Sale.shift_id)
        .where(within(first, last))
        # By the name of the sum's own column: `kind` would be the line's, as it was before.
        .group_by(line.vat_regime, "sort", line.vat_percent)
        .order_by(line.vat_regime, "sort", line.vat_percent.desc())
    )
    return [
        Sum(regime, of_kind, percent, *(int(cents) for cents in rest))
        for regime, of_kind, percent, *rest in rows
    ]


#: By rate and day: cents.
Days = dict[int, dict[date, int]]


def pool_sold(session: Session, first: date, last: date) -> Days:
    """Tell by rate and day for what pooled goods were sold, less what came back."""
    rows = session.execute(
        select(SaleLine.vat_percent, Shift.day, func.sum(SaleLine.total_cents))
        .join(Sale, Sale.id == SaleLine.sale_id)
        .join(Shift, Shift.id == Sale.shift_id)
        .where(within(first, last), SaleLine.vat_regime == "pool")
        .group_by(SaleLine.vat_percent, Shift.day)
    )
    found: Days = defaultdict(lambda: defaultdict(int))
    for percent, day, cents in rows:
        found[percent][day] += int(cents)
    return found


def pool_bought(session: Session, first: date, last: date) -> Days:
    """Tell by rate and day what was paid for goods of pooled categories.

    What of them was sold with VAT over its whole price counts no more among what was bought.
    """
    begin, _ = _bounds(first)
    _, end = _bounds(last)
    rows = session.execute(
        select(Category.vat_rate, Intake.at, IntakeLine.paid_cents)
        .join(Intake, Intake.id == IntakeLine.intake_id)
        .join(Category, Category.id == IntakeLine.category_id)
        .where(
            Category.pooled,
            Category.vat_regime != "exempt",
            IntakeLine.paid_cents > 0,
            Intake.at >= begin,
            Intake.at < end,
        )
    )
    found: Days = defaultdict(lambda: defaultdict(int))
    for rate, at, cents in rows:
        day = clock.local(at).date()
        found[percent_hundredths(rate, day)][day] += cents
    for percent, day, cents in _costs(session, first, last, "normal", Category.pooled.is_(True)):
        found[percent][day] -= cents
    return found


def kor_cost(session: Session, first: date, last: date) -> int:
    """Tell what bought goods that were sold under the small-business scheme had cost."""
    bought = Item.vat_regime == "margin"
    return sum(cents for _, _, cents in _costs(session, first, last, "kor", bought))


def _costs(
    session: Session, first: date, last: date, regime: str, which: ColumnElement[bool]
) -> list[tuple[int, date, int]]:
    """Work out what bought things had cost whose lines do not say so: rate, day and cents."""
    rows = session.execute(
        select(
            SaleLine.vat_percent,
            Shift.day,
            SaleLine.quantity_milli,
            Item.bought_cents,
            Item.first_milli,
        )
        .join(Sale, Sale.id == SaleLine.sale_id)
        .join(Shift, Shift.id == Sale.shift_id)
        .join(Item, Item.id == SaleLine.item_id)
        .join(Category, Category.id == Item.category_id)
        .where(within(first, last), SaleLine.vat_regime == regime, Item.bought_cents > 0, which)
    )
    return [
        (percent, day, divide_half_up(bought * milli, whole))
        for percent, day, milli, bought, whole in rows
    ]


def _bounds(day: date) -> tuple[datetime, datetime]:
    begins, ends = (
        datetime.combine(each, time(), clock.SHOP_ZONE) for each in (day, day + timedelta(days=1))
    )
    return begins, ends
