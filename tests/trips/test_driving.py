"""Departing, each stop, and coming back: what becomes of batches, pick-ups and sold things."""

import pytest
from sqlalchemy import select

from bouwkringloop.batches import step
from bouwkringloop.batches.transport import waste
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.till.collecting.models import Collection
from bouwkringloop.trips import board, drive, find, month, plan
from tests import make
from tests.batches import build
from tests.trips import rides


def departed(session, *things, vehicle=None):
    trip = rides.trip(session, vehicle)
    for kind, *keys in things:
        rides.put(session, trip, kind, *keys)
    drive.depart(session, find.to_change(session, trip.uuid), by=rides.by(session))
    session.commit()
    return rides.read(session, trip)


def do(session, act, trip, *told, **named):
    act(session, find.to_change(session, trip.uuid), *told, by=rides.by(session), **named)
    session.commit()
    return rides.read(session, trip)


def test_an_empty_trip_does_not_depart(session):
    trip = rides.trip(session)
    with pytest.raises(drive.EmptyTrip):
        do(session, drive.depart, trip)
    session.rollback()


def test_batches_are_underway_and_pickups_stay_planned(session):
    batch, pickup = rides.batch(session), rides.pickup(session)
    trip = departed(session, ("batch", batch.uuid), ("pickup", pickup.uuid))
    assert (trip.state, trip.stops[0].batch.state) == ("underway", "underway")
    assert trip.stops[1].pickup.state == "planned"
    assert trip.stops[0].batch.steps[-1].person_id == rides.by(session).id
    for act in (drive.depart, plan.cancel):
        with pytest.raises(plan.NotThatTripStep):
            do(session, act, trip)
    session.rollback()


def test_a_pickup_is_done_or_missed_by_its_own_verbs(session, tmp_path):
    first, second = rides.pickup(session), rides.pickup(session, name="Ander", street="Weg 2")
    trip = departed(session, ("pickup", first.uuid, second.uuid))
    one, two = trip.stops
    trip = do(session, drive.done, trip, [one.id])
    locked = find.to_change(session, trip.uuid)
    drive.missed(session, rides.config(tmp_path), locked, [two.id], by=rides.by(session))
    session.commit()
    trip = rides.read(session, trip)
    assert [(stop.outcome, stop.pickup.state) for stop in trip.stops] == [
        ("done", "done"),
        ("missed", "missed"),
    ]
    with pytest.raises(drive.StopIsOver):
        do(session, drive.done, trip, [two.id])
    session.rollback()


def test_what_is_said_twice_because_an_answer_got_lost_happens_once(session, api, tmp_path):
    numbers = rides.bring(api, session, make.item(session))
    pickup = rides.pickup(session)
    trip = departed(session, ("collection", *numbers), ("pickup", pickup.uuid))
    brought, fetched = trip.stops
    for _ in range(2):
        trip = do(session, drive.done, trip, [brought.id])
        locked = find.to_change(session, trip.uuid)
        drive.missed(session, rides.config(tmp_path), locked, [fetched.id], by=rides.by(session))
        session.commit()
    trip = rides.read(session, trip)
    assert [stop.outcome for stop in trip.stops] == ["done", "missed"]
    said = list(
        session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("trip.stop_%")))
    )
    assert (said.count("trip.stop_done"), said.count("trip.stop_missed")) == (1, 1)
    session.rollback()


def test_sold_things_are_handed_over(session, api):
    numbers = rides.bring(api, session, make.item(session), make.item(session, title="Balk"))
    trip = departed(session, ("collection", *numbers))
    trip = do(session, drive.done, trip, [stop.id for stop in trip.stops])
    assert [stop.collection.state for stop in trip.stops] == ["handed_over"] * 2
    assert all(stop.outcome == "done" for stop in trip.stops)
    session.rollback()


def test_a_batch_that_was_loaded_stays_underway_until_its_delivery(session):
    batch = rides.batch(session)
    trip = departed(session, ("batch", batch.uuid))
    trip = do(session, drive.done, trip, [trip.stops[0].id])
    trip = do(session, drive.finish, trip, 42)
    assert (trip.state, trip.kilometres) == ("done", 42)
    assert (trip.stops[0].outcome, trip.stops[0].batch.state) == ("done", "underway")
    session.rollback()


def test_what_was_not_reached_is_planned_again_and_waits(session, api, tmp_path):
    batch, missed = rides.batch(session), rides.batch(session, project="Ander")
    pickup = rides.pickup(session)
    numbers = rides.bring(api, session, make.item(session))
    trip = departed(
        session,
        ("batch", batch.uuid, missed.uuid),
        ("pickup", pickup.uuid),
        ("collection", *numbers),
    )
    locked = find.to_change(session, trip.uuid)
    drive.missed(session, rides.config(tmp_path), locked, [trip.stops[1].id], by=rides.by(session))
    session.commit()
    trip = do(session, drive.finish, trip, None)
    assert [stop.outcome for stop in trip.stops] == ["missed"] * 4
    assert [stop.batch.state for stop in trip.stops[:2]] == ["planned"] * 2
    assert trip.stops[2].pickup.state == "planned"
    assert session.get_one(Collection, numbers[0]).state == "planned"
    (day,) = board.lay_out(session)
    assert sum(len(door) for door in day.waiting) == 4
    session.rollback()


