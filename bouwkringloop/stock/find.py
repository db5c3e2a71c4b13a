"""Find things in stock: one by its code, or many by words, kind and place."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base.text import fold
from bouwkringloop.catalogue.models import Category
from bouwkringloop.stock.ledger import checked_code, missing
from bouwkringloop.stock.models import Item, Place, Site

#: How many things one page of a list shows.
PAGE = 50


_item, _category = Item.__table__.c, Category.__table__.c
_FACTS: Select[Any] = (
    select(
        _item.code,
        _item.title,
        _category.slug.label("category"),
        _item.unit,
        _item.quantity_milli.label("quantity"),
        _item.price_cents,
        _item.condition,
        _item.weight_g,
        Site.__table__.c.slug.label("site"),
        Place.__table__.c.slug.label("place"),
        _item.vat_regime,
        _item.vat_rate,
        _item.photo_id.label("photo"),
        ((_item.quantity_milli > _item.reserved_milli) & (_item.state == "for_sale")).label(
            "available"
        ),
        _item.state,
        _item.form,
        _item.reserved_milli.label("reserved"),
        _item.price_cents.label("full_price_cents"),
        _item.priced_at,
        _category.markdown,
    )
    .select_from(Item.__table__)
    .join(Category.__table__, _item.category_id == _category.id)
    .join(Site.__table__, _item.site_id == Site.__table__.c.id)
    .outerjoin(Place.__table__, _item.place_id == Place.__table__.c.id)
)
_BY_CODE = _FACTS.where(_item.code == bindparam("code"))
_WHOLE = select(Item).options(
    joinedload(Item.category), joinedload(Item.site), joinedload(Item.place)
)


@dataclass(frozen=True)
class Wish:
    """What somebody looks for; an empty field asks nothing."""

    words: str = ""
    category: str = ""
    site: str = ""
    only_available: bool = False

    def conditions(self) -> list[ColumnElement[bool]]:
        """Say the wish as conditions on an item."""
        wanted: list[ColumnElement[bool]] = [
            Item.search_text.contains(word, autoescape=True)
            for word in fold(self.words).split()[:8]
        ]
        if self.category:
            wanted.append(
                Item.category_id.in_(select(Category.id).where(Category.slug == self.category))
            )
        if self.site:
            wanted.append(Item.site_id.in_(select(Site.id).where(Site.slug == self.site)))
        if self.only_available:
            wanted.append(Item.quantity_milli > 0)
        return wanted


def facts(session: Session, code: str) -> RowMapping:
    """Tell what a till needs to know of a thing, in one quick question."""
    found = session.connection().execute(_BY_CODE, {"code": checked_code(code)}).mappings().first()
    if found is None:
        raise missing(session, code)
    return found


def by_code(session: Session, code: str) -> Item:
    """Find a thing by its code, with its category, site and place."""
    found = session.scalars(_WHOLE.where(Item.code == checked_code(code))).first()
    if found is None:
        raise missing(session, code)
    return found


def facts_after(session: Session, wish: Wish, after: str) -> tuple[list[RowMapping], str | None]:
    """List what fits a wish, in the order in which it came in, behind the item with code `after`.

    The second part is the code behind which the list goes on, or None at its end.
    """
    query = _FACTS.where(*wish.conditions()).order_by(_item.id).limit(PAGE + 1)
    if after:
        query = query.where(_item.id > by_code(session, after).id)
    rows = list(session.connection().execute(query).mappings())
    return rows[:PAGE], rows[PAGE - 1]["code"] if len(rows) > PAGE else None


def page(session: Session, wish: Wish, number: int) -> tuple[list[Item], int]:
    """List a page of what fits a wish, the newest first, and tell how many there are in all."""
    conditions = wish.conditions()
    many = session.scalar(select(func.count()).select_from(Item).where(*conditions)) or 0
    query = _WHOLE.where(*conditions).order_by(Item.id.desc())
    return list(session.scalars(query.limit(PAGE).offset((number - 1) * PAGE))), many


def sites(session: Session) -> list[Site]:
    """List the sites by name."""
    return list(session.scalars(select(Site).order_by(Site.name)))


def relatives(session: Session, item: Item) -> list[Item]:
    """List what a thing was taken from, and what was taken from it."""
    family = Item.parent_id == item.id
    if item.parent_id is not None:
        family |= Item.id == item.parent_id
    return list(session.scalars(select(Item).where(family).order_by(Item.id).limit(PAGE)))
