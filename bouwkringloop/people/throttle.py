"""Slow down who guesses passwords or PINs; counted in the database, for restarts too."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.db import Database
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import ntranslate as ngettext
from bouwkringloop.people.models import LoginAttempt

WINDOW = timedelta(minutes=15)
#: How many attempts may fail within the window, by what is counted.
LIMITS = {"login": 5, "address": 30, "pin": 5}
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


def count(database: Database, *subjects: str) -> list[int]:
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
        wait = max(_wait(session, subject, now) for subject in subjects)
    if wait > 0:
        with database.writing() as session:
            take_back(session, numbers)
        pin = any(subject.startswith("pin:") for subject in subjects)
        raise (TooManyPins if pin else TooManyAttempts)(wait)
    return numbers


def take_back(session: Session, numbers: list[int]) -> None:
    """Drop attempts that turned out right, or that were not tried at all."""
    session.execute(delete(LoginAttempt).where(LoginAttempt.id.in_(numbers)))


def forget(session: Session, subject: str) -> None:
    """Drop every attempt on this subject, after it proved who it is."""
    session.execute(delete(LoginAttempt).where(LoginAttempt.subject == subject))


def _wait(session: Session, subject: str, now: datetime) -> int:
    """Tell how many seconds this subject has to wait; 0 where it need not."""
    limit = LIMITS[subject.partition(":")[0]]
    newest = session.scalars(
        select(LoginAttempt.at)
        .where(LoginAttempt.subject == subject, LoginAttempt.at > now - WINDOW)
        .order_by(LoginAttempt.at.desc(), LoginAttempt.id.desc())
        .limit(limit + 1)
    ).all()
    if len(newest) <= limit:
        return 0
    return max(1, int((newest[limit] + WINDOW - now).total_seconds()))
