"""Put back what a customer brought back, with the weight that left with it."""

from datetime import datetime

from sqlalchemy.orm import Session

from bouwkringloop.base import quantity
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.quantity import Unit
from bouwkringloop.stock import ledger
from bouwkringloop.stock.models import Item


def put_back(
    session: Session,
    code: str,
    quantity_milli: int,
    weight_g: int,
    *,
    cause: str,
    by: Actor,
    at: datetime | None = None,
    reason: str = "",
) -> Item:
    """Bring some of a thing back into stock; `weight_g` is what left when it was sold.

    Whoever calls it sees to it that no more comes back than was sold.
    """
    (item,) = ledger.lock(session, [code])
    quantity.checked(quantity_milli, Unit(item.unit))
    entry = ledger.Entry(item, "returned", quantity_milli, weight_g, reason=reason)
    ledger.write(session, [entry], cause=cause, by=by, at=at)
    return item
