"""What became of a batch adds up to the gram, whatever happened to its things."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bouwkringloop.base import clock
from bouwkringloop.batches import find
from bouwkringloop.batches.settling import read
from bouwkringloop.batches.settling.yields import FATES
from bouwkringloop.stock import dismantle, judge, ledger, move, split, transfer, write_off
from bouwkringloop.stock.models import Item, Place, Site
from tests import make
from tests.batches import build
from tests.till.counter import holds

pytestmark = pytest.mark.one_database


def told(session, batch, upto=None):
    """What became of a batch, as it stands in the database now."""
    session.rollback()
    session.expire_all()
    found = read.at(session, find.one(session, batch.uuid), upto or clock.today())
    assert found.adds_up
    session.rollback()
    return found


def fates(found):
    """Every fate that weighs anything."""
    return {fate: found.whole.of(fate) for fate in FATES if found.whole.of(fate)}


@pytest.fixture
def bricks(session):
    """A hundred bricks of two kilograms, all for sale; with their batch."""
    batch, (item,) = build.in_stock(session)
    return batch, item


def act(session, work):
    done = work(make.actor(session))
    session.commit()
    return done


def test_what_is_only_offered_has_come_to_nothing_yet(session):
    found = told(session, build.batch(session))
    assert (found.whole.offered_g, found.whole.accepted_g, found.whole.came_in_g) == (200_000, 0, 0)
    assert fates(found) == {}


def test_what_came_waits_to_be_inspected_and_then_to_be_brought_in(session):
    batch = build.batch(session, state="received")
    came = build.delivered(session, batch, [198_765])
    assert fates(told(session, batch)) == {"not_inspected": 198_765}
    part = build.inspected(session, came.lines[0], quantity_milli=60_000, weight_g=120_000)
    assert fates(told(session, batch)) == {"not_inspected": 78_765, "waiting": 120_000}
    build.stocked(session, part, (40_000, 80_001))
    assert fates(told(session, batch)) == {
        "not_inspected": 78_765,
        "waiting": 39_999,
        "here": 80_001,
    }
    assert told(session, batch).whole.here == {"for_sale": 80_001}


@pytest.mark.parametrize(
    ("outcome", "before", "after"),
    [
        ("stock", "waiting", {"for_sale": 200_000}),
        ("repair", "waiting", {"to_repair": 200_000}),
        ("parts", "waiting", {"for_parts": 200_000}),
        ("quarantine", "waiting", {"quarantined": 200_000}),
        ("material", "waiting", {}),
        ("residue", "waiting", {}),
    ],
)
def test_every_finding_goes_its_way(session, outcome, before, after):
    batch = build.batch(session, state="received")
    line = build.delivered(session, batch).lines[0]
    found = build.inspected(session, line, outcome, reason="gebroken")
    assert fates(told(session, batch)) == {before: 200_000}
    build.stocked(session, found)
    assert told(session, batch).whole.here == after
    if not after:
        assert fates(told(session, batch)) == {outcome: 200_000}


def test_what_goes_back_to_the_builder_never_waits_for_stock(session):
    batch = build.batch(session, state="received")
    line = build.delivered(session, batch).lines[0]
    build.inspected(session, line, "back", reason="asbest")
    assert fates(told(session, batch)) == {"back": 200_000}


def test_what_is_sold_counts_less_what_came_back_and_earns_without_vat(session, bricks):
    batch, item = bricks
    sale = build.sold(session, item, 30)
    assert fates(told(session, batch)) == {"sold": 60_000, "here": 140_000}
    assert told(session, batch).revenue_cents == 30 * 1_000
    build.brought_back(session, sale, 10)
    found = told(session, batch)
    assert fates(found) == {"sold": 40_000, "here": 160_000}
    assert found.revenue_cents == 20 * 1_000
    build.brought_back(session, sale, 5, to="residue")
    assert fates(told(session, batch)) == {"sold": 30_000, "residue": 10_000, "here": 160_000}
    build.brought_back(session, sale, 15, to="repair")
    found = told(session, batch)
    assert fates(found) == {"residue": 10_000, "here": 190_000}
    assert found.whole.here == {"for_sale": 160_000, "to_repair": 30_000}
    assert found.revenue_cents == 0


@pytest.mark.parametrize("way", write_off.WAYS)
def test_what_leaves_another_way_counts_there(session, bricks, way):
    batch, item = bricks
    act(session, lambda by: write_off.write_off(session, item.code, 7000, way, "weg", by=by))
    assert fates(told(session, batch)) == {way: 14_000, "here": 186_000}


def test_what_is_split_off_is_followed_wherever_it_goes(session, bricks):
    batch, item = bricks

    def work(by):
        (locked,) = ledger.lock(session, [item.code])
        return split.split_off(session, locked, 33_000, by=by)

    part = act(session, work)
    assert fates(told(session, batch)) == {"here": 200_000}
    build.sold(session, part, 3)
    assert fates(told(session, batch)) == {"sold": 6_000, "here": 194_000}


def test_parts_of_a_thing_are_followed_and_the_rest_of_it_counts_where_it_went(session):
    batch, (door,) = build.in_stock(
        session, build.line(session, "panelled-door", quantity=2, weight_g=50_001)
    )
    hinge = make.category(session, "hinge")

    def work(by):
        parts = [
            dismantle.Part(hinge, 3000, 900, 300),
            dismantle.Part(door.category, 1000, 20_000, 2_000),
        ]
        return dismantle.take_apart(session, door.code, parts, by=by, quantity_milli=1000)

    apart = act(session, work)
    assert fates(told(session, batch)) == {"material": 4_101, "here": 45_900}
    build.sold(session, apart.parts[0], 2)
    found = told(session, batch)
    assert fates(found) == {"sold": 600, "material": 4_101, "here": 45_300}
    # A hinge of a door saves what metal saves, and counts to the doors that were brought.
    assert [(each.factor.material, each.weight_g) for each in found.avoided] == [("metals", 600)]
    assert [(kind.slug, kind.figures.sold_g) for kind in found.kinds] == [("panelled-door", 600)]
    act(
        session,
        lambda by: write_off.write_off(session, apart.parts[1].code, 1000, "residue", "x", by=by),
    )
    assert fates(told(session, batch))["residue"] == 20_000


def test_differences_are_shown_by_name_and_with_their_sign(session, bricks):
    batch, item = bricks

    def book(kind, milli, grams):
        def work(by):
            (locked,) = ledger.lock(session, [item.code])
            ledger.write(session, [ledger.Entry(locked, kind, milli, grams)], cause="test", by=by)

        act(session, work)

    book("counted", -5_000, -10_000)
    assert fates(told(session, batch)) == {"counted": 10_000, "here": 190_000}
    book("corrected", 1_000, 2_000)
    book("reweighed", 0, 500)
    found = told(session, batch)
    assert fates(found) == {
        "counted": 10_000,
        "corrected": -2_000,
        "reweighed": -500,
        "here": 192_500,
    }
    assert found.whole.difference_g == 7_500


def test_what_only_happens_to_a_thing_changes_no_gram(session, bricks):
    batch, item = bricks
    session.add(Place(site_id=item.site_id, slug="b", name="B"))
    session.commit()
    place = session.scalars(select(Place).where(Place.slug == "b")).one()
    act(session, lambda by: move.move(session, item.code, place, by=by))
    act(session, lambda by: judge.judge(session, item.code, "to_repair", "los", by=by))
    assert told(session, batch).whole.here == {"to_repair": 200_000}
    act(session, lambda by: judge.judge(session, item.code, "for_sale", "vast", by=by))
    yard = session.scalars(select(Site).where(Site.slug == "yard")).one()
    uuid = build.uuid4()
    act(session, lambda by: transfer.send(session, uuid, [item.code], yard, by=by))
    assert told(session, batch).whole.here == {"in_transit": 200_000}
    act(session, lambda by: transfer.miss(session, uuid, [item.code], "kwijt", by=by))
    assert fates(told(session, batch)) == {"counted": 200_000}


def test_a_past_day_is_told_as_it_was(session, standing_clock):
    batch, (item,) = build.in_stock(session)
    first = clock.today()
    standing_clock.pass_(days=1)
    build.sold(session, item, 30)
    standing_clock.pass_(days=1)
    act(session, lambda by: judge.judge(session, item.code, "to_repair", "los", by=by))
    assert told(session, batch, first).whole.here == {"changed": 200_000}
    assert told(session, batch, first).revenue_cents == 0
    assert fates(told(session, batch, first + timedelta(days=1))) == {
        "sold": 60_000,
        "here": 140_000,
    }
    before = told(session, batch, first - timedelta(days=1))
    assert before.whole.came_in_g == before.whole.offered_g == 0
    assert holds(session)


def test_the_day_ends_at_midnight_in_the_shop(session, standing_clock):
    batch, (item,) = build.in_stock(session)
    day = clock.today()
    # 22:59 UTC is 23:59 in Amsterdam in winter, and two minutes on it is the next day there.
    standing_clock.pass_(hours=13, minutes=29)
    build.sold(session, item, 1)
    standing_clock.pass_(minutes=2)
    build.sold(session, item, 1)
    assert told(session, batch, day).whole.sold_g == 2_000
    assert told(session, batch, day + timedelta(days=1)).whole.sold_g == 4_000


def test_kinds_are_told_apart_and_come_to_the_whole(session):
    batch, (brick, beam) = build.in_stock(
        session,
        build.line(session, "brick"),
        build.line(session, "beam", quantity=10, weight_g=100_000),
    )
    build.sold(session, brick, 10)
    build.sold(session, beam, 1)
    found = told(session, batch)
    assert [(kind.slug, kind.figures.came_in_g, kind.figures.sold_g) for kind in found.kinds] == [
        ("brick", 200_000, 20_000),
        ("beam", 100_000, 10_000),
    ]
    # kg/1000 · (primary - reused) · displacement: 20 · 241.79 / 1000 and 10 · (269.50 - 38.54) / 1000.
    assert [(each.factor.material, each.co2_g) for each in found.avoided] == [
        ("bricks", 4_836),
        ("wood", 2_310),
    ]
    assert found.co2_g == 7_146


def test_a_line_that_was_taken_as_another_kind_counts_as_that(session):
    batch = build.batch(session, state="under_review")
    paver = make.category(session, "clay-paver")
    build.decide(session, batch.lines[0], category_id=paver.id, weight_g=150_000)
    found = told(session, batch)
    assert [
        (kind.slug, kind.figures.offered_g, kind.figures.accepted_g) for kind in found.kinds
    ] == [("clay-paver", 200_000, 150_000)]


def test_a_gram_that_went_missing_shows(session, bricks):
    batch, item = bricks
    session.get_one(Item, item.id)
    found = told(session, batch)
    found.whole.here["for_sale"] -= 1
    assert not found.adds_up
