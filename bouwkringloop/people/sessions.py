"""Open and end log-ins; each is a row here, so ending one works at once."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock
from bouwkringloop.base.codes import fingerprint, new_secret
from bouwkringloop.base.errors import NotFound
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.people.models import AuthSession, Device, HalfLogin

LASTS = timedelta(hours=16)
#: How long an ended log-in can be looked at before it is forgotten.
KEPT = timedelta(days=90)
_live = AuthSession.revoked_at.is_(None)


def begin(
    session: Session, person_id: int, device: Device, *, by: str, proved: bool = False
) -> str:
    """Log somebody in by `password` or `pin`, in place of whoever was on the device.

    `proved` says that the second step was taken as well.
    """
    session.flush()  # A new device needs its number first.
    for earlier in session.scalars(
        select(AuthSession).where(_live, AuthSession.device_id == device.id)
    ):
        earlier.revoked_at = clock.now()
    # All of them expire in hours, so what expired long ago has also ended long ago.
    session.execute(delete(AuthSession).where(AuthSession.expires_at < clock.now() - KEPT))
    secret = new_secret()
    session.add(
        AuthSession(
            secret_hash=fingerprint(secret),
            person_id=person_id,
            device=device,
            opened_by=by,
            created_at=clock.now(),
            expires_at=clock.now() + LASTS,
            proved_at=clock.now() if proved else None,
        )
    )
    return secret


def prove(session: Session, number: int | None, *, by: Actor) -> str:
    """Write down that the second step was taken in this log-in; give its new secret.

    The secret changes with what the log-in opens, so that one that leaked before opens no more.
    """
    secret, found = new_secret(), one(session, number)
    found.proved_at, found.secret_hash = clock.now(), fingerprint(secret)
    audit.note(session, by, "login.proved", f"person:{by.id}", login=number)
    return secret


def unprove(session: Session, person_id: int) -> None:
    """Let no log-in of this person count as proved any more; they go on working."""
    session.execute(
        update(AuthSession).where(AuthSession.person_id == person_id).values(proved_at=None)
    )


def one(session: Session, number: int | None) -> AuthSession:
    """Find a log-in that works; programs have none."""
    found = session.scalar(select(AuthSession).where(_live, AuthSession.id == number))
    if found is None:
        raise NotFound
    return found


def of(session: Session, person_id: int) -> Sequence[AuthSession]:
    """List the log-ins of somebody that still work, the newest first."""
    return session.scalars(
        select(AuthSession)
        .options(joinedload(AuthSession.device))
        .where(_live, AuthSession.person_id == person_id, AuthSession.expires_at > clock.now())
        .order_by(AuthSession.id.desc())
    ).all()


def end(session: Session, number: int, *, person_id: int, by: Actor | None) -> None:
    """End one log-in of this person; the browser is out with its next request."""
    found = session.scalar(
        select(AuthSession).where(
            _live, AuthSession.id == number, AuthSession.person_id == person_id
        )
    )
    if found is None:
        raise NotFound
    found.revoked_at = clock.now()
    audit.note(session, by, "login.ended", f"person:{person_id}", login=number)


def end_all(session: Session, person_id: int, *, by: Actor | None, but: int | None = None) -> None:
    """End every log-in of this person, but for the one with this number."""
    session.execute(delete(HalfLogin).where(HalfLogin.person_id == person_id))
    for found in of(session, person_id):
        if found.id != but:
            end(session, found.id, person_id=person_id, by=by)
