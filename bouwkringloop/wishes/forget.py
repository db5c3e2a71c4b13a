"""Forget who looked for something, when it is over long enough."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.people import audit
from bouwkringloop.wishes.models import PERSONAL, Wish

#: How long after its end somebody may still ask about a wish.
KEPT = timedelta(days=60)


def wipe_old(session: Session) -> int:
    """Erase who it was of every wish that ended 60 days ago; tell how many."""
    now = clock.now()
    over = session.scalars(
        select(Wish).where(Wish.ended_at < now - KEPT, Wish.forgotten_at.is_(None))
    ).all()
    for wish in over:
        for column in PERSONAL:
            setattr(wish, column, "")
        wish.forgotten_at = now
        audit.note(session, None, "wish.forgotten", wish.subject)
    return len(over)
