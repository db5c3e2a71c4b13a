"""Read the hours of placements, and what is planned for them."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.placements.hours import total
from bouwkringloop.placements.hours.models import DayHours, HoursMark
from bouwkringloop.placements.hours.total import Day, Mark, Said
from bouwkringloop.placements.models import Placement


def planned(placement: Placement, first: date, last: date) -> dict[date, int]:
    """Give the minutes that were agreed for each day, from the first to the last."""
    return {
        day: placement.day_minutes[day.weekday()] if placement.runs_on(day) else 0
        for day in total.span(first, last)
    }


def days(
    session: Session, placements: Sequence[Placement], first: date, last: date
) -> dict[int, dict[date, Day]]:
    """Tell how the days of placements stand, by the row of the placement."""
    numbers = [each.id for each in placements]
    said = _said(session, numbers, first, last)
    marks = _marks(session, numbers, first, last)
    return {
        each.id: total.days(
            planned(each, first, last), said.get(each.id, ()), marks.get(each.id, ())
        )
        for each in placements
    }


def of_one(session: Session, placement: Placement, first: date, last: date) -> dict[date, Day]:
    """Tell how the days of one placement stand."""
    return days(session, [placement], first, last)[placement.id]


def newest_id(session: Session, placement: Placement) -> int:
    """Give the last row of a placement's hours; 0 where there is none."""
    query = select(DayHours.id).where(DayHours.placement_id == placement.id)
    return session.scalar(query.order_by(DayHours.id.desc()).limit(1)) or 0


def history(session: Session, placement: Placement, day: date) -> Sequence[DayHours]:
    """List what was said of a day, newest first."""
    query = select(DayHours).where(DayHours.placement_id == placement.id, DayHours.day == day)
    return session.scalars(query.order_by(DayHours.number.desc())).all()


def _said(
    session: Session, numbers: Iterable[int], first: date, last: date
) -> dict[int, list[Said]]:
    query = select(DayHours).where(
        DayHours.placement_id.in_(numbers), DayHours.day >= first, DayHours.day <= last
    )
    found: dict[int, list[Said]] = {}
    for row in session.scalars(query):
        said = Said(row.id, row.day, row.number, row.minutes, row.absence, row.source)
        found.setdefault(row.placement_id, []).append(said)
    return found


def _marks(
    session: Session, numbers: Iterable[int], first: date, last: date
) -> dict[int, list[Mark]]:
    query = select(HoursMark).where(
        HoursMark.placement_id.in_(numbers), HoursMark.first <= last, HoursMark.last >= first
    )
    found: dict[int, list[Mark]] = {}
    for row in session.scalars(query):
        mark = Mark(row.kind, row.first, row.last, row.upto_id)
        found.setdefault(row.placement_id, []).append(mark)
    return found
