"""Figures about placements of which nobody can be told: how many, which, and what they come to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.money import divide_half_up
from bouwkringloop.batches.settling import sroi_values
from bouwkringloop.batches.settling.words import TARGETS
from bouwkringloop.placements.models import Placement
from bouwkringloop.placements.words import OUTCOMES, REFERRERS
from bouwkringloop.reports import pso, suppress, vat_lines
from bouwkringloop.reports.period import Period
from bouwkringloop.till.models import TURNOVER, Sale, SaleLine, Shift

#: A week of full work by the municipalities' tables and by the PSO, in minutes.
FULL_WEEK = 36 * 60
_YEAR_DAYS = 365
_AGES = (
    (18, N_("Under 18")),
    (27, N_("18 to 26")),
    (50, N_("27 to 49")),
    (200, N_("50 and older")),
)


@dataclass(frozen=True)
class Row:
    """One group: what it is called, how many people, and what they come to; None is not shown."""

    name: str
    people: int | None
    cents: int | None = None


@dataclass(frozen=True)
class Count:
    """People by one mark, everybody once."""

    title: str
    rows: Sequence[Row]
    people: int | None
    cents: int | None = None


@dataclass(frozen=True)
class Placed:
    """The placements of a period in figures."""

    period: Period
    by_type: Count
    by_referrer: Count
    by_age: Count
    ended: Count
    social_return: Count | None
    region: str
    #: How many places were filled on an average day, in thousandths; None where it would tell.
    places_milli: int | None
    turnover_cents: int
    pso: pso.Share | None

    @property
    def counts(self) -> list[Count]:
        """All tables of people, in the order of the page."""
        made = [self.by_type, self.by_referrer, self.by_age, self.ended, self.social_return]
        return [count for count in made if count is not None]

    @property
    def places_per_100k_milli(self) -> int | None:
        """Places per 100,000 euros of turnover, in thousandths."""
        if self.places_milli is None or self.turnover_cents <= 0:
            return None
        return divide_half_up(self.places_milli * 10_000_000, self.turnover_cents)

    @property
    def cents_per_place(self) -> int | None:
        """Euros of turnover for one place, in cents."""
        if not self.places_milli or self.turnover_cents <= 0:
            return None
        return divide_half_up(self.turnover_cents * 1000, self.places_milli)


def placed(session: Session, period: Period, region: str, staff_milli: int | None) -> Placed:
    """Work the figures of a period out; `staff_milli` is all paid work in thousandths of a week."""
    rows = session.scalars(
        select(Placement)
        .where(Placement.starts_on <= period.last)
        .options(joinedload(Placement.type), joinedload(Placement.participant))
        .order_by(Placement.starts_on, Placement.id)
    )
    ran = [each for each in rows if each.last_day is None or each.last_day >= period.first]
    # Everybody counts once, by the placement that began last.
    newest = list({each.participant_id: each for each in ran}.values())
    ended = list(
        {
            each.participant_id: each
            for each in ran
            if each.ended_on is not None and period.first <= each.ended_on <= period.last
        }.values()
    )
    return Placed(
        period=period,
        by_type=_count(N_("By type"), newest, lambda each: each.type.name),
        by_referrer=_count(
            N_("By who arranged it"), newest, lambda each: translate(REFERRERS[each.referrer_kind])
        ),
        by_age=_count(N_("By age"), newest, lambda each: _age(each, period.last)),
        ended=_count(N_("How it ended"), ended, lambda each: translate(OUTCOMES[each.outcome])),
        social_return=_social_return(session, newest, period, region),
        region=region,
        places_milli=_places(ran, period, len(newest)),
        turnover_cents=_turnover(session, period),
        pso=_pso(session, newest, period, staff_milli),
    )


def _count(title: str, placements: Sequence[Placement], name: Callable[[Placement], str]) -> Count:
    groups: dict[str, int] = {}
    for each in placements:
        groups[name(each)] = groups.get(name(each), 0) + 1
    names = sorted(groups)
    told = suppress.shown([groups[each] for each in names])
    rows = [Row(each, many) for each, many in zip(names, told.counts, strict=True)]
    return Count(title, rows, told.total)


def _age(placement: Placement, day: date) -> str:
    age = placement.participant.age_on(day)
    if age is None:
        return translate(N_("Not known"))
    return translate(next(name for below, name in _AGES if age < below))


def _days(placement: Placement, period: Period) -> int:
    """How many days of a period a placement ran."""
    first = max(placement.starts_on, period.first)
    last = min(placement.last_day or period.last, period.last)
    return max((last - first).days + 1, 0)


def _places(placements: Sequence[Placement], period: Period, people: int) -> int | None:
    """How many placements ran on an average day, in thousandths."""
    if 0 < people < suppress.FEWEST:
        return None
    days = (period.last - period.first + timedelta(days=1)).days
    return divide_half_up(sum(_days(each, period) for each in placements) * 1000, days)


def _social_return(
    session: Session, placements: Sequence[Placement], period: Period, region: str
) -> Count | None:
    """Tell what a municipality's table counts: its yearly value, by hours of 36 and by days."""
    values = sroi_values.on(session, region, period.last)
    counted = [each for each in placements if each.type.sroi_target in values]
    if not counted:
        return None
    groups: dict[str, list[Placement]] = {}
    for each in counted:
        groups.setdefault(each.type.sroi_target, []).append(each)
    targets = [target for target in TARGETS if target in groups]
    told = suppress.shown([len(groups[target]) for target in targets])
    worth = {
        target: sum(_worth(each, values[target].cents, period) for each in groups[target])
        for target in targets
    }
    rows = [
        Row(translate(TARGETS[target]), many, None if many is None else worth[target])
        for target, many in zip(targets, told.counts, strict=True)
    ]
    total = None if told.total is None else sum(worth.values())
    return Count(N_("Social return (SROI)"), rows, told.total, total)


def _worth(placement: Placement, cents: int, period: Period) -> int:
    minutes, days = sum(placement.day_minutes), _days(placement, period)
    exact = Fraction(cents * minutes * days, FULL_WEEK * _YEAR_DAYS)
    return divide_half_up(exact.numerator, exact.denominator)


def _pso(
    session: Session, placements: Sequence[Placement], period: Period, staff_milli: int | None
) -> pso.Share | None:
    if not staff_milli:
        return None
    counted = [each for each in placements if each.type.pso and each.runs_on(period.last)]
    if 0 < len(counted) < suppress.FEWEST:
        return pso.Share(None, staff_milli, pso.norm(session, staff_milli, period.last))
    minutes = sum(sum(each.day_minutes) for each in counted)
    target = divide_half_up(minutes * 1000, FULL_WEEK)
    return pso.Share(target, staff_milli, pso.norm(session, staff_milli, period.last))


def _turnover(session: Session, period: Period) -> int:
    """Goods and services sold less what came back, VAT included, of shifts of the period."""
    query = (
        select(func.coalesce(func.sum(SaleLine.total_cents), 0))
        .join(Sale, Sale.id == SaleLine.sale_id)
        .join(Shift, Shift.id == Sale.shift_id)
        .where(
            SaleLine.kind.in_(TURNOVER),
            vat_lines.within(period.first, period.last),
        )
    )
    return int(session.scalar(query) or 0)
