"""Give new things a code and bring them into stock."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, codes, quantity
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import fold
from bouwkringloop.catalogue.models import Category
from bouwkringloop.stock.models import CodeCounter, Item, Movement, Place, Site


def next_codes(session: Session, count: int) -> list[str]:
    """Give out new item codes; two devices never get the same one."""
    last = session.scalar(
        update(CodeCounter)
        .where(CodeCounter.id == 1)
        .values(last=CodeCounter.last + count)
        .returning(CodeCounter.last)
    )
    if last is None:
        raise LookupError("the database has no counter of item codes; migrate it")
    return [codes.item_code(number) for number in range(last - count + 1, last + 1)]


def receive(
    session: Session,
    *,
    code: str,
    category: Category,
    site: Site,
    title: str,
    quantity_milli: int,
    price_cents: int,
    condition: str,
    weight_g: int,
    cause: str,
    by: Actor,
    place: Place | None = None,
    photo_id: UUID | None = None,
    at: datetime | None = None,
) -> Item:
    """Bring a thing into stock under its code, with the movement that says so.

    `weight_g` is that of one unit.
    """
    moment = at or clock.now()
    item = Item(
        code=code,
        category=category,
        site=site,
        place=place,
        photo_id=photo_id,
        title=title,
        unit=category.unit,
        quantity_milli=quantity_milli,
        price_cents=price_cents,
        condition=condition,
        weight_g=weight_g,
        vat_regime=category.vat_regime,
        vat_rate=category.vat_rate,
        search_text=fold(f"{title} {category.name_nl} {category.name_en} {code}"),
        created_at=moment,
    )
    session.add(item)
    session.flush()  # The movement needs the item's number.
    movement: dict[str, Any] = {
        "item_id": item.id,
        "at": moment,
        "kind": "received",
        "quantity_milli": quantity_milli,
        "weight_g": quantity.weigh(weight_g, quantity_milli),
        "person_id": by.id,
        "cause": cause,
        "reason": "",
    }
    session.connection().execute(insert(Movement.__table__), movement)  # type: ignore[arg-type]
    return item
