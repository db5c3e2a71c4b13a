"""The VAT of a period: what the return asks for, and where it comes from."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.catalogue.vat import percent_hundredths
from bouwkringloop.reports import carry, pool, vat_lines
from bouwkringloop.reports.models import PoolCarry
from bouwkringloop.reports.period import Period
from bouwkringloop.reports.vat_lines import Sum
from bouwkringloop.till.models import Sale, SaleLine, Shift

#: Above this turnover a year, without VAT, the small-business scheme ends (Wet OB art. 25).
KOR_CENTS = 2_000_000


@dataclass(frozen=True)
class PoolRate:
    """The pooled goods of one rate in a period, and the settlement where the year ends with it."""

    percent: int
    period: pool.PoolPeriod
    settlement: pool.Settlement | None
    decision: PoolCarry | None

    @property
    def base_cents(self) -> int:
        """The margin without VAT that the return asks for."""
        more = self.settlement.margin_difference_cents if self.settlement else 0
        return self.period.taxed_cents + more - self.vat_cents

    @property
    def vat_cents(self) -> int:
        """The VAT of the period, with what the year's end changes in it."""
        more = self.settlement.difference_cents if self.settlement else 0
        return self.period.vat_cents + more


@dataclass(frozen=True)
class Box:
    """One box of the VAT return: `1a` for the high rate, `1b` for the low one, `1e` for none."""

    name: str
    percent: int
    base_cents: int
    vat_cents: int


@dataclass(frozen=True)
class SmallBusiness:
    """The turnover of the year so far without VAT, for the limit of the small-business scheme."""

    full_cents: int
    margin_cents: int


@dataclass(frozen=True)
class Overview:
    """Everything of a period that matters for VAT. Amounts are VAT included unless named so."""

    period: Period
    lines: list[Sum]
    pools: list[PoolRate]
    sales: int
    total_cents: int
    rounding_cents: int
    returns: int
    returned_cents: int
    #: Shifts of the period that are not closed yet, so that the figures may still grow.
    still_open: int
    small: SmallBusiness

    def of(self, regime: str, kind: str = "goods") -> list[Sum]:
        """Give the sums of a scheme, by rate."""
        return [one for one in self.lines if (one.regime, one.kind) == (regime, kind)]

    def cents(self, regime: str, kind: str = "goods") -> int:
        """Add up what the lines of a scheme come to."""
        return sum(one.total_cents for one in self.of(regime, kind))

    @cached_property
    def boxes(self) -> list[Box]:
        """Give what the return asks for, by rate; a margin below zero lowers no other VAT."""
        base: dict[int, int] = {}
        vat: dict[int, int] = {}
        for one in self.of("normal"):
            base[one.percent] = base.get(one.percent, 0) + one.total_cents - one.vat_cents
            vat[one.percent] = vat.get(one.percent, 0) + one.vat_cents
        for one in self.of("margin"):
            base[one.percent] = base.get(one.percent, 0) + one.margin_cents - one.vat_cents
            vat[one.percent] = vat.get(one.percent, 0) + one.vat_cents
        for each in self.pools:
            base[each.percent] = base.get(each.percent, 0) + each.base_cents
            vat[each.percent] = vat.get(each.percent, 0) + each.vat_cents
        names = {percent_hundredths(rate, self.period.last): box for rate, box in _BOXES.items()}
        return [
            Box(names.get(percent, ""), percent, base[percent], vat[percent])
            for percent in sorted(base, reverse=True)
        ]

    @property
    def vat_cents(self) -> int:
        """The VAT of the period."""
        return sum(box.vat_cents for box in self.boxes)


_BOXES = {"high": "1a", "low": "1b", "zero": "1e"}


def overview(session: Session, period: Period) -> Overview:
    """Work the VAT of a period out."""
    inside = vat_lines.within(period.first, period.last)
    sales, total, rounding = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(Sale.total_cents), 0),
            func.coalesce(func.sum(Sale.rounding_cents), 0),
        )
        .join(Shift, Shift.id == Sale.shift_id)
        .where(inside)
    ).one()
    returns, returned = session.execute(
        select(func.count(), func.coalesce(func.sum(SaleLine.total_cents), 0))
        .join(Sale, Sale.id == SaleLine.sale_id)
        .join(Shift, Shift.id == Sale.shift_id)
        .where(inside, SaleLine.quantity_milli < 0)
    ).one()
    still_open = session.scalar(
        select(func.count()).select_from(Shift).where(inside, Shift.closed_at.is_(None))
    )
    return Overview(
        period=period,
        lines=vat_lines.sums(session, period.first, period.last),
        pools=_pools(session, period, period.last),
        sales=sales,
        total_cents=int(total),
        rounding_cents=int(rounding),
        returns=returns,
        returned_cents=int(returned),
        still_open=still_open or 0,
        small=_small_business(session, period),
    )


def _pools(session: Session, period: Period, until: date) -> list[PoolRate]:
    """Follow the pooled goods of each rate through the year, up to this period."""
    begin = date(period.year, 1, 1)
    sold = vat_lines.pool_sold(session, begin, until)
    bought = vat_lines.pool_bought(session, begin, until)
    decisions = carry.into(session, period.year)
    made = []
    for percent in sorted({*sold, *bought, *decisions}, reverse=True):
        by_period = [
            (
                _in_period(sold.get(percent, {}), period, number),
                _in_period(bought.get(percent, {}), period, number),
            )
            for number in range(1, period.number + 1)
        ]
        decision = decisions.get(percent)
        followed = pool.follow(-decision.cents if decision else 0, by_period, percent)
        settled = pool.settle(followed) if period.is_last else None
        made.append(PoolRate(percent, followed[-1], settled, decision))
    return made


def _in_period(days: dict[date, int], period: Period, number: int) -> int:
    return sum(cents for day, cents in days.items() if period.number_of(day) == number)


def _small_business(session: Session, period: Period) -> SmallBusiness:
    """Add up the year so far both ways: whether margin or full price counts is not settled."""
    begin = date(period.year, 1, 1)
    full = margin = 0
    for one in vat_lines.sums(session, begin, period.last):
        if one.kind != "goods" or one.regime in ("exempt", "outside", "pool"):
            continue
        full += one.total_cents - one.vat_cents
        margin += (one.margin_cents if one.regime == "margin" else one.total_cents) - one.vat_cents
    margin -= vat_lines.kor_cost(session, begin, period.last)
    for each in _pools(session, Period("year", period.year, 1), period.last):
        so_far = each.period
        full += so_far.sold_cents - so_far.vat_cents
        margin += so_far.taxed_cents - so_far.vat_cents
    return SmallBusiness(full, margin)
