"""Take sold things out of stock, so that no two tills can sell the same piece."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.orm import Session

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.catalogue import markdown
from bouwkringloop.catalogue.models import Category
from bouwkringloop.stock import ledger
from bouwkringloop.stock.models import Item, Movement


class UnknownCode(Refused):
    """No thing here has this code."""

    status = 404
    message = N_("No thing here has the code %(code)s.")


class SoldOut(Refused):
    """Somebody asked for more than there is."""

    message = N_("“%(title)s” (%(code)s) is sold already.")


class NotThatMuch(Refused):
    """There is some of it, but not as much as was asked for."""

    message = N_("Of “%(title)s” (%(code)s) there is only %(left)s left.")


class NotForSale(Refused):
    """It is here, but waits for repair or is kept apart."""

    message = N_("“%(title)s” (%(code)s) is not for sale: %(why)s.")


class KeptForSomebody(Refused):
    """All that is left of it is reserved."""

    message = N_("“%(title)s” (%(code)s) is kept for somebody. There is %(free)s free to sell.")


class SoldMeanwhile(Refused):
    """Another till was faster by a blink."""

    message = N_("One of these things was sold at another till just now. Scan the basket again.")


@dataclass(frozen=True)
class Taken:
    """What leaves. Thousandths of the item's unit and grams.

    `share_g` is what stock loses; `weight_g` what was sold by the till's scales, if they were
    asked. What they differ by is booked as weighed anew.
    """

    item_id: int
    site_id: int
    place_id: int | None
    quantity_milli: int
    share_g: int
    weight_g: int
    #: How much of it had been kept for who buys it.
    kept_milli: int = 0


_item, _category = Item.__table__.c, Category.__table__.c
_FIND = (
    select(
        _item.id,
        _item.code,
        _item.category_id,
        _item.site_id,
        _item.place_id,
        _item.title,
        _item.unit,
        _item.form,
        _item.state,
        _item.quantity_milli,
        _item.reserved_milli,
        _item.stock_g,
        _item.price_cents,
        _item.priced_at,
        _item.vat_regime,
        _item.vat_rate,
        _item.first_milli,
        _item.bought_cents,
        _category.markdown,
        _category.pooled,
    )
    .join_from(Item.__table__, Category.__table__)
    .where(_item.code.in_(bindparam("codes", expanding=True)))
    .order_by(_item.id)
    # What is worked out from these rows has to hold until the commit; SQLite has one writer anyway.
    .with_for_update(of=Item.__table__)
)
_TAKE = (
    update(Item.__table__)  # type: ignore[arg-type]
    .where(
        _item.id == bindparam("item"),
        _item.state == "for_sale",
        _item.quantity_milli - _item.reserved_milli >= bindparam("amount") - bindparam("kept"),
        _item.reserved_milli >= bindparam("kept"),
    )
    .values(
        quantity_milli=_item.quantity_milli - bindparam("amount"),
        stock_g=_item.stock_g - bindparam("grams"),
        reserved_milli=_item.reserved_milli - bindparam("kept"),
    )
)
_MOVE = insert(Movement.__table__)  # type: ignore[arg-type]


def find(session: Session, codes: Sequence[str]) -> dict[str, Row[*tuple[Any, ...]]]:
    """Look things up by their codes, all in one question; raise UnknownCode for a missing one.

    The code of a label that was printed beforehand and sticks on nothing we know is said to be so.
    """
    found = {row.code: row for row in session.connection().execute(_FIND, {"codes": list(codes)})}
    for code in codes:
        if code not in found:
            told = ledger.missing(session, code)
            raise told if isinstance(told, ledger.NotTakenIn) else UnknownCode(code=code)
    return found


def price_today(item: Row[*tuple[Any, ...]], today: date) -> int:
    """Tell what a unit of a thing costs today, in cents, with what its age takes off."""
    off = markdown.percent(item.markdown, item.priced_at, today)
    return markdown.marked_down(item.price_cents, off)


def take(session: Session, taken: Sequence[Taken], *, cause: str, by: Actor, at: datetime) -> None:
    """Take quantities out of stock and write the movements down.

    Testing and taking are one statement, so two tills cannot sell the last piece; the caller
    has looked before and says what is missing, so a shortage here is a race that was lost.
    """
    connection = session.connection()
    left = connection.execute(
        _TAKE,
        [
            {
                "item": t.item_id,
                "amount": t.quantity_milli,
                "grams": t.share_g,
                "kept": t.kept_milli,
            }
            for t in taken
        ],
    )
    if left.rowcount != len(taken):
        raise SoldMeanwhile
    rows = [_row(t, "sold", -t.quantity_milli, -t.weight_g, cause, by, at) for t in taken]
    rows += [
        _row(t, "reweighed", 0, t.weight_g - t.share_g, cause, by, at)
        for t in taken
        if t.weight_g != t.share_g
    ]
    connection.execute(_MOVE, rows)


def _row(
    t: Taken, kind: str, milli: int, grams: int, cause: str, by: Actor, at: datetime
) -> dict[str, Any]:
    return {
        "item_id": t.item_id,
        "at": at,
        "kind": kind,
        "quantity_milli": milli,
        "weight_g": grams,
        "about_milli": 0,
        "about_g": 0,
        "site_id": t.site_id,
        "place_id": t.place_id,
        "person_id": by.id,
        "cause": cause,
        "reason": "",
    }


class Basketful:
    """What is still there of the things in a basket, line after line, so that shares add up."""

    def __init__(self, items: dict[str, Row[*tuple[Any, ...]]]) -> None:
        self._left = {code: (item.quantity_milli, item.stock_g) for code, item in items.items()}

    def share(self, code: str, quantity_milli: int) -> tuple[int, int]:
        """Tell how much was still there, and what this much of it weighs, in grams.

        The last of it weighs what is left.
        """
        there, grams = self._left[code]
        part = ledger.part_of(grams, there, quantity_milli)
        self._left[code] = (there - quantity_milli, grams - part)
        return there, part
