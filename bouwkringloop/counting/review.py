"""Draw up what a count says of each thing, before anything of it is booked."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from bouwkringloop.base import money, quantity
from bouwkringloop.base.quantity import Unit
from bouwkringloop.counting import facts, standing, within
from bouwkringloop.counting.facts import Gathered, Thing
from bouwkringloop.counting.models import StockCount
from bouwkringloop.stock import ledger

#: What a line can say, in the order in which the lead looks at them.
OUTCOMES = ("again", "part", "missing", "differs", "away", "came", "right")


@dataclass(frozen=True)
class Line:
    """What the count says of one thing. Thousandths, grams, and cents by the label's price."""

    code: str
    title: str
    unit: str
    photo_id: UUID | None
    outcome: str
    #: None where nobody tallied it.
    counted_milli: int | None
    #: What the books said when it was tallied; of what was not tallied, what they say now.
    book_milli: int
    difference_milli: int
    weight_g: int
    value_cents: int
    #: What there is when this has been booked, and how much of it is kept for somebody.
    new_milli: int
    reserved_milli: int
    #: Where the books have it, and where it goes to because it was seen there.
    place: str
    to_place_id: int | None = None
    to_place: str = ""
    #: Why it differs, once that has been booked.
    reason: str = ""

    @property
    def is_booked(self) -> bool:
        """Tell whether booking changes anything about it."""
        return self.difference_milli != 0 or self.to_place_id is not None

    @property
    def needs_label(self) -> bool:
        """Tell whether its label says an amount that booking makes wrong; pieces say none."""
        return self.difference_milli != 0 and self.new_milli > 0 and self.unit != Unit.PIECE

    @property
    def is_short_of_kept(self) -> bool:
        """Tell whether less is left than is kept for somebody."""
        return self.difference_milli < 0 and self.new_milli < self.reserved_milli


@dataclass(frozen=True)
class Review:
    """What a count says of everything."""

    lines: Sequence[Line]

    def of(self, outcome: str) -> list[Line]:
        """Give the lines that say this."""
        return [line for line in self.lines if line.outcome == outcome]

    @property
    def differences(self) -> list[Line]:
        """Give the lines whose difference is booked."""
        return [line for line in self.lines if line.difference_milli]

    @property
    def to_label(self) -> list[Line]:
        """Give the lines whose thing gets a new label when they are booked."""
        return [line for line in self.lines if line.needs_label]

    @property
    def moves(self) -> list[Line]:
        """Give the lines whose thing is moved to where it was seen."""
        return [line for line in self.lines if line.to_place_id is not None]

    @property
    def weight_g(self) -> int:
        """Tell what all differences weigh."""
        return sum(line.weight_g for line in self.lines)

    @property
    def value_cents(self) -> int:
        """Tell what all differences cost by their labels."""
        return sum(line.value_cents for line in self.lines)

    @property
    def fingerprint(self) -> str:
        """Give what tells whether booking would do the same as was seen.

        What sells on without touching a difference is left out of it, or a busy shop could never
        book; so are weight and value, which follow from the difference.
        """
        told = [
            (line.code, line.outcome, line.counted_milli, line.difference_milli, line.to_place_id)
            for line in sorted(self.lines, key=lambda line: line.code)
            if line.is_booked or line.outcome in ("again", "part")
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def of(session: Session, count: StockCount) -> Review:
    """Review an open count as it stands now."""
    gathered = facts.gather(session, count)
    lines = [_judge(thing, gathered, count) for thing in gathered.things]
    kept = [line for line in lines if line is not None]
    return Review(sorted(kept, key=lambda line: OUTCOMES.index(line.outcome)))


def _judge(thing: Thing, gathered: Gathered, count: StockCount) -> Line | None:
    if thing.tallies:
        return _tallied(thing, gathered, count)
    if thing.row.place_id not in gathered.covered or not thing.row.quantity_milli:
        return None
    if thing.row.state == "in_transit":
        return None
    return _not_tallied(thing, gathered)


def _not_tallied(thing: Thing, gathered: Gathered) -> Line:
    """Judge what nobody saw: it is missing, but for what came while was being counted.

    What was moved while was being counted was in somebody's hands, so it is not missing either.
    """
    there = thing.row.quantity_milli
    came = sum(moved.quantity_milli for moved in thing.since if moved.quantity_milli > 0)
    if any(moved.kind in facts.PLACING for moved in thing.since):
        came = there
    missing = max(0, there - came)
    outcome = "missing" if missing else "came"
    return _line(thing, gathered, outcome, None, there, -missing)


def _tallied(thing: Thing, gathered: Gathered, count: StockCount) -> Line | None:
    row, last = thing.row, max(tally.last_movement_id for tally in thing.tallies)
    first = min(tally.last_movement_id for tally in thing.tallies)
    counted = sum(tally.quantity_milli for tally in thing.tallies)
    book = next(t.book_milli for t in thing.tallies if t.last_movement_id == last)
    difference = counted - book
    was_here = thing.place_then in gathered.covered or row.place_id in gathered.covered
    if not was_here and counted == 0:
        # That it does not lie here is what the books say too.
        return None
    if row.site_id != count.place.site_id or row.state == "in_transit":
        return _line(thing, gathered, "away", counted, book, 0)
    if not was_here and counted < book and not standing.is_single(row):
        return _line(thing, gathered, "part", counted, book, 0)
    new = row.quantity_milli + difference
    # What sold, came or moved between two tallies was counted twice or not at all.
    if new < 0 or any(first < moved.id <= last for moved in thing.since):
        return _line(thing, gathered, "again", counted, book, 0)
    to_place_id = _seen_at(thing, gathered, last) if new else None
    outcome = "differs" if difference else "right"
    return _line(thing, gathered, outcome, counted, book, difference, to_place_id)


def _seen_at(thing: Thing, gathered: Gathered, last: int) -> int | None:
    """Tell where a thing goes to because it was seen there; None where the books are right.

    A rack on which a thing was seen does not take it out of its bin on that rack, and what was
    moved after it was seen stays where it was brought.
    """
    seen = [tally for tally in thing.tallies if tally.quantity_milli]
    brought = any(moved.id > last and moved.kind in facts.PLACING for moved in thing.since)
    if brought or not seen:
        return None
    if any(within.lies_in(gathered.parents, thing.row.place_id, t.place_id) for t in seen):
        return None
    return max(seen, key=lambda tally: tally.quantity_milli).place_id


def _line(
    thing: Thing,
    gathered: Gathered,
    outcome: str,
    counted: int | None,
    book: int,
    difference: int,
    to_place_id: int | None = None,
) -> Line:
    row = thing.row
    return Line(
        code=row.code,
        title=row.title,
        unit=row.unit,
        photo_id=row.photo_id,
        outcome=outcome,
        counted_milli=counted,
        book_milli=book,
        difference_milli=difference,
        weight_g=_weigh(thing, difference),
        value_cents=money.times(row.price_cents, difference),
        new_milli=row.quantity_milli + difference,
        reserved_milli=row.reserved_milli,
        place=gathered.names.get(row.place_id, ""),
        to_place_id=to_place_id,
        to_place=gathered.names[to_place_id] if to_place_id is not None else "",
    )


def _weigh(thing: Thing, difference: int) -> int:
    """Weigh a difference: what is missing takes its share, what is over its weight a unit."""
    row = thing.row
    if difference >= 0:
        return quantity.weigh(row.weight_g, difference)
    return -ledger.part_of(row.stock_g, row.quantity_milli, -difference)
