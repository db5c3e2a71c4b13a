"""Split some of a thing off into a thing of its own, with its own label."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Actor
from bouwkringloop.stock import attributes, labels, ledger, take_in, write_off
from bouwkringloop.stock.models import Item, Place, Site


def split_off(
    session: Session,
    item: Item,
    quantity_milli: int,
    *,
    by: Actor,
    place: Place | None = None,
    site: Site | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Item:
    """Make a part of a locked thing a thing of its own that remembers what it was part of.

    It lies where the rest does, or at the named site.
    """
    moment = at or clock.now()
    cost = ledger.cost_of(item.bought_cents, item.first_milli, item.quantity_milli, quantity_milli)
    leaving = write_off.leaving(item, "split", quantity_milli, reason)
    cause = f"item:{item.code}"
    ledger.write(session, [leaving], cause=cause, by=by, at=moment)
    (code,) = take_in.next_codes(session, 1)
    part = take_in.receive(
        session,
        replace(_like(item), quantity_milli=quantity_milli, stock_g=-leaving.weight_g, place=place),
        code=code,
        site=site or item.site,
        cause=cause,
        by=by,
        at=moment,
        kind="split",
        reason=reason,
    )
    part.bought_cents = cost
    attributes.copy(session, item, part)
    labels.order(session, part, by=by)
    return part


def _like(item: Item) -> take_in.New:
    """Describe a thing as another one of the same kind begins."""
    return take_in.New(
        category=item.category,
        title=item.title,
        quantity_milli=0,
        price_cents=item.price_cents,
        condition=item.condition,
        weight_g=item.weight_g,
        state=item.state,
        use=item.use,
        photo_id=item.photo_id,
        parent=item,
        priced_at=item.priced_at,
        new_price_cents=item.new_price_cents,
    )
