"""Bring what waits to another state, if its present one allows it."""

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.till.collecting.waiting import Waits


class NotThatStep(Refused):
    """Somebody handed it over, or took it back, in the meantime."""

    message = N_("“%(title)s” is handed over or taken back already. Look at the list again.")


def check(one: Waits, state: str) -> None:
    """Refuse a step that what waits cannot take, or what is no longer here."""
    if not one.is_here or state not in one.collection.can:
        raise NotThatStep(title=one.line.description)


def to(one: Waits, state: str) -> None:
    """Move on to a state; refuse it for what is no longer here."""
    check(one, state)
    one.collection.state = state
