"""Find things in stock: one by its code, or all that fit a wish."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    bindparam,
    exists,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased, joinedload

from bouwkringloop.base import clock
from bouwkringloop.base.text import fold
from bouwkringloop.catalogue.models import Attribute, Category, CategoryGroup
from bouwkringloop.stock import search
from bouwkringloop.stock.ledger import checked_code, missing
from bouwkringloop.stock.models import Item, ItemAttribute, Place, Site
from bouwkringloop.stock.words import Term, terms

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


#: People read the last digits of a label aloud; fewer than four are a measure.
_END_OF_CODE = re.compile(r"\d{4,7}")


@dataclass(frozen=True)
class Mark:
    """A measure or mark that is asked for: a range of thousandths of its unit, or a choice."""

    attribute: str
    low_milli: int | None = None
    high_milli: int | None = None
    choice: str = ""

    def condition(self) -> ColumnElement[bool]:
        """Say it as a condition on an item."""
        which = select(Attribute.id).where(Attribute.slug == self.attribute).scalar_subquery()
        known = [ItemAttribute.item_id == Item.id, ItemAttribute.attribute_id == which]
        if self.choice:
            known.append(ItemAttribute.choice == self.choice)
        if self.low_milli is not None:
            known.append(ItemAttribute.value_milli >= self.low_milli)
        if self.high_milli is not None:
            known.append(ItemAttribute.value_milli <= self.high_milli)
        # Asked of each thing that fits the rest, since who asks it has chosen a kind.
        return exists().where(*known)


@dataclass(frozen=True)
class Wish:
    """What somebody looks for, by slugs and by the words of columns; an empty field asks nothing.

    Whoever typed words asks `understood` first, so that a mistyped one finds what it means.
    """

    words: str = ""
    category: str = ""
    site: str = ""
    only_available: bool = False
    group: str = ""
    #: With all that lies within it; a slug that two sites use means both, unless `site` says which.
    place: str = ""
    state: str = ""
    form: str = ""
    condition: str = ""
    #: What the label says, before its age takes anything off.
    price_from_cents: int | None = None
    price_to_cents: int | None = None
    #: Came in more than so many days ago.
    older_than_days: int | None = None
    marks: tuple[Mark, ...] = ()
    #: What words that describe nothing are read as; without a reading nothing fits.
    read_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def conditions(self) -> list[ColumnElement[bool]]:
        """Say the wish as conditions on an item."""
        wanted = [*self._about_words(), *(mark.condition() for mark in self.marks)]
        for column, asked in (
            (Item.state, self.state),
            (Item.form, self.form),
            (Item.condition, self.condition),
        ):
            if asked:
                wanted.append(column == asked)
        if self.category or self.group:
            wanted.append(Item.category_id.in_(self._categories()))
        if self.site:
            wanted.append(Item.site_id.in_(select(Site.id).where(Site.slug == self.site)))
        if self.place:
            wanted.append(Item.place_id.in_(_with_what_is_within(self.place)))
        if self.only_available:
            wanted.append(Item.quantity_milli > 0)
        if self.price_from_cents is not None:
            wanted.append(Item.price_cents >= self.price_from_cents)
        if self.price_to_cents is not None:
            wanted.append(Item.price_cents <= self.price_to_cents)
        if self.older_than_days is not None:
            wanted.append(Item.created_at < clock.now() - timedelta(days=self.older_than_days))
        return wanted

    def _about_words(self) -> list[ColumnElement[bool]]:
        return [
            or_(
                false(),
                *(_says(text, is_figure=term.is_figure) for text in self._meant(term)),
                *([Item.code.endswith(term.text)] if _END_OF_CODE.fullmatch(term.text) else []),
            )
            for term in terms(self.words)
        ]

    def _meant(self, term: Term) -> tuple[str, ...]:
        return self.read_as.get(term.text, (term.text,))

    def _categories(self) -> Select[Any]:
        found = select(Category.id)
        if self.category:
            found = found.where(Category.slug == self.category)
        if self.group:
            found = found.join(CategoryGroup).where(CategoryGroup.slug == self.group)
        return found


def understood(session: Session, wish: Wish) -> Wish:
    """Read words that describe nothing as the nearest ones that do."""
    return replace(wish, read_as=search.readings(session, wish.words))


def _says(text: str, *, is_figure: bool) -> ColumnElement[bool]:
    return Item.search_text.contains(f" {text} " if is_figure else text, autoescape=True)


def _with_what_is_within(slug: str) -> Select[Any]:
    """List the places of this slug, and every place within them."""
    places = select(Place.id).where(Place.slug == slug).cte("within", recursive=True)
    inner = aliased(Place)
    places = places.union(select(inner.id).join(places, inner.parent_id == places.c.id))
    return select(places.c.id)


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
    query = _WHOLE.where(*conditions).order_by(Item.id.desc())
    found = list(session.scalars(query.limit(PAGE + 1).offset((number - 1) * PAGE)))
    if number == 1 and len(found) <= PAGE:
        # All of it is here, so a large stock need not be gone through once more.
        return found, len(found)
    many = session.scalar(select(func.count()).select_from(Item).where(*conditions)) or 0
    return found[:PAGE], many


def sites(session: Session) -> list[Site]:
    """List the sites by name."""
    return list(session.scalars(select(Site).order_by(Site.name)))


def relatives(session: Session, item: Item) -> list[Item]:
    """List what a thing was taken from, and what was taken from it."""
    family = Item.parent_id == item.id
    if item.parent_id is not None:
        family |= Item.id == item.parent_id
    return list(session.scalars(select(Item).where(family).order_by(Item.id).limit(PAGE)))


def places(session: Session, site: str) -> list[tuple[str, str]]:
    """List a site's places in use by slug, each with the way to it, such as `Hal › Stelling A`."""
    query = select(Place).join(Site).where(Site.slug == site, Place.active)
    known = {place.id: place for place in session.scalars(query)}
    found = []
    for place in known.values():
        way, outer = [place.name], known.get(place.parent_id or 0)
        while outer is not None:
            way.insert(0, outer.name)
            outer = known.get(outer.parent_id or 0)
        found.append((place.slug, " › ".join(way)))
    return sorted(found, key=lambda each: fold(each[1]))
