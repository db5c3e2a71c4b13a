"""Counting what is seen: what a tally takes, what it refuses, and with which words."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from bouwkringloop.base import codes, i18n
from bouwkringloop.base.errors import NotFound, OtherContentUnderThisId
from bouwkringloop.base.permissions import Role
from bouwkringloop.base.quantity import NoSuchQuantity, OnlyWhole
from bouwkringloop.counting import begin, standing, tally, within
from bouwkringloop.counting.models import CountTally, StockCount
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.stock import dismantle, ledger, write_off
from bouwkringloop.stock.models import Item, Movement, Site, Transfer, TransferLine
from tests import make
from tests.counting.counting import (
    counting_of,
    moved,
    place,
    returned,
    see,
    seen,
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
def count(session, rack):
    return counting_of(session, rack)


def many(session, table=CountTally):
    session.rollback()
    return session.scalar(select(func.count()).select_from(table))


# --- beginning ------------------------------------------------------------------------------------


def test_a_count_is_begun_once_however_often_it_is_sent(session, rack):
    uuid = uuid4()
    assert counting_of(session, rack, uuid).id == counting_of(session, rack, uuid).id
    assert many(session, StockCount) == 1
    actions = session.scalars(select(AuditEntry.action)).all()
    assert actions.count("count.begun") == 1


def test_another_place_under_the_same_id_is_refused(session, rack):
    uuid = uuid4()
    counting_of(session, rack, uuid)
    with pytest.raises(OtherContentUnderThisId):
        begin.begin(session, uuid, place(session, "Stelling C"), by=make.actor(session))


def test_a_place_is_not_counted_twice_at_a_time_nor_what_is_around_or_within_it(session):
    zone = place(session, "Loods", kind="zone")
    rack = place(session, "Stelling D", within=zone)
    inner = place(session, "Bak D1", within=rack, kind="bin")
    beside = place(session, "Stelling E", within=zone)
    counting_of(session, rack)
    for other in (zone, rack, inner):
        with pytest.raises(begin.CountIsOpen) as refused:
            begin.begin(session, uuid4(), other, by=make.actor(session))
        assert "Stelling D" in refused.value.sentence
        session.rollback()
    assert counting_of(session, beside).state == "open"


def test_a_place_can_be_counted_again_after_its_count_was_cancelled(session, count, rack):
    begin.cancel(session, count.uuid, by=make.actor(session))
    session.commit()
    assert counting_of(session, rack).id != count.id


# --- counting --------------------------------------------------------------------------------------


def test_a_tally_keeps_the_bin_and_what_the_books_said_at_that_moment(session, count, rack, bin_):
    tiles = make.item(session, quantity=40, slug="brick", place=rack)
    last = session.scalar(select(func.max(Movement.id)))
    made = see(session, count, tiles, 38_000, bin_)
    assert (made.place_id, made.quantity_milli) == (bin_.id, 38_000)
    assert (made.book_milli, made.last_movement_id) == (40_000, last)


def test_a_tally_sent_twice_counts_once_also_after_the_count_was_cancelled(session, count, rack):
    tiles = make.item(session, quantity=40, slug="brick", place=rack)
    told = seen(tiles, 38_000)
    by = make.actor(session)
    first = tally.tally(session, count.uuid, told, by=by)
    session.commit()
    begin.cancel(session, count.uuid, by=by)
    session.commit()
    assert tally.tally(session, count.uuid, told, by=by).id == first.id
    assert many(session) == 1


def test_other_content_under_the_id_of_a_tally_is_refused(session, count, rack):
    tiles = make.item(session, quantity=40, slug="brick", place=rack)
    first = see(session, count, tiles, 38_000)
    with pytest.raises(OtherContentUnderThisId):
        see(session, count, tiles, 39_000, id=first.uuid)
    assert many(session) == 1


def stands(session, item):
    rows = session.scalars(select(CountTally).where(CountTally.item_id == item.id))
    kept = standing.of(rows, single=standing.is_single(item))
    return sum(one.quantity_milli for one in kept)


def test_a_single_thing_scanned_by_two_people_counts_once(session, count, rack):
    door = make.item(session, place=rack)
    see(session, count, door, by=make.actor(session, Role.INTAKE_WORKER))
    see(session, count, door, by=make.actor(session, Role.CASHIER))
    assert stands(session, door) == 1000


def test_a_heap_counted_in_two_bins_by_two_people_adds_up(session, count, rack, bin_):
    tiles = make.item(session, quantity=40, slug="brick", place=rack)
    see(session, count, tiles, 25_000, by=make.actor(session, Role.INTAKE_WORKER))
    see(session, count, tiles, 14_000, bin_, by=make.actor(session, Role.CASHIER))
    assert stands(session, tiles) == 39_000


def test_counting_anew_takes_the_place_of_all_before_it(session, count, rack):
    tiles = make.item(session, quantity=40, slug="brick", place=rack)
    see(session, count, tiles, 25_000)
    see(session, count, tiles, 30_000)
    see(session, count, tiles, 20_000, anew=True)
    see(session, count, tiles, 18_000)
    assert stands(session, tiles) == 38_000


def test_what_is_taken_back_leaves_what_others_counted(session, count, rack, bin_):
    tiles = make.item(session, quantity=40, slug="brick", place=rack)
    see(session, count, tiles, 25_000)
    wrong = see(session, count, tiles, 140_000, bin_)
    take_back(session, count, wrong)
    assert stands(session, tiles) == 25_000
    assert standing.things_counted(session, count.id) == 1


def test_what_was_counted_anew_by_mistake_and_taken_back_brings_the_rest_again(
    session, count, rack
):
    tiles = make.item(session, quantity=40, slug="brick", place=rack)
    see(session, count, tiles, 25_000)
    take_back(session, count, see(session, count, tiles, 0, anew=True))
    assert stands(session, tiles) == 25_000


def test_a_tally_is_taken_back_by_who_made_it_or_by_the_lead_and_only_once(session, count, rack):
    door = make.item(session, place=rack)
    made = see(session, count, door, by=make.actor(session, Role.CASHIER))
    with pytest.raises(tally.NotYourTally):
        take_back(session, count, made, by=make.actor(session, Role.INTAKE_WORKER))
    session.rollback()
    take_back(session, count, made)
    with pytest.raises(tally.TakenBack):
        take_back(session, count, made)
    session.rollback()
    assert standing.things_counted(session, count.id) == 0
    with pytest.raises(NotFound):
        tally.take_back(session, count.uuid, uuid4(), uuid4(), by=make.actor(session))


def test_a_tally_that_a_phone_sends_later_is_held_against_the_books_of_then(
    session, count, rack, standing_clock
):
    standing_clock.pass_(hours=300)
    shift = make.shift(session)
    tiles = make.item(session, quantity=40, slug="brick", place=rack)
    before = session.scalar(select(func.max(Movement.id)))
    standing_clock.pass_(minutes=10)
    sold(session, shift, tiles, 5_000)
    standing_clock.pass_(minutes=5)
    late = see(session, count, tiles, 40_000, age_s=600)
    assert (late.book_milli, late.last_movement_id) == (40_000, before)
    assert see(session, count, tiles, 35_000).book_milli == 35_000


# --- refusing --------------------------------------------------------------------------------------


def refusal(session, count, item_or_code, error, milli=1000, where=None, **more):
    code = item_or_code if isinstance(item_or_code, str) else item_or_code.code
    told = tally.Seen(uuid4(), code, milli, where.code if where else "", **more)
    before = many(session)
    with i18n.speaking("en"), pytest.raises(error) as refused:
        tally.tally(session, count.uuid, told, by=make.actor(session))
    sentence = refused.value.sentence
    assert many(session) == before
    return sentence


def test_a_code_that_nothing_carries_or_with_a_wrong_digit_is_refused(session, count, rack):
    code = make.item(session, place=rack).code
    refusal(session, count, codes.item_code(9_999_999), ledger.NoSuchItem)
    refusal(session, count, code[:-1] + str((int(code[-1]) + 1) % 10), ledger.MistypedCode)


def test_what_was_sold_is_put_aside_for_its_buyer(session, count, rack, standing_clock):
    shift = make.shift(session)
    door = make.item(session, place=rack)
    sold(session, shift, door)
    said = refusal(session, count, door, tally.SoldBefore)
    assert "is op 21 nov 2026 verkocht" in said.lower()


@pytest.mark.parametrize(
    ("way", "why"),
    [
        ("given", "was given away"),
        ("material", "went to material recycling"),
        ("residue", "went to residual waste"),
    ],
)
def test_what_left_in_another_way_is_refused_with_how(session, count, rack, way, why):
    door = make.item(session, place=rack)
    write_off.write_off(session, door.code, 1000, way, "kapot", by=make.actor(session))
    session.commit()
    assert why in refusal(session, count, door, tally.LeftBefore)


def test_what_was_taken_apart_is_refused(session, count, rack):
    door = make.item(session, place=rack)
    part = dismantle.Part(make.category(session), 1000, 400, 500)
    dismantle.take_apart(session, door.code, [part], by=make.actor(session))
    session.commit()
    assert "was taken apart" in refusal(session, count, door, tally.LeftBefore)


def test_what_came_back_after_it_was_sold_can_be_counted(session, count, rack):
    shift = make.shift(session)
    door = make.item(session, place=rack)
    sold(session, shift, door)
    returned(session, door)
    assert see(session, count, door).book_milli == 1000


def test_what_is_on_its_way_to_another_site_is_refused(session, count, rack):
    door = make.item(session, place=rack)
    shop, yard = (
        session.scalars(select(Site).where(Site.slug == slug)).one() for slug in ("shop", "yard")
    )
    by = make.actor(session)
    transfer = Transfer(
        uuid=uuid4(), from_site=shop, to_site=yard, sent_at=door.created_at, person_id=by.id
    )
    transfer.lines.append(
        TransferLine(item_id=door.id, quantity_milli=1000, state_before="for_sale")
    )
    session.add(transfer)
    session.get_one(Item, door.id).state = "in_transit"
    session.commit()
    refusal(session, count, door, ledger.UnderWay)


def test_what_belongs_to_another_site_is_refused_with_where_it_goes(session, count):
    door = make.item(session, site="yard")
    said = refusal(session, count, door, tally.BelongsElsewhere)
    assert "hoort bij Milieustraat" in said
    assert "zending" in said


def test_a_bin_outside_of_the_count_or_of_another_site_is_refused(session, count, rack):
    door = make.item(session, place=rack)
    beside = place(session, "Stelling C")
    yard = place(session, "Container", site="yard")
    refusal(session, count, door, tally.NotInThisCount, where=beside)
    refusal(session, count, door, tally.BinOfOtherSite, where=yard)
    with pytest.raises(within.NoSuchPlace):
        within.by_code(session, "000010")
    session.rollback()


def test_nothing_is_added_to_a_count_that_has_ended(session, count, rack):
    door = make.item(session, place=rack)
    made = see(session, count, door)
    begin.cancel(session, count.uuid, by=make.actor(session))
    session.commit()
    refusal(session, count, door, begin.CountEnded)
    with pytest.raises(begin.CountEnded):
        take_back(session, count, made)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("milli", "anew", "error"),
    [
        (0, False, NoSuchQuantity),
        (-1000, True, NoSuchQuantity),
        (500, False, OnlyWhole),
        (200_000_000, False, NoSuchQuantity),
    ],
)
def test_a_quantity_that_cannot_be_is_refused(session, count, rack, milli, anew, error):
    tiles = make.item(session, quantity=40, slug="brick", place=rack)
    refusal(session, count, tiles, error, milli, anew=anew)


def test_two_of_a_thing_with_its_own_label_are_refused(session, count, rack):
    refusal(session, count, make.item(session, place=rack), tally.OnlyOne, 2000)


def test_nothing_is_counted_only_anew(session, count, rack):
    tiles = make.item(session, quantity=40, slug="brick", place=rack)
    see(session, count, tiles, 25_000)
    see(session, count, tiles, 0, anew=True)
    assert stands(session, tiles) == 0


def test_what_lies_elsewhere_on_this_site_can_be_counted_here(session, count):
    door = make.item(session, place=place(session, "Stelling C"))
    assert see(session, count, door).book_milli == 1000
    moved(session, door, count.place)
