"""Describe a thing anew: what it is called, in what state it is, and what it costs new."""

from sqlalchemy.orm import Session

from bouwkringloop.base import text
from bouwkringloop.base.errors import BadInput, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.money import MOST_CENTS
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.stock import attributes, ledger
from bouwkringloop.stock.models import Item

#: As much as intake takes, and as labels have room for.
LONGEST_TITLE = 120
CONDITIONS = ("A", "B", "C")


class NoTitle(Refused):
    """A thing needs something to be called."""

    status = 422
    message = N_("Type what it is, in at most 120 characters.")


class NoNewPrice(Refused):
    """What it costs new is more than nothing and not absurd, or is not known."""

    status = 422
    message = N_("That is no price of something new. Leave it empty where it is not known.")


def change(
    session: Session,
    item: Item,
    *,
    title: str,
    condition: str,
    new_price_cents: int | None,
    by: Actor,
) -> bool:
    """Change a thing's title, condition and price when new; tell whether anything changed."""
    (item,) = ledger.lock(session, [item.code])
    now = {
        "title": _checked_title(title, item),
        "condition": condition,
        "new_price_cents": new_price_cents,
    }
    if condition not in CONDITIONS:
        raise BadInput(what="condition")
    if new_price_cents is not None and not 0 < new_price_cents <= MOST_CENTS:
        raise NoNewPrice
    changes = {key: [getattr(item, key), to] for key, to in now.items() if getattr(item, key) != to}
    if not changes:
        return False
    for key, (_, to) in changes.items():
        setattr(item, key, to)
    if "title" in changes:
        attributes.refresh(session, item)
    audit.note(session, by, "item.changed", f"item:{item.code}", **changes)
    return True


def _checked_title(title: str, item: Item) -> str:
    cleaned = text.clean(title)
    if cleaned == item.title:
        return item.title
    if not cleaned or len(cleaned) > LONGEST_TITLE:
        raise NoTitle
    return cleaned
