"""Who reaches whose file, and the trace that asking for it leaves.

A file is open to the people who keep it, and to nobody else: for all others it does not exist.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock
from bouwkringloop.base.errors import NotFound
from bouwkringloop.base.permissions import Actor, Permission
from bouwkringloop.placements.models import FileKeeper, FileRead, Participant, Placement

#: So much of an address says what was asked for.
_LONGEST_PAGE = 200


class NoSuchFile(NotFound):
    """There is no such file, or it is closed to who asks; which of both is not said."""

    @classmethod
    def slug(cls) -> str:
        """Give the name that every missing thing has, so that a closed file has no other."""
        return NotFound.slug()


def kept_by(person: Actor) -> ColumnElement[bool]:
    """Give the condition on participants that somebody keeps their file."""
    mine = select(FileKeeper.participant_id).where(FileKeeper.person_id == person.id)
    return Participant.id.in_(mine)


def file(session: Session, uuid: UUID, *, by: Actor) -> Participant:
    """Find a participant's file; raise NoSuchFile where it is not open to who asks."""
    if not by.may(Permission.KEEP_PLACEMENTS) or by.session_id is None:
        raise NoSuchFile
    found = session.scalar(select(Participant).where(Participant.uuid == uuid, kept_by(by)))
    if found is None:
        raise NoSuchFile
    return found


def placement(session: Session, uuid: UUID, *, by: Actor) -> Placement:
    """Find a placement in a file that is open to who asks."""
    found = session.scalar(select(Placement).where(Placement.uuid == uuid))
    if found is None:
        raise NoSuchFile
    file(session, found.participant.uuid, by=by)
    return found


def shown(session: Session, participant_id: int, page: str, *, by: Actor) -> None:
    """Write down that somebody was shown a page of a file."""
    _trace(session, by, participant_id, page, "shown")


def refused(session: Session, address: str, uuid: UUID | None, *, by: Actor) -> None:
    """Write down that somebody asked for what is closed to them; of whom, where that is known."""
    whose = None
    if uuid is not None:
        whose = session.scalar(select(Participant.id).where(Participant.uuid == uuid))
        whose = whose or session.scalar(
            select(Placement.participant_id).where(Placement.uuid == uuid)
        )
    _trace(session, by, whose, address, "refused")


@dataclass(frozen=True)
class Trace:
    """One line of who asked for a file: the last time, and how often in a row on that day."""

    at: datetime
    who: str
    page: str
    answer: str
    many: int


def traces(session: Session, whose: Participant) -> list[Trace]:
    """List who asked for a file, newest first; the same again on one day stands there once."""
    query = (
        select(FileRead)
        .where(FileRead.participant_id == whose.id)
        .order_by(FileRead.at.desc(), FileRead.id.desc())
        .options(joinedload(FileRead.person))
    )

    def what(read: FileRead) -> tuple[object, ...]:
        return clock.local(read.at).date(), read.person.name, read.page, read.answer

    found = []
    for _same, group in groupby(session.scalars(query), what):
        last, *others = group
        line = Trace(last.at, last.person.name, last.page, last.answer, 1 + len(others))
        found.append(line)
    return found


def _trace(session: Session, by: Actor, whose: int | None, page: str, answer: str) -> None:
    session.add(
        FileRead(
            at=clock.now(),
            person_id=by.id,
            participant_id=whose,
            page=page[:_LONGEST_PAGE],
            answer=answer,
        )
    )
