"""Two connections at one moment: nothing is counted or booked twice, and no sale is lost."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from bouwkringloop.base.errors import Refused
from bouwkringloop.counting import begin, book, review, tally
from bouwkringloop.counting.models import CountTally, StockCount
from bouwkringloop.stock.models import Item, Movement, Place
from bouwkringloop.till import sell
from tests import make
from tests.counting.counting import basket, broken, counting_of, place, see, seen, there
from tests.till.test_races import at_once


@pytest.fixture
def rack(session):
    return place(session)


def begun(session, place_id, uuid=None):
    """Begin a count in another connection."""
    by = make.actor(session)
    session.commit()
    used = uuid or uuid4()
    return lambda s: begin.begin(s, used, s.get_one(Place, place_id), by=by).uuid


def test_one_of_two_counts_of_one_place_begins(database, session, rack):
    for _ in range(3):
        results = at_once(database, begun(session, rack.id), begun(session, rack.id))
        assert sorted(isinstance(r, Refused) for r in results) == [False, True]
        uuid = next(r for r in results if not isinstance(r, Refused))
        begin.cancel(session, uuid, by=make.actor(session))
        session.commit()


def test_one_of_two_counts_of_a_rack_and_of_its_bin_begins(database, session, rack):
    inner = place(session, "Bak B1", within=rack, kind="bin")
    for _ in range(3):
        results = at_once(database, begun(session, rack.id), begun(session, inner.id))
        assert sorted(isinstance(r, Refused) for r in results) == [False, True]
        uuid = next(r for r in results if not isinstance(r, Refused))
        begin.cancel(session, uuid, by=make.actor(session))
        session.commit()


def test_a_count_sent_twice_at_one_moment_begins_once(database, session, rack):
    uuid = uuid4()
    results = at_once(database, *[begun(session, rack.id, uuid)] * 3)
    assert results == [uuid] * 3
    session.rollback()
    assert session.scalar(select(func.count()).select_from(StockCount)) == 1


def test_a_tally_sent_twice_at_one_moment_counts_once(database, session, rack):
    tiles = make.item(session, quantity=40, slug="brick", place=rack)
    count = counting_of(session, rack)
    told, by, uuid = seen(tiles, 38_000), make.actor(session), count.uuid
    session.commit()
    results = at_once(database, *[lambda s: tally.tally(s, uuid, told, by=by).id] * 4)
    assert len(set(results)) == 1
    session.rollback()
    assert session.scalar(select(func.count()).select_from(CountTally)) == 1


def test_a_tally_and_a_sale_at_one_moment_never_make_a_difference_of_their_own(
    database, session, rack
):
    """Whichever comes first, what was counted is held against the books of that moment."""
    shift, by = make.shift(session), make.actor(session)
    for _ in range(4):
        tiles = make.item(session, quantity=40, slug="brick", place=rack)
        count = counting_of(session, rack)
        told, sale, uuid = seen(tiles, 38_000), basket(tiles, shift, 2000), count.uuid
        session.commit()
        results = at_once(
            database,
            lambda s, u=uuid, t=told: tally.tally(s, u, t, by=by),
            lambda s, b=sale: sell.record(s, b, by=by),
        )
        assert not any(isinstance(r, Refused) for r in results)
        session.rollback()
        made = session.scalars(select(CountTally).where(CountTally.count_id == count.id)).one()
        until = select(func.sum(Movement.quantity_milli)).where(
            Movement.item_id == tiles.id, Movement.id <= made.last_movement_id
        )
        assert made.book_milli == session.scalar(until)
        begin.cancel(session, uuid, by=by)
        session.commit()


def agreed(session, count, reason="telling"):
    session.rollback()
    made = book.Agreed(review.of(session, count).fingerprint, reason)
    session.commit()
    return made


def test_a_sale_and_a_booking_at_one_moment_lose_nothing(database, session, rack):
    """The thing that was missing is sold, or it is booked away; never both, and never neither."""
    shift, by = make.shift(session), make.actor(session)
    for _ in range(5):
        door = make.item(session, place=rack)
        count = counting_of(session, rack)
        seen_so, sale, uuid = agreed(session, count), basket(door, shift), count.uuid
        results = at_once(
            database,
            lambda s, u=uuid, a=seen_so: book.book(s, u, a, by=by),
            lambda s, b=sale: sell.record(s, b, by=by),
        )
        assert sorted(isinstance(r, Refused) for r in results) == [False, True]
        assert there(session, door) == 0
        if session.scalar(select(StockCount.state).where(StockCount.uuid == uuid)) == "open":
            begin.cancel(session, uuid, by=by)
        session.commit()
    assert broken(session) == []


def test_a_count_sent_twice_at_one_moment_is_booked_once(database, session, rack):
    tiles = make.item(session, quantity=40, slug="brick", place=rack)
    count = counting_of(session, rack)
    see(session, count, tiles, 37_000)
    seen_so, by, uuid = agreed(session, count), make.actor(session), count.uuid
    session.commit()
    results = at_once(database, *[lambda s: book.book(s, uuid, seen_so, by=by).state] * 2)
    assert results == ["booked", "booked"]
    assert there(session, tiles) == 37_000
    assert broken(session) == []


def test_two_leads_who_book_at_one_moment_book_once(database, session, rack):
    tiles = make.item(session, quantity=40, slug="brick", place=rack)
    count = counting_of(session, rack)
    see(session, count, tiles, 37_000)
    one, other = agreed(session, count, "jaartelling"), agreed(session, count, "anders")
    by, uuid = make.actor(session), count.uuid
    session.commit()
    results = at_once(
        database,
        lambda s: book.book(s, uuid, one, by=by).state,
        lambda s: book.book(s, uuid, other, by=by).state,
    )
    assert sorted(isinstance(r, Refused) for r in results) == [False, True]
    assert there(session, tiles) == 37_000


def test_a_tally_and_a_booking_at_one_moment_agree(database, session, rack):
    """The tally is in what was booked, or it is refused; it is never added after the booking."""
    by = make.actor(session)
    for _ in range(4):
        tiles = make.item(session, quantity=40, slug="brick", place=rack)
        count = counting_of(session, rack)
        see(session, count, tiles, 37_000)
        seen_so, told, uuid = agreed(session, count), seen(tiles, 3000), count.uuid
        results = at_once(
            database,
            lambda s, u=uuid, a=seen_so: book.book(s, u, a, by=by),
            lambda s, u=uuid, t=told: tally.tally(s, u, t, by=by),
        )
        assert sorted(isinstance(r, Refused) for r in results) == [False, True]
        session.rollback()
        left = session.scalar(select(Item.quantity_milli).where(Item.id == tiles.id))
        state = session.scalar(select(StockCount.state).where(StockCount.uuid == uuid))
        assert (state, left) in (("booked", 37_000), ("open", 40_000))
        if state == "open":
            begin.cancel(session, uuid, by=by)
        moved_away = session.get_one(Item, tiles.id)
        moved_away.place_id = None
        session.commit()


@pytest.fixture
def server(database):
    """The database where it has many writers; SQLite has one, who holds everything."""
    if database.url.get_backend_name() == "sqlite":
        pytest.skip("SQLite lets one connection write at a time")
    return database


def is_held(database, work):
    """Tell whether somebody else's transaction keeps this work from going on."""
    with database.session(writes=True) as other:
        other.execute(text("SET LOCAL lock_timeout = '100ms'"))
        try:
            work(other)
        except OperationalError as error:
            return "lock timeout" in str(error)
        return False


