"""Sells what stays here, as the tests of it need."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from bouwkringloop.till.collecting.models import Collection
from tests import make
from tests.till.test_selling import basket, of

JANSEN = {"name": "Mevrouw Jansen", "phone": "06 00000010"}


def left_here(api, session, *things, collector=JANSEN, shift=None, **more):
    """Sell things that stay here; gives the answer of the sale."""
    shift = shift or make.shift(session)
    things = things or (make.item(session),)
    total = sum(thing.price_cents * thing.quantity_milli // 1000 for thing in things)
    lines = [of(thing, thing.quantity_milli // 1000, collect=True) for thing in things]
    sent = basket(shift, *lines, pin=total, **more)
    if collector is not None:
        sent["collector"] = collector
    return api.post("/sales", sent)


def collections(session):
    """What is kept of all that stayed here, the oldest first; nobody has to wait for this reader."""
    session.rollback()
    query = select(Collection).order_by(Collection.id)
    found = list(session.scalars(query.options(joinedload(Collection.line))))
    for kept in found:
        session.expunge(kept.line)
        session.expunge(kept)
    session.rollback()
    return found


def take_back(api, sale, line=1, quantity=1):
    """Take a sold thing back."""
    body = {
        "id": str(make.uuid4()),
        "lines": [{"line": line, "quantity": quantity, "back_to": "stock"}],
        "method": "pin",
    }
    return api.post(f"/sales/{sale}/refunds", body)
