"""Forget who gave what, when it is over long enough."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, mail
from bouwkringloop.people import audit
from bouwkringloop.pickups import photos, step
from bouwkringloop.pickups.models import ENDED, Pickup

#: How long after its end somebody may still ask about a pick-up.
KEPT = timedelta(days=60)
#: What nobody answered or drove in this time has come to nothing.
_STALE = timedelta(days=180)
_PERSONAL = (
    "what",
    "groups",
    "amount",
    "days",
    "name",
    "street",
    "postcode",
    "town",
    "phone",
    "mail",
    "access",
    "reason",
    "content_hash",
)


def old(session: Session, folder: Path) -> int:
    """Erase who and where of every pick-up that ended 60 days ago; tell how many.

    `folder` is that of all photos. A request that was left lying for half a year ends first.
    """
    now = clock.now()
    for left in session.scalars(_left_lying(now)):
        step.to(left, "cancelled")
        audit.note(session, None, "pickup.cancelled", left.subject)
    over = session.scalars(
        select(Pickup).where(
            Pickup.state.in_(ENDED), Pickup.ended_at < now - KEPT, Pickup.forgotten_at.is_(None)
        )
    ).all()
    for pickup in over:
        photos.erase(session, folder, pickup)
        mail.forget(session, pickup.subject)
        for column in _PERSONAL:
            setattr(pickup, column, "")
        pickup.token_hash, pickup.forgotten_at = None, now
        audit.note(session, None, "pickup.forgotten", pickup.subject)
    photos.sweep(session, folder)
    return len(over)


def _left_lying(now: datetime) -> Select[Pickup]:
    long_ago = now - _STALE
    return select(Pickup).where(
        Pickup.state.not_in(ENDED),
        Pickup.asked_at < long_ago,
        or_(Pickup.day.is_(None), Pickup.day < clock.local(long_ago).date()),
    )
