"""Say who keeps a file: there is always somebody who does."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import BadInput, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import ALLOWED, Actor, Permission, Role
from bouwkringloop.people import audit
from bouwkringloop.people.models import Person
from bouwkringloop.placements.models import FileKeeper, Participant, Placement

#: Roles that may keep files at all.
ROLES = tuple(role for role in Role if Permission.KEEP_PLACEMENTS in ALLOWED[role])


class NobodyLeft(Refused):
    """The last keeper of a file, who cannot let go of it."""

    message = N_("Somebody has to keep this file. Let another one in first.")


class StillCoordinates(Refused):
    """A keeper who answers for a placement that goes on."""

    message = N_("%(name)s coordinates a placement that goes on. Give that to another one first.")


class SameKeeper(Refused):
    """Files that go to who has them."""

    status = 422
    message = N_("Choose somebody else to take the files over.")


class StillHere(Refused):
    """Files that somebody would take from a colleague who is still here."""

    message = N_("Only the files of who left can be taken over like this. Ask to be let in.")


def of(session: Session, whose: Participant) -> Sequence[FileKeeper]:
    """List who keeps a file, longest first."""
    query = select(FileKeeper).where(FileKeeper.participant_id == whose.id)
    return session.scalars(query.order_by(FileKeeper.since, FileKeeper.id)).all()


def possible(session: Session) -> Sequence[Person]:
    """List who may keep files."""
    query = select(Person).where(Person.active, Person.login.is_not(None), Person.role.in_(ROLES))
    return session.scalars(query.order_by(Person.name)).all()


def let_in(session: Session, whose: Participant, person_id: int, *, by: Actor) -> None:
    """Let somebody read and keep a file from now on."""
    person = _possible(session, person_id)
    if any(keeper.person_id == person.id for keeper in of(session, whose)):
        return
    _add(session, whose, person, by)


def send_out(session: Session, whose: Participant, person_id: int, *, by: Actor) -> None:
    """Close a file to somebody who kept it."""
    there = of(session, whose)
    leaving = next((keeper for keeper in there if keeper.person_id == person_id), None)
    if leaving is None:
        return
    if len(there) == 1:
        raise NobodyLeft
    goes_on = select(Placement.id).where(
        Placement.participant_id == whose.id,
        Placement.coordinator_id == person_id,
        Placement.ended_on.is_(None),
    )
    if session.scalar(goes_on.limit(1)) is not None:
        raise StillCoordinates(name=leaving.person.name)
    session.delete(leaving)
    audit.note(session, by, "file.closed_to", whose.subject, who=leaving.person.name)


def counts(session: Session) -> list[tuple[Person, int]]:
    """Tell how many files each keeper has, without opening one; also of who left."""
    query = (
        select(Person, func.count())
        .join(FileKeeper, FileKeeper.person_id == Person.id)
        .group_by(Person.id)
        .order_by(Person.name)
    )
    return [(person, many) for person, many in session.execute(query)]


def hand_over(session: Session, from_id: int, to_id: int, *, by: Actor) -> int:
    """Give all files and running placements of somebody to another keeper; tell how many.

    For a coordinator who left or is away: who hands over reads nothing.
    """
    if from_id == to_id:
        raise SameKeeper
    taker = _possible(session, to_id)
    giver = session.get(Person, from_id)
    if to_id == by.id and giver is not None and giver.active:
        raise StillHere
    rows = session.scalars(select(FileKeeper).where(FileKeeper.person_id == from_id)).all()
    has = set(
        session.scalars(select(FileKeeper.participant_id).where(FileKeeper.person_id == to_id))
    )
    for row in rows:
        whose = session.get_one(Participant, row.participant_id)
        if whose.id not in has:
            _add(session, whose, taker, by)
        session.delete(row)
    running = select(Placement).where(
        Placement.coordinator_id == from_id, Placement.ended_on.is_(None)
    )
    for placement in session.scalars(running):
        placement.coordinator_id = taker.id
    audit.note(
        session, by, "files.handed_over", f"person:{from_id}", to=taker.name, files=len(rows)
    )
    return len(rows)


def _add(session: Session, whose: Participant, person: Person, by: Actor) -> None:
    session.add(
        FileKeeper(participant_id=whose.id, person_id=person.id, since=clock.now(), by_id=by.id)
    )
    audit.note(session, by, "file.opened_to", whose.subject, who=person.name)


def _possible(session: Session, person_id: int) -> Person:
    person = session.get(Person, person_id)
    if person is None or not person.active or person.role not in ROLES:
        raise BadInput(what="person")
    return person
