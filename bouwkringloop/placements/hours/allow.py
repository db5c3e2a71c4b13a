"""Pay allowances to volunteers within what is free of tax; all amounts in cents.

An allowance stays free as long as it is below a sum in a month and in a year, and is no pay: below
an amount for every hour that was worked.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.errors import OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.placements.hours import rows
from bouwkringloop.placements.hours.enter import hold
from bouwkringloop.placements.hours.models import AllowanceLimit, AllowancePaid
from bouwkringloop.placements.models import Participant, Placement

DATA_FILE = Path(__file__).with_name("allowance.toml")
_HOUR = 60


class NoAllowance(Refused):
    """An allowance under a placement of a type that pays none."""

    message = N_("For this type of placement no allowance is paid.")


class MoreThanFree(Refused):
    """An allowance that would no longer be free of tax."""

    status = 422
    message = N_(
        "This is more than is free of tax: at most %(left)s can still be paid for this month."
    )


class NotPaid(Refused):
    """More taken back than was paid."""

    status = 422
    message = N_("Only what was paid this month can be taken back: %(paid)s.")


class NoLimits(Refused):
    """A day for which no limits are known."""

    message = N_("No limits for allowances are known for this day.")


@dataclass(frozen=True)
class Room:
    """What was paid and worked in the month and year of a day, and what can still be paid."""

    limit: AllowanceLimit
    hour: int
    month_minutes: int
    month_paid: int
    year_paid: int

    @property
    def for_hours(self) -> int:
        """What the hours of the month allow."""
        return self.month_minutes * self.hour // _HOUR

    @property
    def left(self) -> int:
        """What can still be paid for this month."""
        month = min(self.limit.month, self.for_hours) - self.month_paid
        return max(0, min(month, self.limit.year - self.year_paid))


def fill(session: Session) -> None:
    """Store the limits that came with the program, where they are not there yet."""
    there = set(session.scalars(select(AllowanceLimit.starts_on)))
    data = tomllib.loads(DATA_FILE.read_text(encoding="utf-8"))
    session.add_all(
        AllowanceLimit(**limit) for limit in data["limit"] if limit["starts_on"] not in there
    )
    session.flush()  # Who asks next finds them.


def room(session: Session, whose: Participant, day: date) -> Room:
    """Tell what somebody can still get in the month of a day, over all placements that pay."""
    query = select(AllowanceLimit).where(AllowanceLimit.starts_on <= day)
    limit = session.scalar(query.order_by(AllowanceLimit.starts_on.desc()).limit(1))
    if limit is None:
        raise NoLimits
    first, last = month_of(day)
    pay = [
        each
        for each in session.scalars(select(Placement).where(Placement.participant_id == whose.id))
        if each.type.allowance
    ]
    worked = rows.days(session, pay, first, last)
    age = whose.age_on(day)
    return Room(
        limit,
        # Of whom no age is known the lower amount is safe.
        limit.young_hour if age is None or age < limit.adult_age else limit.adult_hour,
        sum(each.actual for days in worked.values() for each in days.values()),
        _paid(session, whose, first, last),
        _paid(session, whose, date(day.year, 1, 1), date(day.year, 12, 31)),
    )


def pay(
    session: Session, placement: Placement, uuid: UUID, day: date, cents: int, *, by: Actor
) -> AllowancePaid:
    """Write down that an allowance was paid, or taken back with a minus, once.

    Raises MoreThanFree, NotPaid, or NoAllowance.
    """
    first = session.scalar(select(AllowancePaid).where(AllowancePaid.uuid == uuid))
    if first is not None:
        if (first.placement_id, first.day, first.cents) != (placement.id, day, cents):
            raise OtherContentUnderThisId
        return first
    if not placement.type.allowance:
        raise NoAllowance
    hold(session, placement)
    free = room(session, placement.participant, day)
    if cents > free.left or cents == 0:
        raise MoreThanFree(left=i18n.money(free.left))
    if -cents > free.month_paid:
        raise NotPaid(paid=i18n.money(free.month_paid))
    made = AllowancePaid(
        uuid=uuid, placement_id=placement.id, day=day, cents=cents, at=clock.now(), by_id=by.id
    )
    session.add(made)
    session.flush()
    audit.note(session, by, "allowance.paid", placement.subject, day=day, cents=cents)
    return made


def every(session: Session, whose: Participant) -> Sequence[AllowancePaid]:
    """List what somebody was paid, newest first."""
    query = select(AllowancePaid).join(Placement).where(Placement.participant_id == whose.id)
    return session.scalars(query.order_by(AllowancePaid.day.desc(), AllowancePaid.id.desc())).all()


def month_of(day: date) -> tuple[date, date]:
    """Give the first and the last day of the month of a day."""
    first = day.replace(day=1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, date.fromordinal(after.toordinal() - 1)


def _paid(session: Session, whose: Participant, first: date, last: date) -> int:
    query = (
        select(func.coalesce(func.sum(AllowancePaid.cents), 0))
        .join(Placement)
        .where(
            Placement.participant_id == whose.id,
            AllowancePaid.day >= first,
            AllowancePaid.day <= last,
        )
    )
    return int(session.scalar(query) or 0)
