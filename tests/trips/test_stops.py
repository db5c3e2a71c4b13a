"""What is put on a trip: of that day, planned, and on no other trip."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bouwkringloop.base.errors import BadInput, OtherContentUnderThisId
from bouwkringloop.batches.transport import plan as slots
from bouwkringloop.trips import board, drive, find, plan, stops, things, vehicles
from bouwkringloop.trips.models import TripStop
from tests import make
from tests.batches import build
from tests.stock.test_races import at_once
from tests.trips import rides


def mixed(session, api):
    """A trip with a batch, a pick-up and two things for one door."""
    trip = rides.trip(session)
    numbers = rides.bring(api, session, make.item(session), make.item(session, title="Balk"))
    rides.put(session, trip, "batch", rides.batch(session).uuid)
    rides.put(session, trip, "pickup", rides.pickup(session).uuid)
    rides.put(session, trip, "collection", *numbers)
    return trip


def test_one_trip_mixes_batches_pickups_and_deliveries(session, api):
    trip = rides.read(session, mixed(session, api))
    assert [
        (stop.batch is not None, stop.pickup is not None, stop.is_brought) for stop in trip.stops
    ] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
        (False, False, True),
    ]
    assert trip.stops[0].load_g == 200_000
    assert trip.stops[1].load_g is None
    assert [stop.load_g for stop in trip.stops[2:]] == [18_000, 18_000]


def test_what_is_on_a_trip_waits_no_longer_and_waits_again_when_it_is_off(session, api):
    trip = mixed(session, api)
    (day,) = board.lay_out(session)
    assert (len(day.trips), day.waiting) == (1, [])
    locked = find.to_change(session, trip.uuid)
    stops.take_off(session, locked, [locked.stops[0].id], by=rides.by(session))
    session.commit()
    (day,) = board.lay_out(session)
    assert [[thing.kind for thing in door] for door in day.waiting] == [["batch"]]
    plan.cancel(session, find.to_change(session, trip.uuid), by=rides.by(session))
    session.commit()
    (day,) = board.lay_out(session)
    assert [len(door) for door in day.waiting] == [1, 2, 1]
    assert day.trips == []
    session.rollback()


def test_one_thing_is_on_one_open_trip(session):
    vehicle = rides.van(session)
    first, second = rides.trip(session, vehicle), rides.trip(session, vehicle, driver="Dawit")
    batch = rides.batch(session)
    rides.put(session, first, "batch", batch.uuid)
    with pytest.raises(stops.OnATrip, match="Ruben"):
        rides.put(session, second, "batch", batch.uuid)
    session.rollback()
    twice = TripStop(trip_id=second.id, position=1, batch_id=batch.id, outcome="")
    session.add(twice)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


@pytest.mark.parametrize("kind", ["batch", "pickup"])
def test_of_two_who_put_one_thing_on_two_trips_the_second_is_refused(database, session, kind):
    vehicle = rides.van(session)
    trips = [rides.trip(session, vehicle), rides.trip(session, vehicle)]
    key = str((rides.batch if kind == "batch" else rides.pickup)(session).uuid)

    def put(trip):
        def work(other, by):
            stops.put_on(other, find.to_change(other, trip.uuid), kind, [key], by=by)
            return "on"

        return work

    session.rollback()
    results = at_once(database, *(put(trip) for trip in trips))
    assert sorted(map(str, results)) == sorted(["on", str(stops.OnATrip)])
    assert session.scalar(text("select count(*) from trip_stop where outcome = ''")) == 1
    session.rollback()


def test_another_day_or_what_is_not_planned_is_refused(session):
    trip = rides.trip(session)
    later = rides.batch(session, on=rides.day(3))
    with pytest.raises(stops.OtherDay):
        rides.put(session, trip, "batch", later.uuid)
    agreed = build.batch(session, state="agreed")
    with pytest.raises(stops.NotPlanned):
        rides.put(session, trip, "batch", agreed.uuid)
    with pytest.raises(BadInput):
        rides.put(session, trip, "pickup", "no-uuid")
    with pytest.raises(BadInput):
        rides.put(session, trip, "elephant", "1")
    assert rides.read(session, trip).stops == []
    session.rollback()


def test_things_for_one_door_lie_together_and_move_together(session, api):
    trip = rides.read(session, mixed(session, api))
    doors = things.doors(session, trip.stops)
    assert [len(door.stops) for door in doors] == [1, 1, 2]
    stops.move(session, find.to_change(session, trip.uuid), doors[2].numbers[0], -1)
    session.commit()
    order = [stop.id for stop in rides.read(session, trip).stops]
    assert order == doors[0].numbers + doors[2].numbers + doors[1].numbers
    locked = find.to_change(session, trip.uuid)
    with pytest.raises(find.UnknownStop):
        stops.order(session, locked, order[:-1])
    session.rollback()


def test_a_trip_is_planned_once_under_one_id(session):
    trip = rides.trip(session)
    wanted = plan.Wanted(trip.day, trip.starts, trip.vehicle.slug, "shop", "Ruben")
    assert plan.plan(session, trip.uuid, wanted, by=rides.by(session)).id == trip.id
    other = plan.Wanted(trip.day, trip.starts, trip.vehicle.slug, "shop", "Dawit")
    with pytest.raises(OtherContentUnderThisId):
        plan.plan(session, trip.uuid, other, by=rides.by(session))
    with pytest.raises(plan.TripDayGone):
        rides.trip(session, trip.vehicle, on=rides.day(-1))
    with pytest.raises(plan.NoDriver):
        rides.trip(session, trip.vehicle, driver="  ")
    session.rollback()


def test_a_vehicle_out_of_use_is_chosen_for_no_trip(session):
    vehicle = rides.van(session)
    vehicles.retire(session, vehicle, by=rides.by(session))
    session.commit()
    with pytest.raises(vehicles.UnknownVehicle):
        rides.trip(session, vehicle)
    assert vehicles.in_use(session) == []
    with pytest.raises(vehicles.VehicleTaken):
        rides.van(session, "BUS")
    with pytest.raises(vehicles.AbsurdLoad):
        rides.van(session, "Fiets", max_kg=0)
    session.rollback()


def test_a_batch_that_is_called_off_does_not_depart(session):
    trip, batch = rides.trip(session), rides.batch(session)
    rides.put(session, trip, "batch", batch.uuid)
    slots.call_off(session, batch, by=rides.by(session))
    session.commit()
    with pytest.raises(stops.NotPlanned):
        drive.depart(session, find.to_change(session, trip.uuid), by=rides.by(session))
    session.rollback()
    assert rides.read(session, trip).state == "planned"
    session.rollback()


def test_a_batch_that_is_planned_anew_for_another_day_does_not_depart_on_this_one(session):
    trip, batch = rides.trip(session), rides.batch(session)
    rides.put(session, trip, "batch", batch.uuid)
    slots.plan(session, build.NO_MAIL, batch, rides.slot(rides.day(2)), by=rides.by(session))
    session.commit()
    (door,) = things.doors(session, rides.read(session, trip).stops)
    assert door.is_off_plan(trip.day)
    with pytest.raises(stops.OtherDay):
        drive.depart(session, find.to_change(session, trip.uuid), by=rides.by(session))
    session.rollback()