def between(monkeypatch, module, name, act):
    """Do something in the midst of a verb, just before this step of it."""
    step, happened = getattr(module, name), []

    def after(*args, **kwargs):
        happened.append(act())
        return step(*args, **kwargs)

    monkeypatch.setattr(module, name, after)
    return happened


def test_what_is_being_booked_is_neither_sold_nor_counted_in_between(server, session, monkeypatch):
    rack, shift, by = place(session), make.shift(session), make.actor(session)
    door = make.item(session, place=rack)
    lamp = make.item(session, place=rack)
    elsewhere = make.item(session)
    count = counting_of(session, rack)
    see(session, count, lamp)
    seen_so, told, uuid = agreed(session, count), seen(elsewhere), count.uuid
    sales = [basket(door, shift), basket(lamp, shift)]

    def try_all():
        works = [lambda s, b=sale: sell.record(s, b, by=by) for sale in sales]
        return [is_held(server, w) for w in [*works, lambda s: tally.tally(s, uuid, told, by=by)]]

    happened = between(monkeypatch, book, "_check_kept", try_all)
    book.book(session, uuid, seen_so, by=by)
    assert happened == [[True, True, True]]


def test_what_is_being_counted_is_not_sold_between_looking_and_writing(
    server, session, monkeypatch
):
    rack, shift, by = place(session), make.shift(session), make.actor(session)
    tiles = make.item(session, quantity=40, slug="brick", place=rack)
    count = counting_of(session, rack)
    told, sale, uuid = seen(tiles, 38_000), basket(tiles, shift), count.uuid
    session.commit()
    happened = between(
        monkeypatch,
        tally,
        "_check_quantity",
        lambda: is_held(server, lambda s: sell.record(s, sale, by=by)),
    )
    tally.tally(session, uuid, told, by=by)
    assert happened == [True]


def test_many_people_count_in_one_count_without_waiting_for_each_other(server, session):
    rack, by = place(session), make.actor(session)
    door, lamp = make.item(session, place=rack), make.item(session, place=rack)
    count = counting_of(session, rack)
    first, second, uuid = seen(door), seen(lamp), count.uuid
    session.commit()
    tally.tally(session, uuid, first, by=by)
    assert not is_held(server, lambda s: tally.tally(s, uuid, second, by=by))
