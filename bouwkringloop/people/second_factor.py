"""The second step at the log-in: codes that a phone makes (TOTP, RFC 6238), and codes on paper."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pyotp
from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import Update

from bouwkringloop.base import clock, seal
from bouwkringloop.base.codes import fingerprint
from bouwkringloop.base.db import Database
from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit, sessions, staff, throttle
from bouwkringloop.people.models import RecoveryCode, SecondFactor

#: How long a code counts, as every app for phones has it.
STEP_S = 30
DIGITS = 6
#: A phone's clock may be one step ahead or behind.
_DRIFT = (0, -1, 1)
#: How long a secret that was shown waits for its first code.
SET_UP_WITHIN = timedelta(minutes=30)
RECOVERY_CODES = 10
#: Without what is taken for something else on paper; sixteen of these are 79 bits.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4


class WrongCode(Refused):
    """This code does not belong to this person now, or was used before."""

    status = 401
    message = N_("This code is not right, or was used already. Wait for the next one.")


class TooManyCodes(throttle.TooManyAttempts):
    """Too many wrong codes."""

    @property
    def sentence(self) -> str:
        """The refusal; who has to wait for hours reads what else helps."""
        if self.seconds <= throttle.WINDOW.total_seconds():
            return super().sentence
        return translate(
            "Too many wrong codes today. Try again tomorrow, or ask a manager to switch the second"
            " step off."
        )


class IsOnAlready(Refused):
    """The second step works already; a new phone needs the old one to be switched off first."""

    message = N_("The second step is on already. Switch it off first.")


class NotBegun(Refused):
    """There is no secret that waits for its first code, or it waited too long."""

    message = N_("This took too long. Begin again.")


class NotYourOwn(Refused):
    """A manager tried to get rid of their own second step without a code."""

    message = N_("Switch your own second step off on your own page. That needs a code.")


@dataclass(frozen=True)
class SetUp:
    """What a phone needs to make codes."""

    #: The secret in base32, for who types it.
    secret: str
    #: The same as an `otpauth://` address, for a QR code.
    uri: str


@dataclass(frozen=True)
class Standing:
    """Whether the second step is on, and how many codes on paper are left."""

    on: bool
    codes_left: int


def has(session: Session, person_id: int) -> bool:
    """Tell whether somebody's log-in has a second step."""
    return _working(session, person_id) is not None


