"""Booking a count: all of it or nothing, as the lead saw it, and never below what is kept."""

import json
from uuid import uuid4

import pytest
from sqlalchemy import delete, func, select, update

from bouwkringloop.base import i18n
from bouwkringloop.counting import begin, book, overview, review
from bouwkringloop.counting.models import CountLine, CountTally, StockCount
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.stock import ledger, reserve
from bouwkringloop.stock.models import Item, Movement
from tests import make
from tests.counting.counting import (
    booked,
    broken,
    counting_of,
    place,
    see,
    sold,
    there,
)


@pytest.fixture
def rack(session):
    return place(session)


@pytest.fixture
def shift(session):
    return make.shift(session)


@pytest.fixture
def tiles(session, rack):
    return make.item(session, quantity=40, slug="brick", place=rack, price_cents=50)


@pytest.fixture
def door(session, rack):
    return make.item(session, place=rack)


@pytest.fixture
def count(session, rack, tiles, door):
    return counting_of(session, rack)


def entries(session, count):
    session.rollback()
    return session.execute(
        select(
            Item.code, Movement.kind, Movement.quantity_milli, Movement.weight_g, Movement.reason
        )
        .join(Item, Item.id == Movement.item_id)
        .where(Movement.cause == f"count:{count.uuid}")
        .order_by(Movement.id)
    ).all()


def kept(session, item, milli):
    wanted = reserve.Wanted(uuid4(), item.code, milli, "Ans")
    made = reserve.reserve(session, wanted, by=make.actor(session))
    session.commit()
    return made


def test_every_difference_becomes_an_entry_with_its_weight_and_reason(session, count, tiles, door):
    see(session, count, tiles, 37_000)
    booked(session, count, "jaartelling", **{door.code: "gestolen"})
    assert entries(session, count) == [
        (door.code, "counted", -1000, -18_000, "gestolen"),
        (tiles.code, "counted", -3000, -54_000, "jaartelling"),
    ]
    assert (there(session, tiles), there(session, door)) == (37_000, 0)
    assert broken(session) == []


def test_more_than_there_was_is_booked_with_the_weight_of_one_of_them(session, count, tiles, door):
    see(session, count, door)
    see(session, count, tiles, 42_000)
    booked(session, count)
    assert entries(session, count) == [(tiles.code, "counted", 2000, 36_000, "telling")]
    assert there(session, tiles) == 42_000
    assert broken(session) == []


def test_sales_after_the_tally_stay_sold(session, count, tiles, door, shift):
    see(session, count, door)
    sold(session, shift, tiles, 2_000)
    see(session, count, tiles, 35_000)
    sold(session, shift, tiles, 5_000)
    booked(session, count)
    assert there(session, tiles) == 30_000
    assert broken(session) == []


def test_a_thing_seen_here_is_moved_here_with_its_difference(session, count, tiles, door):
    elsewhere = place(session, "Stelling C")
    bricks = make.item(session, quantity=10, slug="brick", place=elsewhere)
    for thing, milli in ((tiles, 40_000), (door, 1000), (bricks, 12_000)):
        see(session, count, thing, milli)
    booked(session, count)
    assert [row[:3] for row in entries(session, count)] == [
        (bricks.code, "counted", 2000),
        (bricks.code, "moved", 0),
    ]
    assert session.get_one(Item, bricks.id, populate_existing=True).place_id == count.place_id
    about = session.execute(
        select(Movement.about_milli, Movement.about_g).where(Movement.kind == "moved")
    ).one()
    assert about == (12_000, 12 * 18_000)


def test_a_count_without_differences_needs_no_reason_and_one_with_them_does(
    session, count, tiles, door
):
    see(session, count, tiles, 40_000)
    with pytest.raises(ledger.NoReasonGiven):
        booked(session, count, reason=" ")
    session.rollback()
    see(session, count, door)
    assert booked(session, count, reason="").state == "booked"
    assert entries(session, count) == []


