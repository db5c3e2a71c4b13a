"""Give a thing another price, from which its age counts anew."""

from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.money import MOST_CENTS
from bouwkringloop.base.permissions import Actor
from bouwkringloop.catalogue.models import NeverSold
from bouwkringloop.people import audit
from bouwkringloop.stock import labels, ledger, write_off
from bouwkringloop.stock.models import Item


class ImpossiblePrice(Refused):
    """A price of nothing, or beyond anything in the shop."""

    status = 422
    message = N_("This price cannot be right. Check it, please.")


def reprice(session: Session, code: str, price_cents: int, reason: str, *, by: Actor) -> Item:
    """Set what a unit of a thing costs, and have a new label printed."""
    reason = write_off.reasoned(reason)
    (item,) = ledger.lock(session, [code])
    write_off.check_there(item)
    check_may_cost(item)
    change(session, item, price_cents, reason, by=by)
    labels.order(session, item, by=by)
    return item


def check_may_cost(item: Item) -> None:
    """Refuse another price for what is never sold."""
    if item.category.dangerous:
        raise NeverSold(category=item.category.name)


def change(session: Session, item: Item, price_cents: int, reason: str, *, by: Actor) -> None:
    """Set the price of a locked thing."""
    if not 0 < price_cents <= MOST_CENTS:
        raise ImpossiblePrice
    before = item.price_cents
    item.price_cents, item.priced_at = price_cents, clock.now()
    entry = ledger.about_all(item, "repriced", reason)
    ledger.write(session, [entry], cause=f"item:{item.code}", by=by)
    audit.note(session, by, "item.repriced", f"item:{item.code}", price_cents=[before, price_cents])
