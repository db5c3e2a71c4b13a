"""What the hours of a placement come to: by week, in all, and how many are still to be made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from bouwkringloop.placements.hours import rows, total, week
from bouwkringloop.placements.hours.total import Total
from bouwkringloop.placements.models import Placement

#: So many weeks are shown.
_WEEKS = 8


@dataclass(frozen=True)
class Overview:
    """The hours of one placement until a day; weeks are by their Mondays, newest first."""

    placement: Placement
    weeks: Sequence[tuple[date, Total]]
    total: Total

    @property
    def left(self) -> int | None:
        """How many of the exact minutes are still to be made; only what was approved counts."""
        exact = self.placement.total_minutes
        return None if exact is None else max(0, exact - self.total.approved)


def of(session: Session, placement: Placement, today: date) -> Overview:
    """Add the hours of a placement up, from its first day until today."""
    last = min(placement.last_day or today, today)
    if last < placement.starts_on:
        return Overview(placement, (), Total())
    days = rows.of_one(session, placement, placement.starts_on, last)
    weeks: dict[date, Total] = {}
    for day in days.values():
        monday = week.monday_of(day.day)
        weeks[monday] = weeks.get(monday, Total()) + total.total([day])
    newest = [(monday, weeks[monday]) for monday in sorted(weeks, reverse=True)]
    recent = week.monday_of(last) - timedelta(weeks=_WEEKS)
    return Overview(
        placement, [each for each in newest if each[0] > recent], total.total(days.values())
    )
