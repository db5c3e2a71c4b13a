"""Bring hours in from a list: who, on which day, how many; all of it or nothing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import fold
from bouwkringloop.placements import find, reach
from bouwkringloop.placements.hours import badges, cells, enter, rows
from bouwkringloop.placements.models import Participant, Placement
from bouwkringloop.spreadsheets import cells as written
from bouwkringloop.spreadsheets import export_items, read, workbook
from bouwkringloop.spreadsheets.table import Cell, Row, Table, is_empty, text_of
from bouwkringloop.spreadsheets.workbook import Sheet

MOST_BYTES = 1024 * 1024
_MOST_LINES = 2000
#: How a spreadsheet says 3:30.
_CLOCK = re.compile(r"^(\d+:\d\d):00$")
#: What a column may be called, by what it holds; folded.
_HEADINGS = {
    "who": ("naam", "name", "deelnemer", "participant", "badge"),
    "day": ("dag", "datum", "day", "date"),
    "hours": ("uren", "hours", "tijden", "times"),
}
_NAMES = {"who": N_("Name"), "day": N_("Date"), "hours": N_("Hours")}


class ListTooLong(Refused):
    """A list that is more than hours."""

    status = 413
    message = N_("This list is too long: at most %(most)s lines and 1 MB.")


class ColumnMissing(Refused):
    """A list without a column that is needed."""

    status = 422
    message = N_("There is no column “%(name)s” in this list.")


class LinesWrong(Refused):
    """Lines that cannot be read or stored; every one of them is told."""

    status = 422
    message = N_("Nothing of the list was stored. Mend these lines in it:")

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__()
        self.problems = problems


class NobodyOfThatName(Refused):
    """A line of somebody who is not known, or whose file somebody else keeps."""

    message = N_("“%(name)s” is nobody whose file you keep. Write the whole name, or the badge.")


class SeveralOfThatName(Refused):
    """A name that two participants have."""

    message = N_("There are several people called “%(name)s”. Write the number of the badge.")


class TwiceInList(Refused):
    """A day of somebody that stands in the list twice."""

    message = N_("This day stands in the list twice.")


class SaysOtherwise(Refused):
    """A day of which other hours are known already."""

    message = N_("Of this day %(hours)s is known already. Change it in the week if that is wrong.")


class NotADay(Refused):
    """What should be a day, and is not."""

    message = N_("“%(text)s” is not a day. Write it like 2026-11-20 or 20-11-2026.")


@dataclass(frozen=True)
class _Line:
    number: int
    who: str
    day: date
    told: cells.Told


def opened(data: bytes) -> Table:
    """Read a table out of the bytes of a file."""
    if len(data) > MOST_BYTES:
        raise ListTooLong(most=_MOST_LINES)
    found = read.read(data)
    if len(found.rows) > _MOST_LINES:
        raise ListTooLong(most=_MOST_LINES)
    return found


def store(session: Session, table: Table, *, by: Actor) -> int:
    """Write the hours of a list down; give how many days. Raises LinesWrong, with every line."""
    at = _columns(table)
    problems: list[str] = []
    wanted: dict[Placement, dict[date, cells.Told]] = {}
    kept = _kept(session, by)
    for row in table.rows:
        try:
            line = _line(row, at)
            placement = _placement(session, kept, line)
            days = wanted.setdefault(placement, {})
            if line.day in days:
                raise TwiceInList
            _check(session, placement, line)
            days[line.day] = line.told
        except Refused as refusal:
            place = translate(N_("Line %(number)s")) % {"number": row.line}
            problems.append(f"{place}: {refusal.sentence}")
    if problems:
        raise LinesWrong(problems)
    return sum(_write(session, placement, days, by) for placement, days in wanted.items())


def blank(form: str, shown: Sequence[Placement], monday: date) -> bytes:
    """Write the list of a week to be filled in, as `xlsx` or `csv`: everybody's planned days."""
    lines = [
        (each.participant.name, day.isoformat(), None)
        for each in shown
        for day in (monday + timedelta(days=at) for at in range(7))
        if each.runs_on(day) and each.day_minutes[day.weekday()]
    ]
    sheet = Sheet(
        name=translate(N_("Hours")),
        headings=[translate(heading) for heading in _NAMES.values()],
        rows=lines,
        widths=(30, 14, 14),
        formats=("General", "General", "General"),
    )
    return workbook.write([sheet]) if form == "xlsx" else export_items.to_csv(sheet)


def _columns(table: Table) -> Mapping[str, int]:
    at: dict[str, int] = {}
    for number, heading in enumerate(table.headings):
        for what, names in _HEADINGS.items():
            if fold(heading) in names:
                at.setdefault(what, number)
    for what, name in _NAMES.items():
        if what not in at:
            raise ColumnMissing(name=translate(name))
    return at


def _line(row: Row, at: Mapping[str, int]) -> _Line:
    who, day, hours = (_cell(row, at[what]) for what in ("who", "day", "hours"))
    when = _day(day)
    return _Line(row.line, text_of(who).strip(), when, _hours(hours, when))


def _cell(row: Row, at: int) -> Cell:
    return row.cells[at] if at < len(row.cells) else ""


def _day(cell: Cell) -> date:
    try:
        return written.moment(cell).date()
    except Refused:
        raise NotADay(text=text_of(cell)[:20]) from None


def _hours(cell: Cell, day: date) -> cells.Told:
    """Read hours as they are typed; a spreadsheet's own time of day is a length here."""
    if is_empty(cell):
        raise cells.NotACell(text="")
    told = cells.told(_CLOCK.sub(r"\1", text_of(cell)), day)
    if told is None:
        raise cells.NotACell(text="")
    return told


def _kept(session: Session, by: Actor) -> Mapping[str, list[Participant]]:
    """Give the participants whose files somebody keeps, by folded name and by badge."""
    query = select(Participant).where(reach.kept_by(by), Participant.forgotten_at.is_(None))
    found: dict[str, list[Participant]] = {}
    for whose in session.scalars(query):
        found.setdefault(whose.folded, []).append(whose)
        badge = badges.of(session, whose)
        if badge is not None:
            found.setdefault(badge.code, []).append(whose)
    return found


def _placement(session: Session, kept: Mapping[str, list[Participant]], line: _Line) -> Placement:
    people = kept.get(fold(line.who)) or kept.get(badges.tidy(line.who)) or []
    if not people:
        raise NobodyOfThatName(name=line.who[:60])
    if len(people) > 1:
        raise SeveralOfThatName(name=line.who[:60])
    run = [each for each in find.of(session, people[0]) if each.runs_on(line.day)]
    if not run:
        raise enter.NotThen
    return max(run, key=lambda each: (each.day_minutes[line.day.weekday()] > 0, each.starts_on))


def _check(session: Session, placement: Placement, line: _Line) -> None:
    stands = rows.of_one(session, placement, line.day, line.day)[line.day]
    same = (stands.actual, stands.absence) == (line.told.minutes, line.told.absence)
    if stands.is_told and not same:
        raise SaysOtherwise(hours=i18n.hours(stands.actual))
    if not stands.is_told:
        enter.check(placement, enter.Entry(line.day, line.told, stands.number), stands)


def _write(
    session: Session, placement: Placement, told: Mapping[date, cells.Told], by: Actor
) -> int:
    stand = rows.of_one(session, placement, min(told), max(told))
    entries = [entry for entry in enter.as_seen(told, stand) if not stand[entry.day].is_told]
    return len(enter.write(session, placement, entries, by=by, source="list"))
