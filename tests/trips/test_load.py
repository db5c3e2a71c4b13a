"""What lies in the vehicle after every stop, and that no trip is ever more than it carries."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouwkringloop.trips import find, fits, stops
from bouwkringloop.trips.load import Load, Part, along, largest
from tests.batches import build
from tests.trips import rides

PARTS = st.lists(
    st.builds(
        Part,
        grams=st.none() | st.integers(1, 2_000_000),
        litres=st.none() | st.integers(1, 20_000),
        brought=st.booleans(),
        happens=st.booleans(),
    ),
    max_size=8,
)


@given(PARTS)
def test_the_load_is_what_was_put_in_less_what_was_taken_out(parts):
    loads = along(parts)
    assert len(loads) == len(parts) + 1
    start = sum(part.grams or 0 for part in parts if part.brought)
    assert loads[0].grams == start
    for before, after, part in zip(loads, loads[1:], parts, strict=False):
        change = (part.grams or 0) * (-1 if part.brought else 1) if part.happens else 0
        assert after.grams == before.grams + change
    fetched = sum(part.grams or 0 for part in parts if part.happens and not part.brought)
    kept = sum(part.grams or 0 for part in parts if not part.happens and part.brought)
    assert loads[-1].grams == fetched + kept


@given(PARTS, st.data())
def test_what_is_put_in_on_the_way_weighs_nothing_before(parts, data):
    late = [
        replace(part, boards=data.draw(st.integers(0, at))) if part.brought else part
        for at, part in enumerate(parts)
    ]
    loads, before = along(late), along(parts)
    assert loads[-1].grams == before[-1].grams
    for at, (load, all_at_once) in enumerate(zip(loads, before, strict=True)):
        still_out = sum(part.grams or 0 for part in late if part.brought and part.boards > at)
        assert load.grams == all_at_once.grams - still_out


@given(PARTS)
def test_the_load_is_never_negative_and_the_largest_is_one_of_them(parts):
    loads = along(parts)
    most = largest(loads)
    assert all(load.grams >= 0 and load.litres >= 0 for load in loads)
    assert most.grams in {load.grams for load in loads}
    assert most.litres in {load.litres for load in loads}
    assert all(load.grams <= most.grams and load.litres <= most.litres for load in loads)


@given(PARTS)
def test_what_nobody_weighed_is_told(parts):
    fetched = any(
        (part.grams is None or part.litres is None) and (part.happens or part.brought)
        for part in parts
    )
    assert largest(along(parts)).unknown is fetched


def test_two_equal_things_are_taken_out_one_by_one():
    parts = [Part(500, 5, brought=True), Part(500, 5, brought=True)]
    assert [load.grams for load in along(parts)] == [1000, 500, 0]


def test_the_fullest_is_on_the_way_where_one_fetches_before_one_brings():
    fetch, bring = Part(700_000, 10), Part(600_000, 10, brought=True)
    assert largest(along([fetch, bring])).grams == 1_300_000
    assert largest(along([bring, fetch])).grams == 700_000
    assert along([]) == [Load()]


def test_what_is_too_heavy_is_refused_with_how_much_and_stays_off(session):
    trip = rides.trip(session, rides.van(session, max_kg=500))
    rides.put(
        session, trip, "batch", rides.batch(session, build.line(session, weight_g=300_000)).uuid
    )
    heavy = rides.batch(session, build.line(session, weight_g=350_500))
    with pytest.raises(fits.TooHeavy, match="150,5\u00a0kg"):
        rides.put(session, trip, "batch", heavy.uuid)
    assert len(rides.read(session, trip).stops) == 1


def test_less_of_it_may_go_along(session):
    trip = rides.trip(session, rides.van(session, max_kg=500, max_m3=2))
    (stop,) = rides.put(session, trip, "pickup", rides.pickup(session).uuid)
    assert (stop.load_g, find.loads(trip)[-1]) == (None, Load(0, 0, True))
    trip = find.to_change(session, trip.uuid)
    with pytest.raises(fits.TooHeavy):
        stops.size(session, trip, stop.id, 500_001, None, by=rides.by(session))
    with pytest.raises(fits.TooLarge, match="0,5\u00a0m³"):
        stops.size(session, trip, stop.id, 400_000, 2500, by=rides.by(session))
    stops.size(session, trip, stop.id, 400_000, 2000, by=rides.by(session))
    session.commit()
    assert find.loads(rides.read(session, trip))[-1] == Load(400_000, 2000)
    with pytest.raises(stops.AbsurdSize):
        stops.size(session, trip, stop.id, -1, None, by=rides.by(session))
    session.rollback()


def test_an_order_that_would_overload_the_vehicle_on_the_way_is_refused(session, api):
    from tests import make

    trip = rides.trip(session, rides.van(session, max_kg=400))
    numbers = rides.bring(api, session, make.item(session, weight_g=300_000))
    rides.put(session, trip, "collection", *numbers)
    batch = rides.batch(session, build.line(session, weight_g=350_000))
    rides.put(session, trip, "batch", batch.uuid)
    read = rides.read(session, trip)
    assert [load.grams for load in find.loads(read)] == [300_000, 0, 350_000]
    last = read.stops[-1].id
    with pytest.raises(fits.TooHeavy):
        stops.move(session, find.to_change(session, trip.uuid), last, -1)
    session.rollback()
    assert [stop.id for stop in rides.read(session, trip).stops][-1] == last
