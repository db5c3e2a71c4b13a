"""Plan a pick-up: a day, and between which times somebody comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.config import Config
from bouwkringloop.people import audit
from bouwkringloop.pickups import letters, step
from bouwkringloop.pickups.models import Pickup

NOON = time(13)
#: How far ahead donors say which days suit, and how far ahead is planned.
OFFERED_DAYS = 14
_FURTHEST = timedelta(days=180)
_SUNDAY = 6


class DayGone(Refused):
    """A day in the past, or absurdly far away."""

    status = 422
    message = N_("Choose a day from today on, within half a year.")


class SlotBackwards(Refused):
    """A slot that ends before it begins."""

    status = 422
    message = N_("The end lies before the beginning. Choose a later end.")


class HalfDayFull(Refused):
    """There is a van for so many addresses and no more."""

    message = N_(
        "This half-day is full: %(many)s pick-ups are planned. Choose another, or plan it anyway."
    )


@dataclass(frozen=True)
class Slot:
    """A day, and between which times somebody comes."""

    day: date
    starts: time
    ends: time

    @property
    def morning(self) -> bool:
        """It counts in the half-day in which it begins."""
        return self.starts < NOON


def offered() -> list[date]:
    """List the days that donors may choose from: two weeks from tomorrow, without Sundays."""
    ahead = (clock.today() + timedelta(days=number) for number in range(1, OFFERED_DAYS + 1))
    return [day for day in ahead if day.weekday() != _SUNDAY]


def suiting(pickup: Pickup) -> list[date]:
    """List the days of which the donor said that they suit."""
    return [date.fromisoformat(day) for day in pickup.days.split()]


def plan(
    session: Session,
    config: Config,
    pickup: Pickup,
    slot: Slot,
    *,
    by: Actor,
    anyway: bool = False,
) -> None:
    """Plan a pick-up, or move one, and write the donor when somebody comes."""
    check(slot)
    others = _in_half_day(session, slot, pickup)
    if others >= config.pickups_per_half_day and not anyway:
        raise HalfDayFull(many=others)
    step.to(pickup, "planned")
    pickup.day, pickup.starts, pickup.ends = slot.day, slot.starts, slot.ends
    told = f"{slot.day} {slot.starts:%H:%M}–{slot.ends:%H:%M}"
    audit.note(session, by, "pickup.planned", pickup.subject, day=told)
    with i18n.speaking(pickup.language):
        letters.send(session, config, pickup, letters.planned(pickup))


def check(slot: Slot) -> None:
    """Refuse a day that is over or too far away, and times that run backwards."""
    if not clock.today() <= slot.day <= clock.today() + _FURTHEST:
        raise DayGone
    if slot.starts >= slot.ends:
        raise SlotBackwards


def _in_half_day(session: Session, slot: Slot, but: Pickup) -> int:
    half = Pickup.starts < NOON if slot.morning else Pickup.starts >= NOON
    return (
        session.scalar(
            select(func.count())
            .select_from(Pickup)
            .where(Pickup.state == "planned", Pickup.day == slot.day, half, Pickup.id != but.id)
        )
        or 0
    )


def counts(session: Session) -> Mapping[date, tuple[int, int]]:
    """Tell how many are planned on each coming day, in the morning and in the afternoon."""
    early = func.sum(case((Pickup.starts < NOON, 1), else_=0))
    rows = session.execute(
        select(Pickup.day, early, func.count())
        .where(Pickup.state == "planned", Pickup.day >= clock.today())
        .group_by(Pickup.day)
    )
    return {day: (morning, many - morning) for day, morning, many in rows if day is not None}
