"""The clock of files: how long one is kept, which come to their end, and ending them.

A file of re-integration is kept at most two years after its end (Autoriteit Persoonsgegevens); the
shop keeps no file of a participant longer, of whatever type the placements were.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.placements import reach
from bouwkringloop.placements.agreed import months_after
from bouwkringloop.placements.models import FileRead, Participant, Placement
from bouwkringloop.placements.privacy import parts
from bouwkringloop.placements.privacy.models import Erasure

#: How long after the last day of the last placement a file is kept, in months.
KEPT_MONTHS = 24
#: How long a file is kept under which nothing was ever agreed, in months.
UNUSED_MONTHS = 12
#: How long before its end a file stands in the list of those that will be erased.
ANNOUNCED = timedelta(days=90)


class StillRuns(Refused):
    """Erasing a file of somebody who still works here."""

    message = N_("A placement in this file still goes on. End it first, then the file can go.")


@dataclass(frozen=True)
class Ending:
    """A file and the day on which it is erased."""

    whose: Participant
    on: date


def ends_on(whose: Participant, placements: list[Placement]) -> date | None:
    """Tell on which day a file is erased; None as long as a placement has no last day."""
    last_days = [each.last_day for each in placements]
    if not last_days:
        return months_after(clock.local(whose.at).date(), UNUSED_MONTHS)
    known = [day for day in last_days if day is not None]
    if len(known) < len(last_days):
        return None
    return months_after(max(known), KEPT_MONTHS)


def of(session: Session, whose: Participant) -> date | None:
    """Tell on which day this file is erased."""
    query = select(Placement).where(Placement.participant_id == whose.id)
    return ends_on(whose, list(session.scalars(query)))


def coming(session: Session, *, by: Actor) -> list[Ending]:
    """List the files that somebody keeps and that end soon, the first first."""
    until = clock.today() + ANNOUNCED
    return [each for each in _endings(session, until) if _keeps(session, each.whose, by)]


def _keeps(session: Session, whose: Participant, by: Actor) -> bool:
    query = select(Participant.id).where(Participant.id == whose.id, reach.kept_by(by))
    return session.scalar(query) is not None


def _endings(session: Session, until: date) -> list[Ending]:
    files = session.scalars(select(Participant).where(Participant.forgotten_at.is_(None))).all()
    placements: dict[int, list[Placement]] = {each.id: [] for each in files}
    for placement in session.scalars(select(Placement)):
        if placement.participant_id in placements:
            placements[placement.participant_id].append(placement)
    found = [(each, ends_on(each, placements[each.id])) for each in files]
    endings = [Ending(whose, on) for whose, on in found if on is not None and on <= until]
    return sorted(endings, key=lambda each: (each.on, each.whose.id))


def run(session: Session, home: Path) -> int:
    """Erase every file whose time is over, and traces of refusals as old; tell how many files."""
    over = _endings(session, clock.today())
    for each in over:
        _erase(session, each.whose, "kept_long_enough", home, by=None)
    limit = clock.now() - timedelta(days=2 * 365)
    session.execute(delete(FileRead).where(FileRead.at < limit, FileRead.answer == "refused"))
    return len(over)


def erase(session: Session, whose: Participant, home: Path, *, by: Actor) -> None:
    """Erase a file because somebody asked for it; hours and outcomes stay without a name."""
    running = select(Placement.id).where(
        Placement.participant_id == whose.id, Placement.ended_on.is_(None)
    )
    if session.scalar(running.limit(1)) is not None:
        raise StillRuns
    _erase(session, whose, "asked", home, by=by)


def done(session: Session, most: int = 50) -> list[Erasure]:
    """List what was erased, newest first."""
    query = select(Erasure).order_by(Erasure.at.desc(), Erasure.id.desc()).limit(most)
    return list(session.scalars(query))


def _erase(
    session: Session, whose: Participant, cause: str, home: Path, *, by: Actor | None
) -> None:
    many = session.scalar(
        select(func.count()).select_from(Placement).where(Placement.participant_id == whose.id)
    )
    subject = whose.subject
    parts.wipe(session, whose, home)
    session.add(
        Erasure(
            participant_id=whose.id,
            at=clock.now(),
            cause=cause,
            by_id=by.id if by else None,
            placements=many or 0,
        )
    )
    audit.note(session, by, "participant.erased", subject, cause=cause)
