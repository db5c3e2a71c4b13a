"""Whatever is sold, brought back, moved and counted in whatever order: the books end as the shelf is."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bouwkringloop.counting import review
from bouwkringloop.stock.models import Item
from tests import make
from tests.counting.counting import (
    booked,
    broken,
    counting_of,
    moved,
    place,
    returned,
    see,
    sold,
)

#: Of each thing: what the books say, how much really lies there, and in which bin, by number.
#: Bin 0 and 1 are counted; 2 lies elsewhere. What lies elsewhere by the books loses nothing.
THINGS = st.lists(
    st.one_of(
        st.tuples(st.integers(2, 9), st.integers(-9, 3), st.integers(0, 1), st.integers(0, 1)),
        st.tuples(st.integers(2, 9), st.integers(0, 3), st.just(2), st.integers(0, 1)),
        st.tuples(st.just(1), st.integers(-1, 0), st.integers(0, 1), st.integers(0, 1)),
        st.tuples(st.just(1), st.just(0), st.just(2), st.integers(0, 1)),
    ),
    min_size=1,
    max_size=3,
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["sell", "return", "move", "count", "count_part", "count_rest", "new"]),
        st.integers(0, 3),
        st.integers(1, 4),
    ),
    max_size=14,
)


@dataclass
class Really:
    """A thing as it really lies there, and what of it was counted."""

    item: Item
    many: int
    bin: int
    counted: bool = False
    #: Whether somebody saw it where it lies; none of it lies nowhere.
    seen: bool = False
    #: Whether somebody brought or carried it during the count. What of that nobody tallies stays in
    #: the books, and the review shows it to the lead as having come.
    came: bool = False
    left_to_count: int = 0
    sold: int = 0


class Shelf:
    """A shelf on which is counted while the shop sells from it."""

    def __init__(self, session, shift, things):
        name = uuid4().hex[:8]
        self.session, self.shift = session, shift
        self.rack = place(session, f"Stelling {name}")
        self.bins = [
            place(session, f"Bak 1 {name}", within=self.rack, kind="bin"),
            place(session, f"Bak 2 {name}", within=self.rack, kind="bin"),
            place(session, f"Elders {name}"),
        ]
        self.things = [self.put(*thing) for thing in things]
        self.count = counting_of(session, self.rack)

    def put(self, by_book, difference, book_bin, really_in):
        item = make.item(self.session, quantity=by_book, slug="brick", place=self.bins[book_bin])
        return Really(item, max(0, by_book + difference), really_in)

    def book(self, thing):
        self.session.rollback()
        return self.session.execute(
            select(Item.quantity_milli, Item.place_id).where(Item.id == thing.item.id)
        ).one()

    def sell(self, thing, many):
        there = min(many, thing.many, self.book(thing).quantity_milli // 1000)
        if there:
            sold(self.session, self.shift, thing.item, there * 1000)
            thing.many -= there
            thing.sold += there
            thing.left_to_count = min(thing.left_to_count, thing.many)

    def return_(self, thing, many):
        back = min(many, thing.sold)
        if back:
            returned(self.session, thing.item, back * 1000)
            thing.many += back
            thing.came = True
            thing.sold -= back

    def move(self, thing, many):
        to = many % 3
        there = self.book(thing)
        # Nobody carries away what they are halfway through counting, nor what is not there.
        if thing.left_to_count or not thing.many or not there.quantity_milli:
            return
        if there.place_id != self.bins[to].id:
            moved(self.session, thing.item, self.bins[to])
            thing.bin = to
            thing.came = True

    def new(self, _thing, many):
        self.things.append(self.put(many, 0, many % 2, many % 2))

    def count_all(self, thing, _many=0):
        self.tally(thing, thing.many, anew=True)
        thing.left_to_count = 0

    def count_part(self, thing, many):
        if thing.many > many and not thing.counted:
            self.tally(thing, many, anew=True)
            thing.left_to_count = thing.many - many

    def count_rest(self, thing, _many=0):
        if thing.left_to_count:
            self.tally(thing, thing.left_to_count, anew=False)
            thing.left_to_count = 0

    def tally(self, thing, many, *, anew):
        if thing.bin == 2:
            return
        # By the books it is sold out, so the counter is told to keep it for its buyer; what was
        # tallied of it before is not all that lies there.
        if many and not self.book(thing).quantity_milli:
            thing.counted = thing.seen = False
            return
        see(self.session, self.count, thing.item, many * 1000, self.bins[thing.bin], anew=anew)
        thing.counted, thing.seen = True, many > 0

    def do(self, step, number, many):
        thing = self.things[number % len(self.things)]
        acts = {"return": self.return_, "count": self.count_all}
        acts.get(step, getattr(self, step, None))(thing, many)

    def finish(self):
        """Count what nobody counted yet, count again what must be, and book."""
        for thing in self.things:
            self.count_rest(thing)
            if thing.many and not thing.counted:
                self.count_all(thing)
        self.session.rollback()
        again = {line.code for line in review.of(self.session, self.count).of("again")}
        for thing in self.things:
            if thing.item.code in again:
                self.count_all(thing)
        self.session.rollback()
        assert not review.of(self.session, self.count).of("again")
        booked(self.session, self.count)


@pytest.fixture
def shift(session):
    return make.shift(session)


@pytest.mark.long
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(things=THINGS, steps=STEPS)
@example(things=[(2, -1, 0, 0)], steps=[("move", 0, 1), ("sell", 0, 1)])
@example(things=[(2, 1, 2, 0)], steps=[("count_part", 0, 1), ("sell", 0, 2)])
def test_after_booking_the_books_say_what_lies_there(session, shift, things, steps):
    session.rollback()
    shelf = Shelf(session, shift, things)
    for step in steps:
        shelf.do(*step)
    shelf.finish()
    for thing in shelf.things:
        there = shelf.book(thing)
        if thing.bin != 2 and (thing.counted or not (thing.many or thing.came)):
            assert there.quantity_milli == thing.many * 1000
        if thing.bin != 2 and thing.many and thing.seen:
            assert there.place_id == shelf.bins[thing.bin].id
    assert broken(session) == []
