"""Match wishes with what is in stock, and with what somebody offers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock
from bouwkringloop.catalogue.models import Category
from bouwkringloop.stock import ageing, attributes, search, words
from bouwkringloop.stock import find as stock
from bouwkringloop.stock.models import Item
from bouwkringloop.wishes import fit
from bouwkringloop.wishes.fit import Fit, Thing
from bouwkringloop.wishes.models import Wish

#: So many of the newest things of a kind are looked through, and so many are shown.
MOST_THINGS = 500
MOST_SHOWN = 12
#: Which measures of the catalogue are a thing's length, width and height; the first known counts.
_NAMED = {
    "length_mm": ("length", "tile-length"),
    "width_mm": ("width", "tile-width", "section-width"),
    "height_mm": ("height", "section-height"),
}


@dataclass(frozen=True)
class Offered:
    """Something that is offered and not in stock yet, in thousandths of its category's unit."""

    category_id: int
    description: str
    quantity_milli: int
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None


@dataclass(frozen=True)
class Match:
    """A wish that something offered fits, and how."""

    wish: Wish
    fit: Fit


@dataclass(frozen=True)
class Found:
    """A thing in stock that fits a wish, what one of it costs today, and how it fits."""

    item: Item
    price_cents: int
    fit: Fit


def for_offered(session: Session, offered: Offered) -> list[Match]:
    """List the open wishes that something fits, the best first."""
    return for_each(session, [offered])[0]


def for_each(session: Session, offers: Sequence[Offered]) -> list[list[Match]]:
    """List for each of many offers the open wishes that it fits, the best first."""
    wishes = session.scalars(
        select(Wish)
        .where(Wish.state == "open", Wish.needed_until >= clock.today())
        .options(joinedload(Wish.customer), joinedload(Wish.category), joinedload(Wish.group))
        .order_by(Wish.id)
    ).all()
    asked = {each.category_id for each in offers}
    kinds = {
        kind.id: kind for kind in session.scalars(select(Category).where(Category.id.in_(asked)))
    }
    found = []
    for offered in offers:
        thing = _offered_thing(offered, kinds[offered.category_id])
        fits = [(wish, fit.fit(wish, thing)) for wish in wishes]
        matches = [Match(wish, each) for wish, each in fits if each is not None]
        # Of what fits alike, whoever waits longest comes first.
        found.append(sorted(matches, key=lambda match: -match.fit.points))
    return found


def in_stock(session: Session, wish: Wish) -> list[Found]:
    """List what is for sale now and fits a wish, the best first and of those the newest."""
    return all_in_stock(session, [wish])[wish.id][:MOST_SHOWN]


def all_in_stock(session: Session, wishes: Sequence[Wish]) -> dict[int, list[Found]]:
    """List what fits each of many wishes, by their rows."""
    looked_through: dict[tuple[str, str, str], list[tuple[Item, int, Thing]]] = {}
    found = {}
    for wish in wishes:
        asked = _asked(wish)
        read_as = search.readings(session, wish.words)
        key = (asked.category, asked.group, asked.words)
        if key not in looked_through:
            looked_through[key] = _things(session, stock.understood(session, asked))
        found[wish.id] = _fitting(wish, looked_through[key], read_as)
    return found


def _fitting(
    wish: Wish,
    things: Sequence[tuple[Item, int, Thing]],
    read_as: Mapping[str, tuple[str, ...]],
) -> list[Found]:
    fits = [(item, cents, fit.fit(wish, thing, read_as)) for item, cents, thing in things]
    found = [Found(item, cents, each) for item, cents, each in fits if each is not None]
    return sorted(found, key=lambda each: -each.fit.points)


def _asked(wish: Wish) -> stock.Wish:
    """Say a wish as the stock is asked; words narrow only where there is nothing else."""
    return stock.Wish(
        category=wish.category.slug if wish.category else "",
        group=wish.group.slug if wish.group else "",
        words="" if wish.category or wish.group else wish.words,
        state="for_sale",
        only_available=True,
    )


def _things(session: Session, asked: stock.Wish) -> list[tuple[Item, int, Thing]]:
    """Give what somebody could buy now of a kind, with its price today; the newest first."""
    items = session.scalars(
        select(Item)
        .options(joinedload(Item.category), joinedload(Item.site), joinedload(Item.place))
        .where(*asked.conditions(), Item.quantity_milli > Item.reserved_milli)
        .order_by(Item.id.desc())
        .limit(MOST_THINGS)
    ).all()
    facts = attributes.of_all(session, [item.id for item in items])
    return [_stock_thing(item, facts.get(item.id, [])) for item in items]


def _stock_thing(item: Item, facts: Sequence[attributes.Fact]) -> tuple[Item, int, Thing]:
    known = {
        fact.attribute.slug: fact.value_milli // 1000
        for fact in facts
        if fact.value_milli is not None and fact.attribute.unit == "mm"
    }
    cents = ageing.price_today(item).cents
    thing = Thing(
        category_id=item.category_id,
        group_id=item.category.group_id,
        unit=item.unit,
        quantity_milli=item.quantity_milli - item.reserved_milli,
        text=item.search_text,
        price_cents=cents,
        **{
            name: next((known[slug] for slug in slugs if slug in known), None)
            for name, slugs in _NAMED.items()
        },
    )
    return item, cents, thing


def _offered_thing(offered: Offered, kind: Category) -> Thing:
    return Thing(
        category_id=kind.id,
        group_id=kind.group_id,
        unit=kind.unit,
        quantity_milli=offered.quantity_milli,
        text=words.searchable([offered.description, kind.name_nl, kind.name_en]),
        length_mm=offered.length_mm,
        width_mm=offered.width_mm,
        height_mm=offered.height_mm,
    )
