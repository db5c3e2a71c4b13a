"""What things of a kind were sold for lately, and how soon after they came in.

The price is the one that their labels asked for on the day of the sale, with what age took off;
discounts at the till are not in it, since only the till knows them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median_low
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.money import divide_half_up
from bouwkringloop.catalogue import markdown
from bouwkringloop.catalogue.models import Attribute, Category
from bouwkringloop.stock.models import Item, ItemAttribute, Movement

#: What sold longer ago says little about what people pay now.
LATELY = timedelta(days=180)
#: Fewer sales than this may all be exceptions.
FEWEST = 3
#: As many of the latest sales of a kind as say what a thing goes for.
_MOST = 60
#: Looking at everything at once, only so many of the latest movements are read: the page that shows
#: it is to open at once, however busy the shop was.
_MOST_MOVEMENTS = 4_000
#: The measures that make a size, in the order in which they are looked for.
_MEASURES = ("width", "height", "length")
#: How many millimetres or square millimetres the unit of a size has.
_SCALES = {"m": 1_000, "m2": 1_000_000}


@dataclass(frozen=True)
class Size:
    """How long or how large one thing is: millimetres for `m`, square millimetres for `m2`."""

    unit: str
    amount: int

    def rate(self, price_cents: int) -> int:
        """Tell what a metre or square metre costs where all of it costs so much."""
        return divide_half_up(price_cents * _SCALES[self.unit], self.amount)

    def price(self, rate_cents: int) -> int:
        """Tell what all of it costs at so much a metre or square metre."""
        return divide_half_up(rate_cents * self.amount, _SCALES[self.unit])


@dataclass(frozen=True)
class Usual:
    """What things of one kind and condition usually went for, how soon, and how many they were."""

    many: int
    #: For one unit, or for a thing of the size that was asked about.
    price_cents: int
    days: int
    #: What a metre or square metre went for, where things were compared so.
    per: str = ""
    rate_cents: int = 0


@dataclass(frozen=True)
class _Sold:
    item_id: int
    condition: str
    price_cents: int
    days: int


def size_of(measures_mm: Mapping[str, int]) -> Size | None:
    """Tell how large a thing is by its measures in millimetres: an area, or else a length."""
    known = [measures_mm[name] for name in _MEASURES if measures_mm.get(name, 0) > 0]
    if len(known) >= 2:
        return Size("m2", known[0] * known[1])
    length = measures_mm.get("length", 0)
    return Size("m", length) if length > 0 else None


def usual(session: Session, category: Category, size: Size | None = None) -> dict[str, Usual]:
    """Tell by condition what things of a category usually went for.

    Things sold by the piece are compared by their size where it is known, and where enough of
    those that were sold had theirs written down.
    """
    query = _lately().where(Item.category_id == category.id).limit(_MOST)
    things = [_sold(row, category.markdown) for row in session.connection().execute(query)]
    found = _usual(things)
    if size is not None and category.unit == "piece" and things:
        found |= _usual_by_size(session, things, size)
    return found


def usual_everywhere(
    session: Session, categories: Iterable[Category]
) -> dict[int, dict[str, Usual]]:
    """Tell for all categories at once, by their number and by condition, in one question."""
    written = {category.id: category.markdown for category in categories}
    newest = select(func.coalesce(func.max(Movement.id), 0)).scalar_subquery()
    query = _lately().where(Movement.id > newest - _MOST_MOVEMENTS)
    things: dict[int, list[_Sold]] = {}
    for row in session.connection().execute(query):
        if row.category_id in written:
            sold = _sold(row, written[row.category_id])
            things.setdefault(row.category_id, []).append(sold)
    return {number: _usual(each[:_MOST]) for number, each in things.items()}


def _lately() -> Select[*tuple[Any, ...]]:
    """Ask for what was sold lately and did not all come back, each thing once, the latest first."""
    first_sold = func.min(Movement.at)
    return (
        select(
            Item.id,
            Item.category_id,
            Item.condition,
            Item.price_cents,
            Item.priced_at,
            Item.created_at,
            first_sold.label("sold_at"),
        )
        .join(Movement, Movement.item_id == Item.id)
        .where(
            Movement.kind.in_(("sold", "returned")),
            Movement.at >= clock.now() - LATELY,
            Item.price_cents > 0,
            Item.quantity_milli < Item.first_milli,
        )
        .group_by(Item.id)
        .having(func.sum(Movement.quantity_milli) < 0)
        .order_by(first_sold.desc(), Item.id.desc())
    )


def _sold(row: Row[*tuple[Any, ...]], written: str) -> _Sold:
    price = row.price_cents
    if written:
        off = markdown.percent(written, row.priced_at, clock.local(row.sold_at).date())
        price = markdown.marked_down(price, off)
    return _Sold(row.id, row.condition, price, (row.sold_at - row.created_at).days)


def _usual(things: Sequence[_Sold]) -> dict[str, Usual]:
    found = {}
    for condition in {thing.condition for thing in things}:
        alike = [thing for thing in things if thing.condition == condition]
        if len(alike) >= FEWEST:
            found[condition] = Usual(
                len(alike),
                median_low(thing.price_cents for thing in alike),
                median_low(thing.days for thing in alike),
            )
    return found


def _usual_by_size(session: Session, things: Sequence[_Sold], size: Size) -> dict[str, Usual]:
    sizes = _sizes(session, [thing.item_id for thing in things])
    found = {}
    for condition in {thing.condition for thing in things}:
        rates, days = [], []
        for thing in things:
            own = sizes.get(thing.item_id)
            if thing.condition == condition and own is not None and own.unit == size.unit:
                rates.append(own.rate(thing.price_cents))
                days.append(thing.days)
        if len(rates) >= FEWEST:
            rate = median_low(rates)
            found[condition] = Usual(
                len(rates), size.price(rate), median_low(days), size.unit, rate
            )
    return found


def _sizes(session: Session, numbers: Sequence[int]) -> dict[int, Size | None]:
    """Tell how large things are, by the measures that were written down."""
    measures: dict[int, dict[str, int]] = {}
    rows = session.execute(
        select(ItemAttribute.item_id, Attribute.slug, ItemAttribute.value_milli)
        .join(Attribute, Attribute.id == ItemAttribute.attribute_id)
        .where(
            ItemAttribute.item_id.in_(numbers),
            Attribute.slug.in_(_MEASURES),
            Attribute.unit == "mm",
            ItemAttribute.value_milli > 0,
        )
    )
    for number, slug, value_milli in rows:
        measures.setdefault(number, {})[slug] = (value_milli or 0) // 1000
    return {number: size_of(known) for number, known in measures.items()}
