"""One more is put on a trip that is underway: the driver is called on the road."""

from datetime import timedelta

import pytest

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Role
from bouwkringloop.batches.transport import waste
from bouwkringloop.trips import drive, find, fits, plan, stops, things
from bouwkringloop.trips.models import TripStop
from tests import make
from tests.batches import build
from tests.stock.test_races import at_once
from tests.trips import rides
from tests.trips.test_driving import departed, do
from tests.trips.test_trip_pages import words
from tests.turns import app, log_in

__all__ = ["app", "log_in"]


@pytest.fixture
def minutes(monkeypatch):
    """Let a minute pass at every look at the clock."""
    began, looks = clock.now(), iter(range(10_000))
    monkeypatch.setattr(clock, "now", lambda: began + timedelta(minutes=next(looks)))


def more(session, trip, kind, *keys):
    return do(session, drive.put_on, trip, kind, [str(key) for key in keys])


def test_a_batch_is_added_at_the_end_and_is_underway(session, tmp_path):
    first, last = rides.pickup(session), rides.pickup(session, name="Ander", street="Weg 2")
    trip = departed(session, ("pickup", first.uuid, last.uuid))
    trip = do(session, drive.done, trip, [trip.stops[1].id])
    batch = rides.batch(session)
    trip = more(session, trip, "batch", batch.uuid)
    assert [stop.position for stop in trip.stops] == [1, 2, 3]
    added = trip.stops[-1]
    assert (added.batch.state, added.outcome, added.load_g) == ("underway", "", 200_000)
    assert added.batch.steps[-1].person_id == rides.by(session).id
    assert [stop.added_at is None for stop in trip.stops] == [True, True, False]
    locked = find.to_change(session, trip.uuid)
    drive.missed(session, rides.config(tmp_path), locked, [added.id], by=rides.by(session))
    session.commit()
    assert rides.read(session, trip).stops[-1].batch.state == "planned"
    session.rollback()


def test_what_was_added_and_not_reached_waits_again(session):
    trip = departed(session, ("pickup", rides.pickup(session).uuid))
    trip = more(session, trip, "batch", rides.batch(session).uuid)
    trip = do(session, drive.finish, trip, 12)
    assert (trip.stops[-1].outcome, trip.stops[-1].batch.state) == ("missed", "planned")
    session.rollback()


def test_what_is_too_heavy_for_what_lies_in_it_is_refused(session):
    trip = departed(
        session, ("batch", rides.batch(session).uuid), vehicle=rides.van(session, max_kg=350)
    )
    heavy = rides.batch(session, project="Ander")
    with pytest.raises(fits.TooHeavyNow, match=r"is onderweg, en dit is 50.kg te zwaar"):
        more(session, trip, "batch", heavy.uuid)
    session.rollback()
    trip = rides.read(session, trip)
    assert (len(trip.stops), rides.read(session, trip).state) == (1, "underway")
    session.rollback()


def test_what_is_brought_takes_the_room_of_what_was_handed_over(session, api, minutes):
    first, *others = rides.bring(api, session, make.item(session), make.item(session, title="Balk"))
    van = rides.van(session, max_kg=30)
    trip = departed(session, ("collection", first), vehicle=van)
    with pytest.raises(fits.TooHeavyNow):
        more(session, trip, "collection", *others)
    session.rollback()
    trip = do(session, drive.done, rides.read(session, trip), [trip.stops[0].id])
    trip = more(session, trip, "collection", *others)
    assert [load.grams for load in find.loads(trip)] == [18_000, 18_000, 0]
    # For the same door it is a line of its own, so that what is done there is not done again.
    assert [door.is_added for door in things.doors(session, trip.stops)] == [False, True]
    trip = do(session, drive.done, trip, [trip.stops[1].id])
    assert trip.stops[1].collection.state == "handed_over"
    assert [load.grams for load in find.loads(trip)] == [18_000, 18_000, 0]
    session.rollback()


