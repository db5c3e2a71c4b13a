"""Gather what a review is drawn from: things, tallies, and movements since."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session

from bouwkringloop.counting import standing, within
from bouwkringloop.counting.models import CountTally, StockCount
from bouwkringloop.stock.models import Item, Movement

_item, _moved = Item.__table__.c, Movement.__table__.c
#: Movements after which a thing lies somewhere else, though there is as much of it.
PLACING = ("moved", "sent", "arrived")


@dataclass(frozen=True)
class Moved:
    """A movement that matters to a count: it changed how much there is, or where it lies."""

    id: int
    kind: str
    quantity_milli: int


@dataclass(frozen=True)
class Thing:
    """A thing as the books have it now, with its tallies that stand and its movements since."""

    row: Row[*tuple[Any, ...]]
    tallies: Sequence[CountTally]
    #: Since the first of these tallies, or since the count began where there are none.
    since: Sequence[Moved]
    #: Where it lay by the books when it was tallied last.
    place_then: int | None


@dataclass(frozen=True)
class Gathered:
    """All that a review looks at."""

    things: Sequence[Thing]
    #: The places that are counted, and in which place each place of the site lies.
    covered: frozenset[int]
    parents: Mapping[int, int | None]
    names: Mapping[int, str]


def gather(session: Session, count: StockCount) -> Gathered:
    """Gather the things that the books have at the place, and those that were tallied."""
    places = within.forest(session, count.place.site_id)
    covered = frozenset(place.id for place in within.covered(session, count.place))
    tallies = _tallies(session, count)
    rows = session.connection().execute(_things(count, covered)).all()
    since_tally, since_begin = _since_tally(session, count), _since_begin(session, count, covered)
    lay = _places_then(session, count)
    things = []
    for row in rows:
        stands = standing.of(tallies.get(row.id, ()), single=standing.is_single(row))
        since = since_tally[row.id] if stands else since_begin[row.id]
        then = lay.get(stands[-1].last_movement_id) if stands else row.place_id
        things.append(Thing(row, stands, since, then))
    return Gathered(
        things,
        covered,
        {place.id: place.parent_id for place, _ in places},
        {place.id: place.name for place, _ in places},
    )


def _tallies(session: Session, count: StockCount) -> Mapping[int, list[CountTally]]:
    found: dict[int, list[CountTally]] = defaultdict(list)
    for tally in session.scalars(select(CountTally).where(CountTally.count_id == count.id)):
        found[tally.item_id].append(tally)
    return found


def _things(count: StockCount, covered: frozenset[int]) -> Select[Any]:
    tallied = select(CountTally.item_id).where(CountTally.count_id == count.id)
    here = _item.place_id.in_(covered) & (_item.quantity_milli > 0) & (_item.state != "in_transit")
    return (
        select(
            _item.id,
            _item.code,
            _item.title,
            _item.unit,
            _item.form,
            _item.state,
            _item.site_id,
            _item.place_id,
            _item.quantity_milli,
            _item.reserved_milli,
            _item.first_milli,
            _item.stock_g,
            _item.weight_g,
            _item.price_cents,
            _item.photo_id,
        )
        .where(or_(here, _item.id.in_(tallied)))
        .order_by(_item.title, _item.id)
    )


def _movements() -> Select[Any]:
    return (
        select(_moved.item_id, _moved.id, _moved.kind, _moved.quantity_milli)
        .where(or_(_moved.quantity_milli != 0, _moved.kind.in_(PLACING)))
        .order_by(_moved.id)
    )


def _by_item(session: Session, query: Select[Any]) -> defaultdict[int, list[Moved]]:
    found: defaultdict[int, list[Moved]] = defaultdict(list)
    for item_id, number, kind, milli in session.connection().execute(query):
        found[item_id].append(Moved(number, kind, milli))
    return found


def _since_tally(session: Session, count: StockCount) -> defaultdict[int, list[Moved]]:
    """List what happened to each thing since it was first tallied, by that thing's own ledger.

    On a server with many writers movements are not stored in the order of their numbers, but
    those of one thing are, since whoever moves it holds it.
    """
    first = (
        select(CountTally.item_id, func.min(CountTally.last_movement_id).label("last"))
        .where(CountTally.count_id == count.id)
        .group_by(CountTally.item_id)
        .subquery()
    )
    query = _movements().join(first, first.c.item_id == _moved.item_id)
    return _by_item(session, query.where(_moved.id > first.c.last))


def _since_begin(
    session: Session, count: StockCount, covered: frozenset[int]
) -> defaultdict[int, list[Moved]]:
    query = _movements().join(Item.__table__, _item.id == _moved.item_id)
    return _by_item(
        session,
        query.where(_moved.id > count.first_movement_id, _item.place_id.in_(covered)),
    )


def _places_then(session: Session, count: StockCount) -> Mapping[int, int | None]:
    last = select(CountTally.last_movement_id).where(CountTally.count_id == count.id)
    rows = session.execute(select(Movement.id, Movement.place_id).where(Movement.id.in_(last)))
    return dict(rows.all())
