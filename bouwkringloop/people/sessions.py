"""Open and end log-ins; each is a row here, so ending one works at once."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock
from bouwkringloop.base.codes import fingerprint, new_secret
from bouwkringloop.base.errors import NotFound
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.people.models import AuthSession, Device

LASTS = timedelta(hours=16)
#: How long an ended log-in can be looked at before it is forgotten.
KEPT = timedelta(days=90)
_live = AuthSession.revoked_at.is_(None)


def begin(session: Session, person_id: int, device: Device, *, by: str) -> str:
    """Log somebody in by `password` or `pin`, in place of whoever was on the device."""
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
        )
    )
    return secret


def of(session: Session, person_id: int) -> Sequence[AuthSession]:
    """List the log-ins of somebody that still work, the newest first."""
    return session.scalars(
        select(AuthSession)
        .options(joinedload(AuthSession.device))
        .where(_live, AuthSession.person_id == person_id, AuthSession.expires_at > clock.now())
        .order_by(AuthSession.id.desc())
    ).all()


def end(session: Session, number: int, *, person_id: int, by: Actor) -> None:
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


def end_all(session: Session, person_id: int, *, by: Actor, but: int | None = None) -> None:
    """End every log-in of this person, but for the one with this number."""
    for found in of(session, person_id):
        if found.id != but:
            end(session, found.id, person_id=person_id, by=by)