def test_waste_is_added_only_with_its_form(session):
    make.shop_details(session)
    trip = departed(session, ("pickup", rides.pickup(session).uuid))
    batch = rides.batch(session, waste=True)
    with pytest.raises(drive.WasteFormMissing):
        more(session, trip, "batch", batch.uuid)
    session.rollback()
    typed = {"vihb": "123456VXXX", "stream_number": "012345678901"}
    content = waste.filled(waste.begin(session, batch), typed, ["17 01 02"])
    waste.make(session, make.uuid4(), batch, content, by=rides.by(session))
    session.commit()
    assert more(session, trip, "batch", batch.uuid).stops[-1].batch.state == "underway"
    session.rollback()


def test_another_day_another_trip_and_a_finished_one_are_refused(session):
    vehicle = rides.van(session)
    trip = departed(session, ("pickup", rides.pickup(session).uuid), vehicle=vehicle)
    later, batch = rides.batch(session, on=rides.day(3)), rides.batch(session)
    with pytest.raises(stops.OtherDay):
        more(session, trip, "batch", later.uuid)
    with pytest.raises(stops.NotPlanned):
        more(session, trip, "batch", build.batch(session, state="agreed").uuid)
    rides.put(session, rides.trip(session, vehicle, driver="Dawit"), "batch", batch.uuid)
    with pytest.raises(stops.OnATrip, match="Dawit"):
        more(session, trip, "batch", batch.uuid)
    session.rollback()
    trip = do(session, drive.finish, rides.read(session, trip), None)
    with pytest.raises(plan.NotThatTripStep):
        more(session, trip, "pickup", rides.pickup(session, name="Ander").uuid)
    session.rollback()


def test_of_two_trips_that_are_underway_one_gets_it(database, session):
    vehicle = rides.van(session)
    trips = [
        departed(session, ("pickup", rides.pickup(session, name=name).uuid), vehicle=vehicle).uuid
        for name in ("Een", "Twee")
    ]
    key = str(rides.batch(session).uuid)

    def put(uuid):
        def work(other, by):
            drive.put_on(other, find.to_change(other, uuid), "batch", [key], by=by)
            return "on"

        return work

    session.rollback()
    results = at_once(database, *(put(uuid) for uuid in trips))
    # The second finds it on the other trip, or underway already.
    assert results.count("on") == 1
    assert {stops.OnATrip, stops.NotPlanned} & set(results)
    session.rollback()
    assert session.query(TripStop).filter_by(outcome="").count() == 3
    session.rollback()


def test_the_desk_adds_it_and_the_driver_sees_it(session, log_in):
    desk, driver = log_in(Role.COORDINATOR), log_in(Role.INTAKE_WORKER)
    trip = departed(session, ("pickup", rides.pickup(session).uuid))
    batch = rides.batch(session)
    path = f"/trips/{trip.uuid}"
    assert "Op de rit van 08:30, onderweg" in words(desk.get("/trips"))
    assert "De chauffeur kan nog iets meenemen" in words(desk.get(path))
    assert "De chauffeur kan nog iets meenemen" not in words(driver.get(path))
    sent = {"kind": "batch", "key": str(batch.uuid)}
    assert driver.post(f"{path}/stops", data=sent).status_code == 403
    assert desk.post(f"{path}/stops", data=sent).status_code == 303
    assert "Bel de chauffeur" in words(desk.get(path))
    page = words(driver.get(path))
    assert page.index("Jannie Voorbeeld") < page.index("Onderweg erbij gekomen")


def test_the_desk_hears_why_it_cannot_be_added(session, log_in):
    desk = log_in(Role.COORDINATOR)
    trip = departed(session, ("pickup", rides.pickup(session).uuid))
    waste_batch = rides.batch(session, waste=True)
    sent = {"kind": "batch", "key": str(waste_batch.uuid)}
    refused = desk.post(f"/trips/{trip.uuid}/stops", data=sent)
    assert refused.status_code == 409
    assert f'href="/batches/{waste_batch.uuid}/waste-form' in refused.text
