"""Slow down who guesses or floods; counted in the database, for restarts too."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.db import Database
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import ntranslate as ngettext
from bouwkringloop.people.models import LoginAttempt

WINDOW = timedelta(minutes=15)


@dataclass(frozen=True)
class Limit:
    """How many attempts there may be within a window."""

    many: int
    window: timedelta = WINDOW


#: How many log-ins may fail, by what is counted.
LIMITS = {
    "login": Limit(5),
    "address": Limit(30),
    "pin": Limit(5),
    # Whoever guesses codes has the password already, so a day has an end too.
    "code": Limit(5),
    "codes": Limit(20, timedelta(days=1)),
}
_KEPT = timedelta(days=1)


class TooManyAttempts(Refused):
    """Too many wrong passwords or PINs in a short time."""

    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(minutes=-(-seconds // 60))
        self.seconds = seconds

    @property
    def sentence(self) -> str:
        """The refusal, with how long to wait."""
        minutes = int(str(self.details["minutes"]))
        return (
            ngettext(
                "That went wrong too often. Wait %(minutes)s minute, then try again.",
                "That went wrong too often. Wait %(minutes)s minutes, then try again.",
                minutes,
            )
            % self.details
        )


class TooManyPins(TooManyAttempts):
    """Too many wrong PINs on this device."""

    @property
    def sentence(self) -> str:
        """The refusal, with the way out and how long to wait."""
        minutes = int(str(self.details["minutes"]))
        return (
            ngettext(
                "Too many wrong PINs. Log in with your password, or wait %(minutes)s minute.",
                "Too many wrong PINs. Log in with your password, or wait %(minutes)s minutes.",
                minutes,
            )
            % self.details
        )


def count(
    database: Database,
    *subjects: str,
    limits: Mapping[str, Limit] = LIMITS,
    refusal: type[TooManyAttempts] | None = None,
) -> list[int]:
    """Count an attempt as failed before it is tried, and refuse it if there were too many.

    It is stored first and looked at afterwards: so, of a hundred attempts that come at the same
    moment, no more get through than of a hundred that come one by one.
    """
    now = clock.now()
    with database.writing() as session:
        session.execute(delete(LoginAttempt).where(LoginAttempt.at < now - _KEPT))
        attempts = [LoginAttempt(subject=subject, at=now) for subject in subjects]
        session.add_all(attempts)
        session.flush()  # Their numbers are needed to take them back.
        numbers = [attempt.id for attempt in attempts]
    with database.reading() as session:
        wait = max(
            _wait(session, subject, limits[subject.partition(":")[0]], now) for subject in subjects
        )
    if wait > 0:
        with database.writing() as session:
            take_back(session, numbers)
        pin = any(subject.startswith("pin:") for subject in subjects)
        raise (refusal or (TooManyPins if pin else TooManyAttempts))(wait)
    return numbers


def take_back(session: Session, numbers: list[int]) -> None:
    """Drop attempts that turned out right, or that were not tried at all."""
    session.execute(delete(LoginAttempt).where(LoginAttempt.id.in_(numbers)))


def forget(session: Session, subject: str) -> None:
    """Drop every attempt on this subject, after it proved who it is."""
    session.execute(delete(LoginAttempt).where(LoginAttempt.subject == subject))


def _wait(session: Session, subject: str, limit: Limit, now: datetime) -> int:
    """Tell how many seconds this subject has to wait; 0 where it need not."""
    newest = session.scalars(
        select(LoginAttempt.at)
        .where(LoginAttempt.subject == subject, LoginAttempt.at > now - limit.window)
        .order_by(LoginAttempt.at.desc(), LoginAttempt.id.desc())
        .limit(limit.many + 1)
    ).all()
    if len(newest) <= limit.many:
        return 0
    return max(1, int((newest[limit.many] + limit.window - now).total_seconds()))
