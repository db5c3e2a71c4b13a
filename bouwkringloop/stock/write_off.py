"""Let things leave other than by a sale: given away, to material recycling, or as residue."""

from sqlalchemy.orm import Session

from bouwkringloop.base import i18n, quantity
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor, Permission
from bouwkringloop.base.quantity import Unit
from bouwkringloop.base.text import clean
from bouwkringloop.people import audit
from bouwkringloop.stock import ledger
from bouwkringloop.stock.models import Item

#: Where things go: a new owner, a smelter or chipper, or the incinerator.
WAYS = ("given", "material", "residue")


class NoSuchWay(Refused):
    """A way out that stock does not know."""

    status = 422
    message = N_("A thing is given away, goes to material, or is residue.")


class KeptApart(Refused):
    """What is suspected of danger goes nowhere without the shop lead."""

    status = 403
    message = N_("“%(title)s” is kept apart for safety. Only the shop lead decides on it.")


class OnlyLeavesAsWaste(Refused):
    """What is suspected of danger reaches nobody, whoever asks."""

    message = N_(
        "“%(title)s” is kept apart for safety. It is neither given away nor taken apart;"
        " it goes to material or residue."
    )


class KeptForWhomReserved(Refused):
    """Part of it is kept for somebody."""

    message = N_("“%(title)s” is kept for somebody. Release the reservation first.")


def write_off(
    session: Session, code: str, quantity_milli: int, way: str, reason: str, *, by: Actor
) -> Item:
    """Let some of a thing go, with its weight; the ledger says where and why."""
    if way not in WAYS:
        raise NoSuchWay
    reason = reasoned(reason)
    (item,) = ledger.lock(session, [code])
    check_here(item, quantity_milli)
    check_safe(item, by)
    if way not in ways(item):
        raise OnlyLeavesAsWaste(title=item.title)
    entry = leaving(item, way, quantity_milli, reason)
    ledger.write(session, [entry], cause=f"item:{code}", by=by)
    audit.note(session, by, "item.written_off", f"item:{code}", way=way, weight_g=-entry.weight_g)
    return item


def ways(item: Item) -> list[str]:
    """List the ways out that a thing has; what is suspected of danger is given to nobody."""
    return [way for way in WAYS if way != "given" or item.state != "quarantined"]


def leaving(item: Item, kind: str, quantity_milli: int, reason: str) -> ledger.Entry:
    """Say that some of a thing leaves, with its share of the weight."""
    grams = ledger.share(item, quantity_milli)
    return ledger.Entry(item, kind, -quantity_milli, -grams, reason=reason)


def reasoned(reason: str) -> str:
    """Give a reason cleaned and cut to size; refuse one that is empty."""
    cleaned = clean(reason)[:120]
    if not cleaned:
        raise ledger.NoReasonGiven
    return cleaned


def check_there(item: Item) -> None:
    """Refuse to do anything with what is on its way, or of which nothing is left."""
    if item.state == "in_transit":
        raise ledger.UnderWay(title=item.title, code=item.code)
    if item.quantity_milli == 0:
        raise ledger.Gone(title=item.title, code=item.code)


def check_here(item: Item, quantity_milli: int) -> None:
    """Refuse to move more than is here and free."""
    check_there(item)
    quantity.checked(quantity_milli, Unit(item.unit))
    if quantity_milli > item.quantity_milli:
        left = i18n.quantity(item.quantity_milli, item.unit)
        raise ledger.NotThatMuchHere(title=item.title, code=item.code, left=left)
    if quantity_milli > item.quantity_milli - item.reserved_milli:
        raise KeptForWhomReserved(title=item.title)


def check_safe(item: Item, by: Actor) -> None:
    """Let nobody but who may judge it touch what is kept apart for safety."""
    if item.state == "quarantined" and not by.may(Permission.JUDGE_STOCK):
        raise KeptApart(title=item.title)
