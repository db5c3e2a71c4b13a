"""Open a participant's file, and change it; the trail tells what changed, never into what."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import bsn, clock
from bouwkringloop.base.errors import BadInput, OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.smtp import is_address
from bouwkringloop.base.text import clean, fold, named
from bouwkringloop.partners import numbers
from bouwkringloop.partners.keep import BadMailAddress
from bouwkringloop.people import audit
from bouwkringloop.people.models import Person
from bouwkringloop.placements import reach
from bouwkringloop.placements.models import FileKeeper, Participant
from bouwkringloop.placements.words import LANGUAGES

LONGEST = {"first_name": 60, "last_name": 60, "phone": 24, "mail": 120, "emergency": 120}
#: Younger or older than this, somebody mistyped.
_AGES = range(12, 100)


class NotBornThen(Refused):
    """A date of birth of somebody who does not work here."""

    status = 422
    message = N_("Check the date of birth: whoever works here is between 12 and 99 years old.")


class WorksAsAnother(Refused):
    """A log-in that belongs to another participant already."""

    message = N_("Another participant works under this log-in already.")


@dataclass(frozen=True)
class Facts:
    """Who somebody is, as far as the shop has to know."""

    first_name: str
    last_name: str = ""
    born_on: date | None = None
    language: str = "nl"
    phone: str = ""
    mail: str = ""
    emergency: str = ""
    person_id: int | None = None

    @property
    def content_hash(self) -> str:
        """Tell these facts from others that come under the same id."""
        canonical = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(canonical.encode()).hexdigest()


def checked(facts: Facts) -> Facts:
    """Bring facts into one form; raise the refusal that fits the first that cannot be."""
    tidy = replace(
        facts,
        first_name=named(facts.first_name),
        last_name=clean(facts.last_name)[: LONGEST["last_name"]],
        phone=numbers.phone(clean(facts.phone)),
        mail=clean(facts.mail),
        emergency=clean(facts.emergency)[: LONGEST["emergency"]],
    )
    bsn.refuse(tidy.first_name, tidy.last_name, tidy.emergency)
    if tidy.mail and not is_address(tidy.mail):
        raise BadMailAddress
    if tidy.language not in LANGUAGES:
        raise BadInput(what="language")
    if tidy.born_on is not None:
        today = clock.today()
        if today.year - tidy.born_on.year not in _AGES or tidy.born_on > today:
            raise NotBornThen
    return tidy


def add(session: Session, uuid: UUID, facts: Facts, *, by: Actor) -> Participant:
    """Open a file once, however often it is sent; who opens it keeps it.

    Two requests with one id at one moment raise IntegrityError for the second to store, which
    finds the first when it starts over (`again_if_raced`).
    """
    first = session.scalar(select(Participant).where(Participant.uuid == uuid))
    if first is not None:
        if first.content_hash != facts.content_hash:
            raise OtherContentUnderThisId
        return reach.file(session, uuid, by=by)
    tidy = checked(facts)
    _check_login(session, tidy.person_id, uuid)
    now = clock.now()
    made = Participant(
        uuid=uuid,
        content_hash=facts.content_hash,
        folded=_folded(tidy),
        at=now,
        by_id=by.id,
        **asdict(tidy),
    )
    session.add(made)
    session.flush()  # The same id sent at one moment is stopped here, by the database.
    session.add(FileKeeper(participant_id=made.id, person_id=by.id, since=now, by_id=by.id))
    audit.note(session, by, "participant.added", made.subject)
    return made


def change(session: Session, whose: Participant, facts: Facts, *, by: Actor) -> Participant:
    """Change what a file says of somebody."""
    tidy = checked(facts)
    _check_login(session, tidy.person_id, whose.uuid)
    columns = {**asdict(tidy), "folded": _folded(tidy)}
    changed = [name for name, value in columns.items() if getattr(whose, name) != value]
    if not changed:
        return whose
    for name in changed:
        setattr(whose, name, columns[name])
    session.flush()  # Whoever shows it next reads its log-in anew.
    session.expire(whose, ["person"])
    told = " ".join(name for name in changed if name != "folded")
    audit.note(session, by, "participant.changed", whose.subject, changed=told)
    return whose


def _folded(facts: Facts) -> str:
    return fold(f"{facts.first_name} {facts.last_name}")


def _check_login(session: Session, person_id: int | None, uuid: UUID) -> None:
    """See that a log-in of a person is named, and by nobody else."""
    if person_id is None:
        return
    person = session.get(Person, person_id)
    if person is None or not person.active or person.login is None:
        raise BadInput(what="person")
    other = select(Participant.id).where(
        Participant.person_id == person_id, Participant.uuid != uuid
    )
    if session.scalar(other) is not None:
        raise WorksAsAnother
