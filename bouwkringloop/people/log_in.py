"""Log in with a password, and switch by PIN on a device where somebody did."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.db import Database
from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit, devices, half_login, passwords, sessions, throttle
from bouwkringloop.people.models import Person

_LARGEST = 2**31 - 1


class WrongPassword(Refused):
    """Nobody logs in with this name and this password."""

    status = 401
    message = N_("This name and password do not belong together. Try again.")


class WrongPin(Refused):
    """This is not the PIN of who was chosen."""

    status = 401
    message = N_("This PIN is not right. Try again.")


@dataclass(frozen=True)
class LoggedIn:
    """Who is in, and the secrets that belong in the cookies."""

    person: Actor
    login_secret: str
    device_secret: str


def prove(database: Database, login: str, password: str, address: str) -> int:
    """Check a login name and its password; give the person's number.

    Works in short transactions of its own: the slow hash runs in none of them, and a failed
    attempt stays counted whatever becomes of the request. The caller holds no transaction.
    """
    name = login.strip().lower()
    numbers = throttle.count(database, _subject(name), f"address:{address}")
    with database.reading() as session:
        person = session.scalar(select(Person).where(Person.login == name, Person.active))
    # Unknown names are hashed against too, so that the answer comes as late as for known ones.
    if not passwords.is_right(person.password_hash if person else None, password) or not person:
        with database.writing() as session:
            audit.note(session, None, "login.failed", f"person:{person.id}" if person else "nobody")
        raise WrongPassword
    with database.writing() as session:
        throttle.take_back(session, numbers)
        throttle.forget(session, _subject(name))
    return person.id


def _subject(name: str) -> str:
    # People type passwords into the wrong field; a hash of the name counts as well as the name.
    return "login:" + hashlib.sha256(name.encode(errors="replace")).hexdigest()[:32]


def with_password(
    session: Session,
    person_id: int,
    *,
    device_secret: str | None,
    user_agent: str,
    proved: bool = False,
) -> LoggedIn:
    """Log in somebody who proved who they are; staff may switch by PIN on that device for a day.

    `proved` says that the second step was taken as well.
    """
    device, secret = devices.remember(session, device_secret, user_agent)
    opened = sessions.begin(session, person_id, device, by="password", proved=proved)
    actor = _actor(session, person_id)
    told = {"second_step": True} if proved else {}
    audit.note(session, actor, "login.made", f"person:{person_id}", device=device.id, **told)
    return LoggedIn(actor, opened, secret)


def with_code(
    session: Session, half_secret: str, *, device_secret: str | None, user_agent: str
) -> LoggedIn:
    """Make a half log-in whole; the caller has proved the code."""
    return with_password(
        session,
        half_login.end(session, half_secret),
        device_secret=device_secret,
        user_agent=user_agent,
        proved=True,
    )


def on_the_tiles(session: Session) -> Sequence[Person]:
    """List who can switch by PIN, in the order of their names."""
    return session.scalars(
        select(Person)
        .where(Person.active, Person.login.is_not(None), Person.pin_hash.is_not(None))
        .order_by(Person.name, Person.id)
    ).all()


def prove_pin(database: Database, device_id: int, person_id: int, pin: str) -> None:
    """Check somebody's PIN; five wrong ones lock the PINs of that device for a while."""
    if not 0 < person_id <= _LARGEST:
        raise WrongPin
    numbers = throttle.count(database, f"pin:{device_id}")
    with database.reading() as session:
        stored = session.scalar(
            select(Person.pin_hash).where(
                Person.id == person_id, Person.active, Person.login.is_not(None)
            )
        )
    if stored is None or not passwords.is_right(stored, pin):
        subject = f"person:{person_id}" if stored else "nobody"
        with database.writing() as session:
            audit.note(session, None, "pin.failed", subject, device=device_id)
        raise WrongPin
    with database.writing() as session:
        # Only this attempt: somebody's own right PIN must not buy them more guesses at another's.
        throttle.take_back(session, numbers)


def with_pin(session: Session, person_id: int, device_secret: str) -> LoggedIn:
    """Log in somebody whose PIN was right, in place of whoever worked on the device before."""
    device = devices.for_pins(session, device_secret)
    if device is None:
        raise NotFound
    opened = sessions.begin(session, person_id, device, by="pin")
    actor = _actor(session, person_id)
    audit.note(session, actor, "login.switched", f"person:{person_id}", device=device.id)
    return LoggedIn(actor, opened, device_secret)


def _actor(session: Session, person_id: int) -> Actor:
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person.actor()
