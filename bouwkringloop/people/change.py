"""Change what is known of somebody who works here, and dismiss them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import LANGUAGES, N_
from bouwkringloop.base.permissions import Actor, Role
from bouwkringloop.people import audit, sessions, staff
from bouwkringloop.people.models import Person
from bouwkringloop.people.passwords import hash_password, hash_pin


class LastManager(Refused):
    """Without a manager nobody could add one again."""

    message = N_("This is the only manager. Make somebody else a manager first.")


class NotYourself(Refused):
    """Somebody tried to shut themselves out."""

    message = N_("You cannot make yourself inactive. Ask another manager.")


def details(
    session: Session, number: int, *, name: str, login: str, role: Role, language: str, by: Actor
) -> None:
    """Change name, log-in name, role and language; a new role counts from the next request on."""
    person = staff.one(session, number)
    if role is not Role.MANAGER:
        _spare_a_manager(session, person)
    wanted = {
        "name": staff.named(name),
        "login": staff.free_login(session, login or name, but=number),
        "role": role.value,
        "language": language if language in LANGUAGES else person.language,
    }
    changes = {
        key: [getattr(person, key), value]
        for key, value in wanted.items()
        if getattr(person, key) != value
    }
    for key, (_, value) in changes.items():
        setattr(person, key, value)
    if changes:
        audit.note(session, by, "person.changed", f"person:{number}", **changes)


def password(session: Session, number: int, new: str, *, by: Actor) -> None:
    """Give somebody another password and end their log-ins, but for the one this comes by."""
    hashed = hash_password(new)  # Before the first question to the database: it is slow.
    person = staff.one(session, number)
    person.password_hash = hashed
    sessions.end_all(session, number, by=by, but=by.session_id)
    audit.note(session, by, "password.changed", f"person:{number}")


def pin(session: Session, number: int, new: str, *, by: Actor) -> None:
    """Give somebody another PIN, or none, and end their log-ins, but for the one this comes by."""
    person = staff.one(session, number)
    person.pin_hash = hash_pin(new) if new else None
    sessions.end_all(session, number, by=by, but=by.session_id)
    audit.note(session, by, "pin.changed" if new else "pin.removed", f"person:{number}")


def dismiss(session: Session, number: int, *, by: Actor) -> None:
    """Let somebody in no more; their name stays in the books."""
    person = staff.one(session, number)
    if number == by.id:
        raise NotYourself
    _spare_a_manager(session, person)
    person.active = False
    sessions.end_all(session, number, by=by)
    audit.note(session, by, "person.dismissed", f"person:{number}")


def welcome_back(session: Session, number: int, *, by: Actor) -> None:
    """Let somebody in again who was inactive."""
    staff.one(session, number).active = True
    audit.note(session, by, "person.returned", f"person:{number}")


def language(session: Session, number: int, wanted: str) -> None:
    """Speak another language with somebody from now on."""
    person = session.get(Person, number)
    if person is None:
        raise NotFound
    if wanted in LANGUAGES:
        person.language = wanted


def _spare_a_manager(session: Session, person: Person) -> None:
    """Refuse to lose the last manager; the rows are held, so two cannot dismiss each other."""
    managers = session.scalars(
        select(Person.id)
        .where(Person.active, Person.login.is_not(None), Person.role == Role.MANAGER.value)
        .order_by(Person.id)
        .with_for_update()
    ).all()
    if list(managers) == [person.id]:
        raise LastManager
