"""Look at counts: which there are, what is counted in them, and what they booked.

Nothing here tells what the books say of a thing, but for `booked`, which only the lead sees.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.counting import review, standing, within
from bouwkringloop.counting.models import CountLine, CountTally, StockCount
from bouwkringloop.counting.review import Line, Review
from bouwkringloop.people.models import Person
from bouwkringloop.stock import find
from bouwkringloop.stock.models import Item, Place, Site

#: How many ended counts, own tallies and names of things a page gets.
LAST_COUNTS = 20
LAST_TALLIES = 30
MOST_NAMES = 2000
MOST_FOUND = 12


@dataclass(frozen=True)
class Row:
    """A count in the list."""

    count: StockCount
    person: str
    things: int


@dataclass(frozen=True)
class Known:
    """A thing as somebody who counts may know it."""

    item: Item
    #: Whether it is one thing, so that a scan says all.
    single: bool
    #: Whether somebody counted it in this count already.
    counted: bool


def counts(session: Session) -> list[Row]:
    """List the open counts, and then the last ones that ended."""
    tallied = (
        select(CountTally.count_id, func.count(CountTally.item_id.distinct()).label("things"))
        .where(standing.not_taken_back())
        .group_by(CountTally.count_id)
        .subquery()
    )
    rows = session.execute(
        select(StockCount, Person.name, func.coalesce(tallied.c.things, 0))
        .join(Person, Person.id == StockCount.person_id)
        .outerjoin(tallied, tallied.c.count_id == StockCount.id)
        .options(joinedload(StockCount.place).joinedload(Place.site))
        .order_by(StockCount.state != "open", StockCount.begun_at.desc(), StockCount.id.desc())
        .limit(LAST_COUNTS)
    )
    return [Row(count, name, things) for count, name, things in rows]


def places(session: Session) -> list[tuple[Site, list[tuple[Place, int]]]]:
    """List the places that can be counted, site by site, each with how deep it lies."""
    listed = [(site, within.forest(session, site.id)) for site in find.sites(session)]
    return [
        (site, [(place, depth) for place, depth in found if place.active])
        for site, found in listed
        if any(place.active for place, _ in found)
    ]


def own_tallies(session: Session, count: StockCount, person_id: int) -> Sequence[CountTally]:
    """List what somebody counted last, the newest first, without what they took back."""
    return session.scalars(
        select(CountTally)
        .where(
            CountTally.count_id == count.id,
            CountTally.person_id == person_id,
            standing.not_taken_back(),
        )
        .options(joinedload(CountTally.item))
        .order_by(CountTally.at.desc(), CountTally.id.desc())
        .limit(LAST_TALLIES)
    ).all()


def to_count_again(session: Session, count: StockCount) -> list[Line]:
    """List what sold or moved while it was being counted."""
    return review.of(session, count).of("again") if count.state == "open" else []


def names(session: Session, count: StockCount) -> list[Item]:
    """List things that a phone without a signal should know by name.

    Things that are gone are among them, so that the list does not tell what the books expect.
    """
    covered = [place.id for place in within.covered(session, count.place)]
    return list(
        session.scalars(
            select(Item)
            .where(Item.place_id.in_(covered))
            .order_by(Item.id.desc())
            .limit(MOST_NAMES)
        )
    )


def known(session: Session, count: StockCount, item: Item) -> Known:
    """Tell of a thing what a counter needs to know of it."""
    counted = session.scalar(
        select(CountTally.id)
        .where(
            CountTally.count_id == count.id,
            CountTally.item_id == item.id,
            standing.not_taken_back(),
        )
        .limit(1)
    )
    return Known(item, standing.is_single(item), counted is not None)


def search(session: Session, count: StockCount, words: str) -> list[Known]:
    """Find things of the count's site by words, for what has lost its label."""
    if not words.strip():
        return []
    wish = find.Wish(words, site=count.place.site.slug, only_available=True)
    found, _ = find.page(session, wish, 1)
    return [known(session, count, item) for item in found[:MOST_FOUND]]


def booked(session: Session, count: StockCount) -> Review:
    """Give what a count booked, as it was booked."""
    lines = session.scalars(
        select(CountLine)
        .where(CountLine.count_id == count.id)
        .join(CountLine.item)
        .options(joinedload(CountLine.item), joinedload(CountLine.place))
        .order_by(Item.title, Item.id)
    ).all()
    return Review([_line(line) for line in lines])


def _line(line: CountLine) -> Line:
    item = line.item
    return Line(
        code=item.code,
        title=item.title,
        unit=item.unit,
        photo_id=item.photo_id,
        outcome=line.outcome,
        counted_milli=line.counted_milli,
        book_milli=line.book_milli,
        difference_milli=line.difference_milli,
        weight_g=line.weight_g,
        value_cents=line.value_cents,
        new_milli=0,
        reserved_milli=0,
        place="",
        to_place_id=line.place_id,
        to_place=line.place.name if line.place else "",
        reason=line.reason,
    )
