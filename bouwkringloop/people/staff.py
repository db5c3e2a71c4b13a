"""Add and find the people who work here."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, text
from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor, Role
from bouwkringloop.people import audit
from bouwkringloop.people.models import AuthSession, Person
from bouwkringloop.people.passwords import hash_password, hash_pin


class LoginTaken(Refused):
    """Somebody else logs in under that name."""

    message = N_("Somebody already logs in as “%(login)s”. Choose another name.")


class NoName(Refused):
    """A person needs a name that can be said."""

    status = 422
    message = N_("Type a name.")


class NobodyLogsIn(NotFound):
    """No person has this log-in name."""

    message = N_("Nobody logs in as “%(login)s”.")


def login_from(name: str) -> str:
    """Make a log-in from a name: `Noor de Vries` becomes `noor.de.vries`."""
    return text.slug(name, joint=".")


def named(name: str) -> str:
    """Give a name that can be said; refuse an empty one."""
    if not name.strip():
        raise NoName
    return name.strip()


def free_login(session: Session, wanted: str, *, but: int | None = None) -> str:
    """Give a log-in name that nobody else has; refuse one that is taken."""
    login = wanted.strip().lower()
    if not login:
        raise NoName
    if session.scalar(select(Person.id).where(Person.login == login, Person.id != (but or 0))):
        raise LoginTaken(login=login)
    return login


def add(
    session: Session,
    *,
    name: str,
    role: Role,
    password: str,
    login: str | None = None,
    pin: str | None = None,
    language: str = "nl",
    by: Actor | None = None,
) -> Person:
    """Add somebody who logs in with a password, and with a PIN on shared devices."""
    hashed = hash_password(password)  # Before the first question to the database: it is slow.
    person = Person(
        name=named(name),
        login=free_login(session, login or login_from(name)),
        role=role.value,
        language=language,
        password_hash=hashed,
        pin_hash=hash_pin(pin) if pin else None,
        created_at=clock.now(),
    )
    session.add(person)
    session.flush()  # The audit entry needs the new person's number.
    audit.note(session, by, "person.added", f"person:{person.id}", role=role.value)
    return person


def everybody(session: Session) -> Sequence[tuple[Person, datetime | None]]:
    """List who works or worked here with their last log-in, the active ones first."""
    last = func.max(AuthSession.created_at)
    query = (
        select(Person, last)
        .outerjoin(AuthSession, AuthSession.person_id == Person.id)
        .where(Person.login.is_not(None))
        .group_by(Person.id)
        .order_by(Person.active.desc(), Person.name, Person.id)
    )
    return [(person, at) for person, at in session.execute(query)]


def by_login(session: Session, login: str) -> Person:
    """Find somebody by what they type at the log-in."""
    person = session.scalar(select(Person).where(Person.login == login.strip().lower()))
    if person is None:
        raise NobodyLogsIn(login=login)
    return person


def one(session: Session, number: int) -> Person:
    """Find somebody who works or worked here; programs are not among them."""
    person = session.get(Person, number)
    if person is None or person.login is None:
        raise NotFound
    return person
