"""The figures of a day: what came in, what was sold, and the days before."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.money import divide_half_up
from bouwkringloop.intake import overview
from bouwkringloop.intake.models import Intake
from bouwkringloop.stock.models import Item
from bouwkringloop.till.models import TURNOVER, Sale, SaleLine, Shift, Till

#: Ways of things that get a second life as what they are, whole or in parts.
REUSED = ("sell", "repair", "parts", "repurpose")
#: What is refused goes home again in the car that brought it.
_NOT_IN = ("refuse",)
_IS_TURNOVER = SaleLine.kind.in_(TURNOVER)


@dataclass(frozen=True)
class Sold:
    """What goods and services came to on a day at all tills, VAT included."""

    cents: int
    sales: int
    weight_g: int

    @property
    def average_cents(self) -> int | None:
        """What a basket came to on average; None without any."""
        return divide_half_up(self.cents, self.sales) if self.sales else None


@dataclass(frozen=True)
class TakenIn:
    """What came in today, in grams by the way it went."""

    deliveries: int
    grams: dict[str, int]

    @property
    def weight_g(self) -> int:
        """What stayed here: everything but what was refused."""
        return sum(grams for route, grams in self.grams.items() if route not in _NOT_IN)

    @property
    def reused_g(self) -> int:
        """What gets a second life."""
        return sum(self.grams[route] for route in REUSED)

    @property
    def reused_percent(self) -> int | None:
        """The share of it that gets a second life; None when nothing came in."""
        return divide_half_up(100 * self.reused_g, self.weight_g) if self.weight_g else None


@dataclass(frozen=True)
class DayTurnover:
    """The turnover of one day."""

    day: date
    cents: int
    sales: int


def bounds(day: date) -> tuple[datetime, datetime]:
    """Tell when a day of the shop's calendar begins and ends."""
    begins, ends = (datetime.combine(d, time(), clock.SHOP_ZONE) for d in (day, _next(day)))
    return begins, ends


def _next(day: date) -> date:
    return day + timedelta(days=1)


def sold(session: Session, day: date) -> Sold:
    """Add up what was sold on a day."""
    begins, ends = bounds(day)
    within = (Sale.at >= begins) & (Sale.at < ends)
    cents, sales, grams = session.execute(
        select(
            func.coalesce(func.sum(case((_IS_TURNOVER, SaleLine.total_cents), else_=0)), 0),
            func.count(Sale.id.distinct()),
            func.coalesce(func.sum(SaleLine.weight_g), 0),
        )
        .join(SaleLine, SaleLine.sale_id == Sale.id)
        .where(within)
    ).one()
    return Sold(int(cents), int(sales), int(grams))


def taken_in(session: Session) -> TakenIn:
    """Add up what came in today."""
    begins, _ = bounds(clock.today())
    deliveries = session.scalar(select(func.count()).select_from(Intake).where(Intake.at >= begins))
    return TakenIn(deliveries or 0, overview.grams_today(session))


def last_days(session: Session, upto: date, many: int = 14) -> list[DayTurnover]:
    """List the turnover of the last days, the oldest first, also of days without any.

    Days are told apart by their bounds and not by the database's own calendar, which knows
    nothing of Amsterdam or of summer time.
    """
    days = [upto - timedelta(days=before) for before in range(many - 1, -1, -1)]
    ends = [bounds(day)[1] for day in days]
    begin = bounds(days[0])[0]
    numbered = (
        select(
            case(*((Sale.at < end, at) for at, end in enumerate(ends)), else_=many).label("number"),
            Sale.id,
            case((_IS_TURNOVER, SaleLine.total_cents), else_=0).label("cents"),
        )
        .join(SaleLine, SaleLine.sale_id == Sale.id)
        .where(Sale.at >= begin, Sale.at < ends[-1])
        .subquery()
    )
    rows = session.execute(
        select(
            numbered.c.number, func.sum(numbered.c.cents), func.count(numbered.c.id.distinct())
        ).group_by(numbered.c.number)
    )
    found = {number: (int(cents), int(sales)) for number, cents, sales in rows}
    return [DayTurnover(day, *found.get(at, (0, 0))) for at, day in enumerate(days)]


def things_in_stock(session: Session) -> int:
    """Count the labelled things and heaps of which something is left."""
    return (
        session.scalar(select(func.count()).select_from(Item).where(Item.quantity_milli > 0)) or 0
    )


def open_tills(session: Session) -> list[str]:
    """Name the tills at which a shift is open."""
    return list(
        session.scalars(
            select(Till.name)
            .join(Shift, Shift.till_id == Till.id)
            .where(Shift.closed_at.is_(None))
            .order_by(Till.id)
        )
    )
