"""Do one thing to many: what a filtered list shows gets labels, moves, gets cheaper or leaves."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.catalogue import markdown
from bouwkringloop.people import audit
from bouwkringloop.stock import labels, ledger, move, reprice, write_off
from bouwkringloop.stock.find import Wish
from bouwkringloop.stock.models import Item, Place

#: As many things as one person can oversee, and as one printer prints before lunch.
MOST = 500


class NothingFits(Refused):
    """The list is empty."""

    status = 422
    message = N_("There is nothing in this list.")


class TooManyAtOnce(Refused):
    """More than one person can oversee."""

    status = 422
    message = N_("That is %(many)s things. At most 500 at once: narrow the list down.")


class ListChanged(Refused):
    """Something came or left between looking and doing."""

    message = N_("The list has changed since you looked. Look again before you go on.")


class NoSuchPercentage(Refused):
    """More off than there is, or nothing."""

    status = 422
    message = N_("Take from 1 to 90 percent off.")


@dataclass(frozen=True)
class Selection:
    """The things of a filtered list, and a fingerprint by which a change in between is seen."""

    codes: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """The same for the same things, whatever their order."""
        return hashlib.sha256("".join(sorted(self.codes)).encode()).hexdigest()[:16]


def select_all(session: Session, wish: Wish) -> Selection:
    """Take every thing of a filtered list that is here."""
    found = session.scalars(
        select(Item.code)
        .where(*wish.conditions(), Item.quantity_milli > 0)
        .order_by(Item.id)
        .limit(MOST + 1)
    ).all()
    if len(found) > MOST:
        raise TooManyAtOnce(many=f"> {MOST}")
    return Selection(tuple(found))


def locked(session: Session, wish: Wish, fingerprint: str) -> list[Item]:
    """Lock every thing of the list, if it is still the list that somebody looked at."""
    selection = select_all(session, wish)
    if not selection.codes:
        raise NothingFits
    if selection.fingerprint != fingerprint:
        raise ListChanged
    return ledger.lock(session, selection.codes)


def relabel(session: Session, items: Sequence[Item], *, by: Actor) -> None:
    """Have a label printed of every thing."""
    for item in items:
        labels.order_again(session, item, by=by)


def move_all(session: Session, items: Sequence[Item], place: Place, *, by: Actor) -> None:
    """Move every thing to one place; what lies there stays."""
    for item in items:
        if item.place_id != place.id:
            move.move(session, item.code, place, by=by)
    _note(session, "items.moved", items, by, place=place.name)


def mark_down(
    session: Session, items: Sequence[Item], percent: int, reason: str, *, by: Actor
) -> None:
    """Take a percentage off the price of everything that is ever sold, and have labels printed."""
    if not 0 < percent <= 90:
        raise NoSuchPercentage
    reason = write_off.reasoned(reason)
    for item in items:
        if item.price_cents and not item.category.dangerous:
            cents = markdown.marked_down(item.price_cents, percent)
            reprice.change(session, item, cents, reason, by=by)
            labels.order(session, item, by=by)
    _note(session, "items.marked_down", items, by, percent=percent)


def hand_over(session: Session, items: Sequence[Item], way: str, reason: str, *, by: Actor) -> None:
    """Let every thing go: given to another organisation, to material, or as residue."""
    for item in items:
        write_off.write_off(session, item.code, item.quantity_milli, way, reason, by=by)
    _note(session, "items.handed_over", items, by, way=way)


def _note(
    session: Session, action: str, items: Sequence[Item], by: Actor, **detail: object
) -> None:
    audit.note(session, by, action, "items:list", things=len(items), **detail)