def test_what_came_in_meanwhile_stays_so_when_the_trip_ends(session):
    batch = rides.batch(session)
    trip = departed(session, ("batch", batch.uuid))
    step.to(session, trip.stops[0].batch, "received", step.By(person=rides.by(session)))
    session.commit()
    trip = do(session, drive.finish, trip, None)
    assert (trip.stops[0].outcome, trip.stops[0].batch.state) == ("done", "received")
    with pytest.raises(plan.NotThatTripStep):
        do(session, drive.finish, trip, None)
    session.rollback()


def test_kilometres_that_cannot_be_are_refused(session):
    trip = departed(session, ("pickup", rides.pickup(session).uuid))
    for told in (0, 5000):
        with pytest.raises(drive.AbsurdDistance):
            do(session, drive.finish, trip, told)
    assert rides.read(session, trip).state == "underway"
    session.rollback()


def test_waste_departs_only_with_its_form(session):
    make.shop_details(session)
    batch = rides.batch(session, waste=True)
    trip = rides.trip(session)
    rides.put(session, trip, "batch", batch.uuid)
    with pytest.raises(drive.WasteFormMissing) as refused:
        do(session, drive.depart, trip)
    assert refused.value.batch == batch.uuid
    session.rollback()
    content = waste.filled(
        waste.begin(session, batch),
        {"vihb": "123456VXXX", "stream_number": "012345678901"},
        ["17 01 02"],
    )
    waste.make(session, make.uuid4(), batch, content, by=rides.by(session))
    session.commit()
    assert do(session, drive.depart, trip).state == "underway"
    session.rollback()


def test_a_month_tells_trips_and_kilometres_by_emissions(session):
    clean, other = rides.van(session, "E-bus", emission_free=True), rides.van(session, "Diesel")
    for vehicle, kilometres in ((clean, 30), (clean, None), (other, 10)):
        pickup = rides.pickup(session)
        do(
            session,
            drive.finish,
            departed(session, ("pickup", pickup.uuid), vehicle=vehicle),
            kilometres,
        )
    found = month.add_up(session, rides.day())
    assert found.sums(emission_free=True) == month.Sum(2, 30, 1)
    assert found.sums(emission_free=False) == month.Sum(1, 10, 0)
    assert (found.clean_trips_percent, found.clean_kilometres_percent) == (66, 75)
    nothing = month.add_up(session, rides.day(70))
    assert (nothing.clean_trips_percent, list(nothing.trips)) == (None, [])
    session.rollback()


def test_a_builder_who_brings_it_waits_for_no_trip_of_ours(session):
    customer = build.builder(session)
    agreed = build.agreement(session, customer, transport="builder")
    rides.batch(session, customer=customer, agreed=agreed)
    (day,) = board.lay_out(session)
    assert (day.waiting, len(day.brought)) == ([], 1)
    session.rollback()


def test_a_batch_that_was_not_loaded_after_all_waits_on_the_route_again(session):
    trip = departed(session, ("batch", rides.batch(session).uuid))
    (stop,) = trip.stops
    do(session, drive.done, trip, [stop.id])
    for _again in range(2):  # The answer to the first got lost.
        trip = do(session, drive.not_done, trip, [stop.id])
        assert (trip.stops[0].outcome, trip.stops[0].done_at) == ("", None)
        assert trip.stops[0].batch.state == "underway"
    ours = select(AuditEntry.action).where(AuditEntry.subject == trip.subject)
    said = list(session.scalars(ours))
    session.rollback()
    assert said.count("trip.stop_not_done") == 1
    assert do(session, drive.done, trip, [stop.id]).stops[0].outcome == "done"


def test_what_is_further_than_loaded_is_not_taken_back(session):
    batch, pickup = rides.batch(session), rides.pickup(session)
    trip = departed(session, ("batch", batch.uuid), ("pickup", pickup.uuid))
    numbers = [stop.id for stop in trip.stops]
    do(session, drive.done, trip, numbers)
    with pytest.raises(drive.NotToTakeBack):
        do(session, drive.not_done, trip, [numbers[1]])
    session.rollback()
    step.to(session, trip.stops[0].batch, "received", step.By(person=rides.by(session)))
    session.commit()
    with pytest.raises(drive.NotToTakeBack):
        do(session, drive.not_done, trip, [numbers[0]])
    session.rollback()
    do(session, drive.finish, trip, None)
    with pytest.raises(plan.NotThatTripStep):
        do(session, drive.not_done, trip, [numbers[0]])
    session.rollback()
