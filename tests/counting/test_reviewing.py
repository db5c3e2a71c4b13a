"""What the lead sees: what is right, more, less or missing, and what must be counted again."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from bouwkringloop.counting import review
from bouwkringloop.stock import reserve
from bouwkringloop.stock.models import Item, Site
from tests import make
from tests.counting.counting import (
    counting_of,
    line,
    moved,
    place,
    returned,
    said,
    see,
    sold,
    take_back,
)


@pytest.fixture
def rack(session):
    return place(session)


@pytest.fixture
def bin_(session, rack):
    return place(session, "Bak B1", within=rack, kind="bin")


@pytest.fixture
def elsewhere(session):
    return place(session, "Stelling C")


@pytest.fixture
def count(session, rack):
    return counting_of(session, rack)


@pytest.fixture
def shift(session):
    return make.shift(session)


@pytest.fixture
def tiles(session, rack):
    return make.item(session, quantity=40, slug="brick", place=rack, price_cents=50)


@pytest.fixture
def count_of_tiles(session, rack, tiles):
    """A count that began when the tiles were there already."""
    return counting_of(session, rack)


def test_a_difference_is_told_in_pieces_weight_and_value(session, tiles, count_of_tiles):
    see(session, count_of_tiles, tiles, 37_000)
    found = line(session, count_of_tiles, tiles)
    assert (found.outcome, found.counted_milli, found.book_milli) == ("differs", 37_000, 40_000)
    assert found.difference_milli == -3000
    assert found.weight_g == -3 * 18_000
    assert found.value_cents == -150
    assert found.new_milli == 37_000


def test_what_is_over_weighs_what_one_of_them_weighs(session, tiles, count_of_tiles):
    session.get_one(Item, tiles.id).weight_g = 700
    session.commit()
    see(session, count_of_tiles, tiles, 42_000)
    found = line(session, count_of_tiles, tiles)
    assert (found.difference_milli, found.weight_g, found.value_cents) == (2000, 1400, 100)


def test_sales_before_and_after_the_tally_make_no_difference(session, tiles, count_of_tiles, shift):
    sold(session, shift, tiles, 4_000)
    see(session, count_of_tiles, tiles, 36_000)
    sold(session, shift, tiles, 6_000)
    found = line(session, count_of_tiles, tiles)
    assert (found.outcome, found.difference_milli, found.new_milli) == ("right", 0, 30_000)


def test_a_sale_between_two_tallies_of_a_heap_asks_to_count_again(
    session, tiles, count_of_tiles, shift, bin_
):
    see(session, count_of_tiles, tiles, 20_000)
    sold(session, shift, tiles, 5_000)
    see(session, count_of_tiles, tiles, 20_000, bin_)
    assert said(session, count_of_tiles, tiles) == ("again", 0)
    see(session, count_of_tiles, tiles, 35_000, anew=True)
    assert said(session, count_of_tiles, tiles) == ("right", 0)


def test_a_heap_that_is_moved_between_two_tallies_is_counted_again(
    session, tiles, count_of_tiles, bin_
):
    see(session, count_of_tiles, tiles, 40_000)
    moved(session, tiles, bin_)
    see(session, count_of_tiles, tiles, 40_000, bin_)
    assert said(session, count_of_tiles, tiles) == ("again", 0)


def test_keeping_it_for_somebody_between_two_tallies_changes_nothing(
    session, tiles, count_of_tiles, bin_
):
    see(session, count_of_tiles, tiles, 20_000)
    wanted = reserve.Wanted(uuid4(), tiles.code, 1000, "Ans")
    reserve.reserve(session, wanted, by=make.actor(session))
    session.commit()
    see(session, count_of_tiles, tiles, 20_000, bin_)
    assert said(session, count_of_tiles, tiles) == ("right", 0)


def test_a_single_thing_scanned_before_and_after_a_return_need_not_be_counted_again(
    session, rack, shift
):
    door = make.item(session, place=rack)
    count = counting_of(session, rack)
    see(session, count, door)
    sold(session, shift, door)
    returned(session, door)
    see(session, count, door)
    assert said(session, count, door) == ("right", 0)


def test_more_sold_after_the_tally_than_was_counted_asks_to_count_again(
    session, tiles, count_of_tiles, shift
):
    see(session, count_of_tiles, tiles, 2_000)
    sold(session, shift, tiles, 5_000)
    assert said(session, count_of_tiles, tiles) == ("again", 0)


def test_what_nobody_saw_is_missing(session, rack, bin_):
    door = make.item(session, place=rack)
    lamp = make.item(session, title="Lamp", place=bin_)
    count = counting_of(session, rack)
    assert said(session, count, door) == ("missing", -1000)
    assert said(session, count, lamp) == ("missing", -1000)
    assert line(session, count, lamp).place == "Bak B1"


def test_what_was_sold_and_not_seen_is_no_difference(session, rack, shift):
    door = make.item(session, place=rack)
    count = counting_of(session, rack)
    sold(session, shift, door)
    assert line(session, count, door) is None


def test_of_a_heap_that_nobody_saw_what_was_sold_is_not_missing_too(
    session, tiles, count_of_tiles, shift
):
    sold(session, shift, tiles, 15_000)
    assert said(session, count_of_tiles, tiles) == ("missing", -25_000)


def test_what_came_in_or_was_moved_here_during_the_count_is_not_missing(
    session, count, rack, elsewhere
):
    new = make.item(session, place=rack)
    brought = make.item(session, place=elsewhere)
    moved(session, brought, rack)
    assert said(session, count, new) == ("came", 0)
    assert said(session, count, brought) == ("came", 0)


def test_what_came_back_during_the_count_is_not_missing_but_the_rest_is(
    session, tiles, rack, shift
):
    sold(session, shift, tiles, 10_000)
    count = counting_of(session, rack)
    returned(session, tiles, 4_000)
    assert said(session, count, tiles) == ("missing", -30_000)


def test_what_lies_here_but_elsewhere_by_the_books_is_moved_here(session, count, rack, elsewhere):
    door = make.item(session, place=elsewhere)
    loose = make.item(session, title="Lamp")
    see(session, count, door)
    see(session, count, loose)
    for thing in (door, loose):
        found = line(session, count, thing)
        assert (found.outcome, found.to_place_id, found.to_place) == (
            "right",
            rack.id,
            "Stelling B",
        )
    assert line(session, count, door).place == "Stelling C"


def test_a_thing_goes_to_the_bin_in_which_it_was_seen_but_not_out_of_one(
    session, rack, bin_, count
):
    other = place(session, "Bak B2", within=rack, kind="bin")
    door = make.item(session, place=bin_)
    see(session, count, door, where=rack)
    assert line(session, count, door).to_place_id is None
    see(session, count, door, where=other)
    assert line(session, count, door).to_place_id == other.id


def test_a_heap_in_several_bins_stays_where_the_books_have_it(session, rack, bin_, count):
    other = place(session, "Bak B2", within=rack, kind="bin")
    tiles = make.item(session, quantity=40, slug="brick", place=bin_)
    see(session, count, tiles, 10_000, bin_)
    see(session, count, tiles, 30_000, other)
    assert line(session, count, tiles).to_place_id is None


def test_what_was_brought_elsewhere_after_it_was_seen_stays_there(session, rack, elsewhere):
    door = make.item(session, place=rack)
    tiles = make.item(session, quantity=40, slug="brick", place=rack)
    count = counting_of(session, rack)
    see(session, count, door)
    see(session, count, tiles, 38_000)
    moved(session, door, elsewhere)
    moved(session, tiles, elsewhere)
    assert line(session, count, door).to_place_id is None
    found = line(session, count, tiles)
    assert (found.difference_milli, found.to_place_id) == (-2000, None)


def test_a_part_of_a_heap_that_lies_elsewhere_takes_nothing_from_it(session, count, elsewhere):
    tiles = make.item(session, quantity=40, slug="brick", place=elsewhere)
    see(session, count, tiles, 15_000)
    assert said(session, count, tiles) == ("part", 0)
    moved(session, tiles, count.place)
    assert said(session, count, tiles) == ("differs", -25_000)


def test_nothing_counted_of_what_lies_elsewhere_says_nothing_of_it(session, count, elsewhere):
    tiles = make.item(session, quantity=40, slug="brick", place=elsewhere)
    see(session, count, tiles, 0, anew=True)
    assert line(session, count, tiles) is None


def test_what_was_taken_back_is_as_if_it_was_never_counted(session, rack, count, elsewhere):
    tiles = make.item(session, quantity=40, slug="brick", place=elsewhere)
    take_back(session, count, see(session, count, tiles, 50_000))
    assert line(session, count, tiles) is None


def test_what_left_for_another_site_after_it_was_seen_is_told_but_not_booked(session, rack):
    tiles = make.item(session, quantity=40, slug="brick", place=rack)
    count = counting_of(session, rack)
    see(session, count, tiles, 38_000)
    sent = session.get_one(Item, tiles.id)
    sent.site_id = session.scalar(select(Site.id).where(Site.slug == "hub"))
    session.commit()
    assert said(session, count, tiles) == ("away", 0)


def test_the_fingerprint_changes_with_what_would_be_booked_and_not_with_sales(
    session, tiles, count_of_tiles, shift
):
    def fingerprint():
        session.rollback()
        return review.of(session, count_of_tiles).fingerprint

    see(session, count_of_tiles, tiles, 37_000)
    first = fingerprint()
    sold(session, shift, tiles, 1_000)
    assert fingerprint() == first
    see(session, count_of_tiles, tiles, 35_000, anew=True)
    assert fingerprint() != first
