"""Move things to another place on their site: all of one, or a part that becomes its own."""

from sqlalchemy.orm import Session

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.stock import ledger, split, write_off
from bouwkringloop.stock.models import Item, Place


class PlaceOfOtherSite(Refused):
    """The place is on another site than the thing."""

    message = N_(
        "%(place)s is on another site than “%(title)s”. Send it there with a transfer instead."
    )


class LiesThere(Refused):
    """It lies there already."""

    message = N_("“%(title)s” lies at %(place)s already.")


def move(
    session: Session, code: str, place: Place, *, by: Actor, quantity_milli: int | None = None
) -> Item:
    """Move a thing; of a part that moves away give the new thing that it became."""
    (item,) = ledger.lock(session, [code])
    if item.site_id != place.site_id:
        raise PlaceOfOtherSite(place=place.name, title=item.title)
    asked = item.quantity_milli if quantity_milli is None else quantity_milli
    _check_movable(item, asked)
    if item.place_id == place.id:
        raise LiesThere(title=item.title, place=place.name)
    if asked < item.quantity_milli:
        moved = split.split_off(session, item, asked, by=by, place=place)
    else:
        moved = item
        item.place = place
        entry = ledger.about_all(item, "moved")
        ledger.write(session, [entry], cause=f"place:{place.code}", by=by)
    audit.note(session, by, "item.moved", f"item:{moved.code}", place=place.name)
    return moved


def _check_movable(item: Item, asked: int) -> None:
    """See that it is here; what is reserved moves as a whole, but no part is taken from it."""
    if item.quantity_milli and asked == item.quantity_milli and item.state != "in_transit":
        return
    write_off.check_here(item, asked)