def standing(session: Session, person_id: int) -> Standing:
    """Tell how somebody's second step stands."""
    left = session.scalar(
        select(func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    )
    return Standing(has(session, person_id), left or 0)


def begin(session: Session, home: Path, *, shop: str, by: Actor) -> SetUp:
    """Make a secret that counts once its first code was typed."""
    person = staff.one(session, by.id)
    if has(session, by.id):
        raise IsOnAlready
    _forget(session, by.id)
    secret = pyotp.random_base32()
    session.add(
        SecondFactor(
            person_id=by.id,
            sealed=seal.seal(home, secret, _purpose(by.id)),
            begun_at=clock.now(),
        )
    )
    return _set_up(secret, person.login or "", shop)


def begun(session: Session, home: Path, *, shop: str, by: Actor) -> SetUp:
    """Give the secret that still waits for its first code."""
    found = _waiting(session, by.id)
    secret = seal.unseal(home, found.sealed, _purpose(by.id))
    return _set_up(secret, staff.one(session, by.id).login or "", shop)


def confirm(session: Session, home: Path, code: str, *, by: Actor) -> list[str]:
    """Switch the second step on with its first code; give the codes to be kept on paper."""
    found = _waiting(session, by.id)
    step = _step(seal.unseal(home, found.sealed, _purpose(by.id)), _plain(code))
    if step is None:
        raise WrongCode
    first = (
        update(SecondFactor)
        .where(SecondFactor.id == found.id, SecondFactor.confirmed_at.is_(None))
        .values(last_used_step=step, confirmed_at=clock.now())
    )
    if not _done(session, first):
        raise NotBegun
    audit.note(session, by, "second_factor.confirmed", f"person:{by.id}")
    return _new_codes(session, by.id)


def prove(database: Database, home: Path, person_id: int, typed: str) -> None:
    """Take a code of somebody's phone, or one from paper; each is taken once.

    Works in short transactions of its own, as passwords do: a failed attempt stays counted
    whatever becomes of the request. The caller holds no transaction.
    """
    numbers = throttle.count(
        database, f"code:{person_id}", f"codes:{person_id}", refusal=TooManyCodes
    )
    subject = f"person:{person_id}"
    with database.writing() as session:
        if _take(session, home, person_id, typed):
            # Only this attempt: whoever guesses beside the owner gets no more guesses by it.
            throttle.take_back(session, numbers)
            return
        audit.note(session, None, "code.failed", subject)
    raise WrongCode


def recover(session: Session, *, by: Actor) -> list[str]:
    """Make new codes for paper; the earlier ones no longer work."""
    if not has(session, by.id):
        raise NotFound
    audit.note(session, by, "second_factor.new_codes", f"person:{by.id}")
    return _new_codes(session, by.id)


def drop(session: Session, *, by: Actor) -> None:
    """Switch one's own second step off; the caller has proved password and code."""
    _drop(session, by.id, by=by)


def drop_of(session: Session, person_id: int, *, by: Actor | None) -> None:
    """Switch it off for somebody who lost the phone, and end their log-ins, which may be on it."""
    if by is not None and by.id == person_id:
        raise NotYourOwn
    _drop(session, person_id, by=by)
    sessions.end_all(session, person_id, by=by)


def _drop(session: Session, person_id: int, *, by: Actor | None) -> None:
    if not has(session, person_id):
        raise NotFound
    _forget(session, person_id)
    sessions.unprove(session, person_id)
    audit.note(session, by, "second_factor.dropped", f"person:{person_id}")


def _forget(session: Session, person_id: int) -> None:
    for table in (RecoveryCode, SecondFactor):
        session.execute(delete(table).where(table.person_id == person_id))


def _working(session: Session, person_id: int) -> SecondFactor | None:
    return session.scalar(
        select(SecondFactor).where(
            SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_not(None)
        )
    )


def _waiting(session: Session, person_id: int) -> SecondFactor:
    found = session.scalar(
        select(SecondFactor).where(
            SecondFactor.person_id == person_id,
            SecondFactor.confirmed_at.is_(None),
            SecondFactor.begun_at > clock.now() - SET_UP_WITHIN,
        )
    )
    if found is None:
        raise NotBegun
    return found


def _purpose(person_id: int) -> str:
    return f"second_factor:{person_id}"


def _set_up(secret: str, login: str, shop: str) -> SetUp:
    return SetUp(secret, pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=shop))


def _step(secret: str, code: str) -> int | None:
    """Find the half minute whose code this is; None where it is of none that counts now."""
    now, made = int(clock.now().timestamp()) // STEP_S, pyotp.TOTP(secret)
    for step in (now + drift for drift in _DRIFT):
        if hmac.compare_digest(made.generate_otp(step).encode(), code.encode()):
            return step
    return None


def _plain(typed: str) -> str:
    """Give a code as it is compared, however it was typed in groups."""
    return "".join(typed.split()).replace("-", "").lower()


def _take(session: Session, home: Path, person_id: int, typed: str) -> bool:
    """Use a code up; testing and using are one statement, so nobody uses it twice."""
    plain, found = _plain(typed), _working(session, person_id)
    if found is None:
        return False
    if len(plain) == DIGITS and plain.isdecimal():
        step = _step(seal.unseal(home, found.sealed, _purpose(person_id)), plain)
        return step is not None and _done(
            session,
            update(SecondFactor)
            .where(SecondFactor.id == found.id, SecondFactor.last_used_step < step)
            .values(last_used_step=step),
        )
    used = _done(
        session,
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == fingerprint(plain),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now()),
    )
    if used:
        audit.note(session, None, "second_factor.code_used", f"person:{person_id}")
    return used


def _done(session: Session, statement: Update) -> bool:
    result = session.execute(statement)
    return isinstance(result, CursorResult) and result.rowcount == 1


def _new_codes(session: Session, person_id: int) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    made = [
        "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
        for _ in range(RECOVERY_CODES)
    ]
    session.add_all(
        RecoveryCode(person_id=person_id, code_hash=fingerprint(_plain(code))) for code in made
    )
    return made
