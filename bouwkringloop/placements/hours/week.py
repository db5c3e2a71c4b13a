"""A week of hours of everybody whose file somebody keeps, and what is typed into it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.permissions import Actor
from bouwkringloop.placements import reach
from bouwkringloop.placements.hours import cells, enter, rows, total
from bouwkringloop.placements.hours.total import Day, Total
from bouwkringloop.placements.models import Participant, Placement

#: Which day of which placement a cell is of.
Key = tuple[UUID, date]


@dataclass(frozen=True)
class Line:
    """A placement's week: its days, what they add up to, and what can be approved."""

    placement: Placement
    days: Sequence[Day]
    today: date

    @property
    def total(self) -> Total:
        """Give the days added up."""
        return total.total(self.days)

    @property
    def over(self) -> list[Day]:
        """Give the days until today on which it ran."""
        return [
            day for day in self.days if day.day <= self.today and self.placement.runs_on(day.day)
        ]

    @property
    def is_locked(self) -> bool:
        """Tell whether all of it was reported."""
        return bool(self.over) and all(day.locked is not None for day in self.over)

    @property
    def is_approved(self) -> bool:
        """Tell whether all of it until today is approved as it stands."""
        return bool(self.over) and all(day.is_approved for day in self.over)

    @property
    def is_told(self) -> bool:
        """Tell whether something is known of every day until today that was planned."""
        return all(day.is_told or not day.planned for day in self.over)


@dataclass(frozen=True)
class Typed:
    """What stands in a cell: the text, what stood there, and which number of the day that was."""

    text: str
    was: str
    seen: int


def monday_of(day: date) -> date:
    """Give the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def read_week(text: str) -> date:
    """Give the Monday of a week such as `2026-W47`; of this week where there is none such."""
    try:
        return date.fromisoformat(f"{text}-1")
    except ValueError:
        return monday_of(clock.today())


def placements(
    session: Session, first: date, last: date, *, by: Actor, most: int, skip: int = 0
) -> Sequence[Placement]:
    """List the placements that run in these days, of files that somebody keeps, by name."""
    query = (
        select(Placement)
        .join(Placement.participant)
        .where(
            reach.kept_by(by),
            Participant.forgotten_at.is_(None),
            Placement.starts_on <= last,
            or_(Placement.ended_on.is_(None), Placement.ended_on >= first),
            or_(
                Placement.ended_on.is_not(None),
                Placement.ends_on.is_(None),
                Placement.ends_on >= first,
            ),
        )
        .options(contains_eager(Placement.participant), joinedload(Placement.type))
        .order_by(Participant.folded, Placement.starts_on, Placement.id)
    )
    return session.scalars(query.limit(most).offset(skip)).all()


def lines(session: Session, shown: Sequence[Placement], monday: date) -> list[Line]:
    """Give the week of each of the placements."""
    found = rows.days(session, shown, monday, monday + timedelta(days=6))
    today = clock.today()
    return [Line(each, list(found[each.id].values()), today) for each in shown]


def store(
    session: Session,
    shown: Sequence[Placement],
    monday: date,
    typed: Mapping[Key, Typed],
    *,
    by: Actor,
) -> dict[Key, Refused]:
    """Write down what was typed, all of it or nothing; gives what is wrong, by cell.

    A cell that says what it said before is passed over, also where somebody changed it meanwhile.
    """
    problems: dict[Key, Refused] = {}
    wanted: list[tuple[Placement, list[enter.Entry]]] = []
    for line in lines(session, shown, monday):
        entries = []
        for day in line.days:
            key = (line.placement.uuid, day.day)
            cell = typed.get(key)
            if cell is None or cell.text.strip() == cell.was:
                continue
            try:
                told = cells.told(cell.text, day.day) or cells.Told(0)
                entry = enter.Entry(day.day, told, cell.seen)
                enter.check(line.placement, entry, day)
            except Refused as refusal:
                problems[key] = refusal
            else:
                entries.append(entry)
        wanted.append((line.placement, entries))
    if not problems:
        for placement, entries in wanted:
            enter.write(session, placement, entries, by=by)
    return problems