def test_what_an_earlier_count_missed_is_found_again(session, count, tiles, door, rack):
    see(session, count, tiles, 40_000)
    booked(session, count)
    assert there(session, door) == 0
    second = counting_of(session, rack)
    see(session, second, tiles, 40_000)
    see(session, second, door)
    booked(session, second)
    assert there(session, door) == 1000
    assert session.get_one(Item, door.id, populate_existing=True).stock_g == 18_000
    assert broken(session) == []


def test_nothing_is_booked_when_the_review_is_no_longer_what_the_lead_saw(
    session, count, tiles, door, shift
):
    see(session, count, tiles, 37_000)
    looked = review.of(session, count).fingerprint
    sold(session, shift, door)
    with pytest.raises(book.ReviewChanged):
        booked(session, count, fingerprint=looked)
    session.rollback()
    assert entries(session, count) == []
    assert session.scalar(select(StockCount.state)) == "open"


def test_a_sale_that_changes_no_difference_does_not_hinder_booking(
    session, count, tiles, door, shift
):
    see(session, count, tiles, 37_000)
    looked = review.of(session, count).fingerprint
    sold(session, shift, tiles, 1_000)
    booked(session, count, fingerprint=looked)
    assert there(session, tiles) == 36_000


def test_nothing_is_booked_while_a_thing_must_be_counted_again(session, count, tiles, door, shift):
    see(session, count, door)
    see(session, count, tiles, 20_000)
    sold(session, shift, tiles, 5_000)
    see(session, count, tiles, 15_000)
    with i18n.speaking("en"), pytest.raises(book.CountAgainFirst) as refused:
        booked(session, count)
    assert tiles.code in refused.value.sentence
    session.rollback()
    see(session, count, tiles, 35_000, anew=True)
    assert booked(session, count).state == "booked"


def test_never_less_is_left_than_is_kept_for_somebody_and_no_name_is_told(
    session, count, tiles, door
):
    see(session, count, door)
    see(session, count, tiles, 5_000)
    reservation = kept(session, tiles, 6_000)
    with i18n.speaking("en"), pytest.raises(book.LessThanIsKept) as refused:
        booked(session, count)
    session.rollback()
    assert "voor iemand gereserveerd" in refused.value.sentence
    assert tiles.code in refused.value.sentence
    assert "Ans" not in refused.value.sentence
    assert there(session, tiles) == 40_000
    reserve.release(session, reservation.uuid, by=make.actor(session))
    session.commit()
    booked(session, count)
    assert there(session, tiles) == 5_000
    assert broken(session) == []


def test_what_was_kept_past_its_day_no_longer_hinders(session, count, tiles, door, standing_clock):
    see(session, count, door)
    see(session, count, tiles, 5_000)
    kept(session, tiles, 6_000)
    standing_clock.pass_(days=400)
    booked(session, count)
    assert there(session, tiles) == 5_000


def test_a_count_sent_twice_is_booked_once_and_with_other_content_refused(
    session, count, tiles, door
):
    see(session, count, tiles, 37_000)
    looked = review.of(session, count).fingerprint
    session.rollback()
    booked(session, count, fingerprint=looked)
    booked(session, count, fingerprint=looked)
    assert there(session, tiles) == 37_000
    with pytest.raises(begin.CountEnded):
        booked(session, count, "anders", fingerprint=looked)
    session.rollback()
    actions = session.scalars(select(AuditEntry.action)).all()
    assert actions.count("count.booked") == 1


def test_a_booked_count_is_not_cancelled_and_a_cancelled_one_not_booked(session, count, rack, door):
    see(session, count, door)
    booked(session, count)
    with pytest.raises(begin.CountEnded):
        begin.cancel(session, count.uuid, by=make.actor(session))
    session.rollback()
    second = counting_of(session, rack)
    begin.cancel(session, second.uuid, by=make.actor(session))
    begin.cancel(session, second.uuid, by=make.actor(session))
    session.commit()
    with pytest.raises(begin.CountEnded):
        booked(session, second)
    session.rollback()
    actions = session.scalars(select(AuditEntry.action)).all()
    assert actions.count("count.cancelled") == 1


