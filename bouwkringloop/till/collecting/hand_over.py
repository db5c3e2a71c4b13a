"""Hand over what was sold before, to whoever fetches it."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.till.collecting import step, waiting
from bouwkringloop.till.collecting.waiting import Waits


def hand_over(session: Session, numbers: Sequence[int], *, by: Actor) -> list[Waits]:
    """Say that things left the shop: all of them, or none where one is no longer here."""
    now = clock.now()
    found = waiting.to_change(session, numbers)
    for one in found:
        step.to(one, "handed_over")
        one.collection.handed_over_at, one.collection.handed_over_by_id = now, by.id
        audit.note(session, by, "collection.handed_over", one.collection.subject)
    return found
