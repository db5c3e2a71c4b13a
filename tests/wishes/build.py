"""Wishes in one line each; everything made is committed."""

from datetime import timedelta
from uuid import uuid4

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Role
from bouwkringloop.wishes import keep
from bouwkringloop.wishes.keep import Facts
from tests import make


def facts(**changed):
    """Somebody looks for a panelled door, unless it says otherwise."""
    told = {
        "quantity_milli": 1000,
        "unit": "piece",
        "needed_until": clock.today() + timedelta(days=30),
        "category": "panelled-door",
        "name": "Joke Jansen",
        "phone": "06 12345678",
        **changed,
    }
    return Facts(**told)


def wish(session, uuid=None, **changed):
    """A wish that is open."""
    by = make.actor(session, Role.CASHIER)
    made = keep.add(session, uuid or uuid4(), facts(**changed), by=by)
    session.commit()
    return made


def form(**changed):
    """What the page sends."""
    return {
        "id": str(uuid4()),
        "customer": "",
        "kind": "panelled-door",
        "words": "",
        "quantity": "2",
        "unit": "piece",
        "price_cents": "",
        "length_from_mm": "",
        "length_until_mm": "",
        "width_from_mm": "800",
        "width_until_mm": "850",
        "height_from_mm": "",
        "height_until_mm": "",
        "needed_until": (clock.today() + timedelta(days=30)).isoformat(),
        "name": "Joke Jansen",
        "phone": "06 12345678",
        "mail": "",
        "note": "",
        **changed,
    }
