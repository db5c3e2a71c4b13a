"""The ledger of stock: every change goes in here, and the item follows in the same breath.

An item's quantity and weight are never anything but the sum of its movements. Each verb locks
the item first, so that what it reads still holds when it writes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock, codes
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.stock.models import CodeCounter, Item, Movement

_INSERT = insert(Movement.__table__)  # type: ignore[arg-type]


class NoSuchItem(Refused):
    """The code is well formed, but nothing carries it."""

    status = 404
    message = N_("Nothing here has the code %(code)s.")


class NotTakenIn(NoSuchItem):
    """The label was printed beforehand, and nobody has taken in what it sticks on."""

    message = N_("This label (%(code)s) belongs to nothing yet. Take the thing in first.")


class MistypedCode(Refused):
    """The check digit says that a digit is wrong, or there are not eight of them."""

    status = 404
    message = N_(
        "%(code)s is not a code of ours: a digit is wrong. Scan again, or check the digits."
    )


class Gone(Refused):
    """Nothing of it is left here."""

    message = N_("Nothing is left here of “%(title)s” (%(code)s).")


class NotThatMuchHere(Refused):
    """There is some of it, but not as much as was asked for."""

    message = N_("Of “%(title)s” (%(code)s) there is only %(left)s.")


class UnderWay(Refused):
    """It is in a van between two sites."""

    message = N_("“%(title)s” (%(code)s) is on its way to another site.")


class NoReasonGiven(Refused):
    """What leaves the shop, or is judged anew, needs to be said why."""

    status = 422
    message = N_("Say why.")


@dataclass(frozen=True)
class Entry:
    """One line for the ledger. Quantities in thousandths, weights in grams; below zero: out."""

    item: Item
    kind: str
    quantity_milli: int = 0
    weight_g: int = 0
    about_milli: int = 0
    about_g: int = 0
    reason: str = ""


def checked_code(code: str) -> str:
    """Give the code back if it can be one of ours; refuse it otherwise."""
    if not codes.is_item_code(code):
        raise MistypedCode(code=code[:20])
    return code


def missing(session: Session, code: str) -> NoSuchItem:
    """Say what a code is that no thing carries: unknown, or given out with nothing taken in yet.

    A code that was counted and is on no thing can only be on a roll that was printed beforehand.
    """
    last = session.scalar(select(CodeCounter.last)) or 0
    given_out = codes.is_item_code(code) and 0 < int(code[: codes.COUNTED_DIGITS]) <= last
    return (NotTakenIn if given_out else NoSuchItem)(code=code)


def lock(session: Session, wanted: Iterable[str]) -> list[Item]:
    """Find things by their codes and keep everybody else from changing them until the commit.

    The rows are read anew whatever this session knew of them, and locked in one order everywhere,
    so that two people who move the same things do not wait for each other forever.
    """
    asked = [checked_code(code) for code in wanted]
    query = (
        select(Item)
        .where(Item.code.in_(asked))
        .options(joinedload(Item.category), joinedload(Item.site), joinedload(Item.place))
        .order_by(Item.id)
        .with_for_update(of=Item)
        .execution_options(populate_existing=True)
    )
    found = {item.code: item for item in session.scalars(query)}
    for code in asked:
        if code not in found:
            raise missing(session, code)
    return [found[code] for code in asked]


def share(item: Item, quantity_milli: int) -> int:
    """Tell what a part of an item weighs in grams, half-up; the last part weighs what is left."""
    return part_of(item.stock_g, item.quantity_milli, quantity_milli)


def part_of(stock_g: int, there_milli: int, quantity_milli: int) -> int:
    """Tell what a part weighs of something that weighs `stock_g` in all."""
    if quantity_milli >= there_milli:
        return stock_g
    return (stock_g * quantity_milli + there_milli // 2) // there_milli


def cost_of(bought_cents: int, first_milli: int, there_milli: int, taken_milli: int) -> int:
    """Tell in cents what was paid for a part of a bought thing; all parts add up to all of it.

    `first_milli` is how much there was when it was bought, `there_milli` how much is left of it.
    """
    if not bought_cents:
        return 0
    up_to = part_of(bought_cents, first_milli, there_milli)
    return up_to - part_of(bought_cents, first_milli, there_milli - taken_milli)


def write(
    session: Session,
    entries: Sequence[Entry],
    *,
    cause: str,
    by: Actor,
    at: datetime | None = None,
) -> None:
    """Write lines into the ledger, and bring the items of which they speak to what they say."""
    for entry in entries:
        entry.item.quantity_milli += entry.quantity_milli
        entry.item.stock_g += entry.weight_g
    session.flush()  # What cannot be, the database refuses here, before the ledger says it.
    enter(session, entries, cause=cause, by=by, at=at or clock.now())


def enter(
    session: Session, entries: Sequence[Entry], *, cause: str, by: Actor, at: datetime
) -> None:
    """Add movements of items that are already as the movements leave them."""
    rows: list[dict[str, Any]] = [
        {
            "item_id": entry.item.id,
            "at": at,
            "kind": entry.kind,
            "quantity_milli": entry.quantity_milli,
            "weight_g": entry.weight_g,
            "about_milli": entry.about_milli,
            "about_g": entry.about_g,
            "site_id": entry.item.site.id,
            "place_id": entry.item.place.id if entry.item.place else None,
            "person_id": by.id,
            "cause": cause,
            "reason": entry.reason,
        }
        for entry in entries
    ]
    if rows:
        session.connection().execute(_INSERT, rows)


def about_all(item: Item, kind: str, reason: str = "") -> Entry:
    """Say of all that is there of an item that something happened to it without changing it."""
    return Entry(item, kind, about_milli=item.quantity_milli, about_g=item.stock_g, reason=reason)
