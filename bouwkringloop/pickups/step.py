"""Bring a pick-up to another state, if its present one allows it."""

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.pickups.models import ENDED, Pickup


class NotThatStep(Refused):
    """The pick-up's state does not allow it."""

    message = N_("This pick-up is in another state by now. Look at it again.")


def to(pickup: Pickup, state: str) -> None:
    """Move on to a state, and keep the moment if it is the last one."""
    if state not in pickup.can:
        raise NotThatStep
    pickup.state = state
    pickup.ended_at = clock.now() if state in ENDED else None
