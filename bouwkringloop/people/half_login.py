"""A log-in of which the password was right and the second step is still to come.

It is no log-in: nothing but the question for the code reads this table.
"""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.codes import fingerprint, new_secret
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.people.models import HalfLogin, Person

LASTS = timedelta(minutes=5)


class HalfLoginEnded(Refused):
    """The code came too late, or the log-in was made already."""

    status = 401
    message = N_("That took too long. Log in again.")


def begin(session: Session, person_id: int) -> str:
    """Wait some minutes for somebody's code; give the secret for the cookie."""
    session.execute(delete(HalfLogin).where(HalfLogin.expires_at <= clock.now()))
    secret = new_secret()
    session.add(
        HalfLogin(
            secret_hash=fingerprint(secret), person_id=person_id, expires_at=clock.now() + LASTS
        )
    )
    return secret


def whose(session: Session, secret: str) -> int:
    """Tell whose code is waited for."""
    found = session.scalar(
        select(HalfLogin.person_id)
        .join(Person, Person.id == HalfLogin.person_id)
        .where(
            HalfLogin.secret_hash == fingerprint(secret),
            HalfLogin.expires_at > clock.now(),
            Person.active,
        )
    )
    if found is None:
        raise HalfLoginEnded
    return found


def end(session: Session, secret: str) -> int:
    """Wait no longer; tell for whom it was. Only the first who asks gets an answer."""
    person_id = whose(session, secret)
    ended = session.scalar(
        delete(HalfLogin)
        .where(HalfLogin.secret_hash == fingerprint(secret))
        .returning(HalfLogin.id)
    )
    if ended is None:
        raise HalfLoginEnded
    return person_id