def test_what_was_booked_can_be_read_back_as_it_was(session, count, tiles, door):
    see(session, count, tiles, 37_000)
    booked(session, count, "jaartelling")
    session.execute(update(Item).values(price_cents=1))
    session.commit()
    lines = overview.booked(session, count).lines
    told = {line.code: (line.outcome, line.difference_milli, line.value_cents) for line in lines}
    assert told == {tiles.code: ("differs", -3000, -150), door.code: ("missing", -1000, -1250)}
    assert {line.reason for line in lines} == {"jaartelling"}


# --- the proofs ------------------------------------------------------------------------------------


def claims(session):
    return [claim for claim, _ in broken(session)]


def test_the_proof_finds_a_movement_that_the_count_did_not_find(session, count, tiles, door):
    see(session, count, tiles, 37_000)
    booked(session, count)
    session.execute(update(Movement).where(Movement.kind == "counted").values(quantity_milli=-2000))
    session.commit()
    assert "Every booked count moved exactly the differences that it found." in claims(session)


def test_the_proof_finds_a_tally_that_is_gone(session, count, tiles, door):
    see(session, count, tiles, 37_000)
    booked(session, count)
    session.execute(delete(CountTally))
    session.commit()
    assert claims(session) == [
        "Every difference of a count is what was tallied less what the books said then."
    ]


def test_the_proof_finds_differences_of_a_count_that_was_never_booked(session, count, tiles, door):
    see(session, count, tiles, 37_000)
    booked(session, count)
    session.execute(update(StockCount).values(state="cancelled"))
    session.commit()
    assert "Every booked count moved exactly the differences that it found." in claims(session)
    assert session.scalar(select(func.count()).select_from(CountLine)) == 2


# --- labels that say how much there is --------------------------------------------------------------


def amounts_printed(session, item):
    """What the labels say that the print jobs of this thing bear."""
    session.rollback()
    jobs = session.scalars(
        select(PrintJob).where(PrintJob.subject == f"item:{item.code}").order_by(PrintJob.id)
    )
    return [json.loads(job.document)["amount"] for job in jobs]


@pytest.fixture
def plank(session, rack):
    return make.item(session, quantity=3, unit="m", form="length", place=rack, title="Balk")


def test_a_length_of_which_less_was_counted_gets_a_label_that_says_so(session, rack, plank):
    count = counting_of(session, rack)
    see(session, count, plank, 1_800)
    assert amounts_printed(session, plank) == []
    booked(session, count)
    assert amounts_printed(session, plank) == ["1,8\u00a0m van 3\u00a0m"]


def test_no_label_is_printed_of_what_is_right_of_pieces_or_of_what_is_gone(
    session, tiles, plank, rack
):
    boards = make.item(session, quantity=5, unit="m2", form="area", place=rack)
    count = counting_of(session, rack)
    see(session, count, tiles, 37_000)
    see(session, count, plank, 3_000)
    booked(session, count)
    assert there(session, boards) == 0
    assert [amounts_printed(session, each) for each in (tiles, plank, boards)] == [[], [], []]


def test_a_count_booked_twice_prints_one_label_and_a_refused_one_none(
    session, rack, plank, tiles, shift
):
    count = counting_of(session, rack)
    see(session, count, plank, 1_800)
    see(session, count, tiles, 37_000)
    looked = review.of(session, count).fingerprint
    see(session, count, tiles, 1_000)
    with pytest.raises(book.ReviewChanged):
        booked(session, count, fingerprint=looked)
    assert amounts_printed(session, plank) == []
    now = review.of(session, count).fingerprint
    booked(session, count, fingerprint=now)
    booked(session, count, fingerprint=now)
    assert len(amounts_printed(session, plank)) == 1
