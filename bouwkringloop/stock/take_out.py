"""Take sold things out of stock, so that no two tills can sell the same piece."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.orm import Session

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
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


@dataclass(frozen=True)
class Taken:
    """What leaves: the item's number, how much of it, and what that weighs."""

    item_id: int
    quantity_milli: int
    weight_g: int


_item = Item.__table__.c
_FIND = select(
    _item.id,
    _item.code,
    _item.category_id,
    _item.title,
    _item.unit,
    _item.quantity_milli,
    _item.price_cents,
    _item.weight_g,
    _item.vat_regime,
    _item.vat_rate,
).where(_item.code.in_(bindparam("codes", expanding=True)))
_TAKE = (
    update(Item.__table__)  # type: ignore[arg-type]
    .where(_item.id == bindparam("item"), _item.quantity_milli >= bindparam("amount"))
    .values(quantity_milli=_item.quantity_milli - bindparam("amount"))
)
_MOVE = insert(Movement.__table__)  # type: ignore[arg-type]


def find(session: Session, codes: Sequence[str]) -> dict[str, Row[*tuple[Any, ...]]]:
    """Look things up by their codes, all in one question; raise UnknownCode for a missing one."""
    found = {row.code: row for row in session.connection().execute(_FIND, {"codes": list(codes)})}
    for code in codes:
        if code not in found:
            raise UnknownCode(code=code)
    return found


def take(session: Session, taken: Sequence[Taken], *, cause: str, by: Actor, at: datetime) -> None:
    """Take quantities out of stock and write the movements down.

    Testing and taking are one statement, so two tills cannot sell the last piece; the caller
    has looked before and says what is missing, so a shortage here is a race that was lost.
    """
    connection = session.connection()
    left = connection.execute(
        _TAKE, [{"item": t.item_id, "amount": t.quantity_milli} for t in taken]
    )
    if left.rowcount != len(taken):
        raise SoldMeanwhile
    connection.execute(
        _MOVE,
        [
            {
                "item_id": t.item_id,
                "at": at,
                "kind": "sold",
                "quantity_milli": -t.quantity_milli,
                "weight_g": -t.weight_g,
                "person_id": by.id,
                "cause": cause,
                "reason": "",
            }
            for t in taken
        ],
    )


class SoldMeanwhile(Refused):
    """Another till was faster by a blink."""

    message = N_("One of these things was sold at another till just now. Scan the basket again.")
