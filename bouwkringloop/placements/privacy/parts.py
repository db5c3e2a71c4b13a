"""What every part of the room knows of somebody: told in a copy of the file, wiped when it ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.i18n import N_
from bouwkringloop.placements import find, keepers
from bouwkringloop.placements.hours import about as hours
from bouwkringloop.placements.models import (
    PERSONAL,
    TELLING,
    FileKeeper,
    FileRead,
    Participant,
    Placement,
)
from bouwkringloop.placements.privacy.models import Consent
from bouwkringloop.placements.privacy.section import Section


@dataclass(frozen=True)
class Part:
    """A part of the room: how it tells what it knows of somebody, and how it forgets that.

    Both get the session, the participant and the folder of everything stored.
    """

    tell: Callable[[Session, Participant, Path], Sequence[Section]]
    wipe: Callable[[Session, Participant, Path], None]


def _tell_who(session: Session, whose: Participant, _home: Path) -> list[Section]:
    who = {
        "first_name": whose.first_name,
        "last_name": whose.last_name,
        "born_on": whose.born_on,
        "language": whose.language,
        "phone": whose.phone,
        "mail": whose.mail,
        "emergency": whose.emergency,
        "log_in": whose.person.login if whose.person else None,
        "since": whose.at,
    }
    kept = [
        {"who": keeper.person.name, "since": keeper.since} for keeper in keepers.of(session, whose)
    ]
    return [
        Section("person", N_("Who it is"), [who]),
        Section("keepers", N_("Who may read this"), kept),
    ]


def _tell_placements(session: Session, whose: Participant, _home: Path) -> list[Section]:
    rows = [
        {
            "type": each.type.name,
            "referrer": each.referrer.name if each.referrer else each.referrer_kind,
            "referrer_contact": each.referrer_contact,
            "reference": each.reference,
            "decided_on": each.decided_on,
            "starts_on": each.starts_on,
            "ends_on": each.ends_on,
            "week_minutes": sum(each.day_minutes),
            "total_minutes": each.total_minutes,
            "mentor": each.mentor.name if each.mentor else None,
            "coordinator": each.coordinator.name,
            "assignment": each.assignment,
            "level": each.level,
            "ended_on": each.ended_on,
            "outcome": each.outcome,
            "next_place": each.next_place,
        }
        for each in find.of(session, whose)
    ]
    return [Section("placements", N_("Placements"), rows)]


def _tell_consents(session: Session, whose: Participant, _home: Path) -> list[Section]:
    query = select(Consent).where(Consent.participant_id == whose.id).order_by(Consent.id)
    rows = [
        {"about": each.kind, "given": each.given, "at": each.at} for each in session.scalars(query)
    ]
    return [Section("consents", N_("What may be shared"), rows)]


def _tell_reads(session: Session, whose: Participant, _home: Path) -> list[Section]:
    query = (
        select(FileRead)
        .where(FileRead.participant_id == whose.id)
        .order_by(FileRead.at, FileRead.id)
    )
    rows = [
        {"at": each.at, "who": each.person.name, "page": each.page, "answer": each.answer}
        for each in session.scalars(query)
    ]
    return [Section("reads", N_("Who asked for this file"), rows)]


def _wipe_person(session: Session, whose: Participant, _home: Path) -> None:
    whose.forgotten_at = clock.now()
    whose.born_on = whose.person_id = None
    for column in PERSONAL:
        setattr(whose, column, "")
    session.execute(delete(FileKeeper).where(FileKeeper.participant_id == whose.id))
    session.execute(delete(FileRead).where(FileRead.participant_id == whose.id))


def _wipe_placements(session: Session, whose: Participant, _home: Path) -> None:
    for placement in session.scalars(select(Placement).where(Placement.participant_id == whose.id)):
        for column in TELLING:
            setattr(placement, column, "")


def _keep(_session: Session, _whose: Participant, _home: Path) -> None:
    """Wipe nothing: what it holds says nothing without a name."""


#: In the order in which a copy tells them; who somebody is goes last when a file ends.
PARTS = (
    Part(_tell_who, _wipe_person),
    Part(_tell_placements, _wipe_placements),
    Part(hours.tell, hours.wipe),
    Part(_tell_consents, _keep),
    Part(_tell_reads, _keep),
)


def tell(session: Session, whose: Participant, home: Path) -> list[Section]:
    """Tell all that is known of somebody."""
    return [section for part in PARTS for section in part.tell(session, whose, home)]


def wipe(session: Session, whose: Participant, home: Path) -> None:
    """Wipe all that could tell who somebody is."""
    for part in reversed(PARTS):
        part.wipe(session, whose, home)
