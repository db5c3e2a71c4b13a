"""Write hours down: of a day everything is said anew, and what was said before stays to be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.errors import BadInput, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.placements.hours import rows
from bouwkringloop.placements.hours.cells import Told
from bouwkringloop.placements.hours.models import DayHours
from bouwkringloop.placements.hours.total import Day
from bouwkringloop.placements.hours.words import REASONS
from bouwkringloop.placements.models import Placement


class NotYet(Refused):
    """Hours of a day that is still to come."""

    status = 422
    message = N_("This day is still to come. Only a day off can be written down beforehand.")


class NotThen(Refused):
    """Hours of a day on which the placement did not run."""

    status = 422
    message = N_("The placement did not run on this day.")


class SaidMeanwhile(Refused):
    """Somebody else wrote hours of this day down meanwhile."""

    message = N_(
        "Meanwhile this day became %(now)s. Look again, and type it anew if it must change."
    )


class Locked(Refused):
    """A day that was reported, which is only corrected for a reason."""

    message = N_("This day was reported. It can only be corrected, with a reason.")


@dataclass(frozen=True)
class Entry:
    """What somebody says of a day, and which number of that day they saw."""

    day: date
    told: Told
    seen: int


def hold(session: Session, placement: Placement) -> None:
    """Let nobody else write hours or marks of a placement until this is stored."""
    session.execute(select(Placement.id).where(Placement.id == placement.id).with_for_update())


def check(placement: Placement, entry: Entry, stands: Day, *, reason: str = "") -> None:
    """Raise the refusal that fits where an entry cannot be written down as the day stands."""
    if entry.seen != stands.number:
        raise SaidMeanwhile(now=i18n.hours(stands.actual))
    if not placement.runs_on(entry.day):
        raise NotThen
    if entry.day > clock.today() and (entry.told.minutes or entry.told.absence == "not_told"):
        raise NotYet
    if stands.locked is not None and not reason:
        raise Locked
    if reason and (reason not in REASONS or stands.locked is None):
        raise BadInput(what="reason")


def write(
    session: Session,
    placement: Placement,
    entries: Sequence[Entry],
    *,
    by: Actor,
    source: str = "hand",
    reason: str = "",
) -> list[DayHours]:
    """Write days of a placement down, all or none; what says the same as before adds nothing.

    Raises the refusal that fits the first that cannot be. A reason makes it a correction.
    """
    if not entries:
        return []
    hold(session, placement)
    first, last = min(e.day for e in entries), max(e.day for e in entries)
    stand = rows.of_one(session, placement, first, last)
    for entry in entries:
        check(placement, entry, stand[entry.day], reason=reason)
    changed = [entry for entry in entries if _changes(entry, stand[entry.day])]
    made = [
        DayHours(
            placement_id=placement.id,
            day=entry.day,
            number=entry.seen + 1,
            minutes=entry.told.minutes,
            absence=entry.told.absence,
            source="correction" if reason else source,
            reason=reason,
            at=clock.now(),
            by_id=by.id,
        )
        for entry in changed
    ]
    session.add_all(made)
    session.flush()  # The same number of a day said at one moment is stopped here.
    if made:
        action = "hours.corrected" if reason else "hours.written"
        audit.note(session, by, action, placement.subject, days=len(made))
    return made


def clocked(session: Session, placement: Placement, day: date, minutes: int) -> DayHours:
    """Add what was clocked to what is known of a day; on a locked day it counts as corrected."""
    hold(session, placement)
    stands = rows.of_one(session, placement, day, day)[day]
    made = DayHours(
        placement_id=placement.id,
        day=day,
        number=stands.number + 1,
        minutes=stands.actual + minutes,
        absence="" if stands.absence in ("free", "closed") else stands.absence,
        source="clock",
        at=clock.now(),
        by_id=None,
    )
    session.add(made)
    session.flush()
    return made


def _changes(entry: Entry, stands: Day) -> bool:
    before = (stands.actual, stands.absence) if stands.is_told else None
    return before != (entry.told.minutes, entry.told.absence)


def as_seen(told: Mapping[date, Told], stand: Mapping[date, Day]) -> list[Entry]:
    """Say days as they stand now, for who has nothing older on a screen."""
    return [Entry(day, what, stand[day].number) for day, what in told.items()]
