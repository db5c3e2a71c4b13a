"""End a wish: it was found, it was withdrawn, or its day passed."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.wishes import find
from bouwkringloop.wishes.keep import WishEnded
from bouwkringloop.wishes.models import Wish

#: What somebody can say that became of a wish.
OUTCOMES = ("found", "withdrawn")


def end(session: Session, uuid: UUID, outcome: str, *, by: Actor) -> Wish:
    """Say that what was looked for was found, or is not needed any more."""
    if outcome not in OUTCOMES:
        raise BadInput(what="outcome")
    wish = find.to_change(session, uuid)
    if wish.state != "open":
        raise WishEnded
    wish.state, wish.ended_at, wish.ended_by_id = outcome, clock.now(), by.id
    audit.note(session, by, f"wish.{outcome}", wish.subject)
    return wish


def expire(session: Session) -> int:
    """End the wishes whose last day is over; tell how many."""
    over = session.scalars(
        select(Wish)
        .where(Wish.state == "open", Wish.needed_until < clock.today())
        .with_for_update()
    ).all()
    for wish in over:
        wish.state, wish.ended_at = "expired", clock.now()
        audit.note(session, None, "wish.expired", wish.subject)
    return len(over)
