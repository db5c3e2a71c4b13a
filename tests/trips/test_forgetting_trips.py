"""Who drove is erased two years after a trip's day, and what was printed of it after 30 days."""

import threading

import pytest
from sqlalchemy import select

from bouwkringloop import server
from bouwkringloop.base.permissions import Role
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.trips import find, forget, paper
from tests.trips import rides
from tests.trips.test_driving import departed
from tests.trips.test_trip_pages import words
from tests.turns import app, log_in

__all__ = ["app", "log_in"]


def wipe(session, database):
    session.rollback()
    with database.writing() as own:
        return forget.wipe_old(own)


def printed(session):
    session.rollback()
    return session.scalars(select(PrintJob.document).order_by(PrintJob.id)).all()


@pytest.fixture
def trip(session, standing_clock):
    """A trip of today to a pick-up, whose route was printed twice."""
    made = rides.trip(session, on=rides.day(0))
    rides.put(session, made, "pickup", rides.pickup(session, on=rides.day(0)).uuid)
    for _ in range(2):
        paper.order(session, find.one(session, made.uuid), by=rides.by(session))
    session.commit()
    return made


def test_a_printed_route_is_wiped_after_30_days(session, database, standing_clock, trip):
    later = rides.trip(session, trip.vehicle, on=rides.day(1))
    rides.put(
        session, later, "pickup", rides.pickup(session, name="Piet Proef", on=rides.day(1)).uuid
    )
    paper.order(session, find.one(session, later.uuid), by=rides.by(session))
    session.commit()
    standing_clock.pass_(days=forget.ROUTE_KEPT.days)
    assert wipe(session, database) == 0
    assert all("Voorbeeldweg 14" in document for document in printed(session))
    standing_clock.pass_(days=1)
    assert wipe(session, database) == 1
    first, second, other = printed(session)
    for gone in (first, second):
        assert "Voorbeeld" not in gone
        assert "3812" not in gone
        assert "06 87654321" not in gone
    assert "Piet Proef" in other
    newest = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id.desc())).first()
    assert newest == "trip.route_wiped"
    session.rollback()
    assert wipe(session, database) == 0
    assert rides.read(session, trip).driver == "Ruben"
    session.rollback()


def test_who_drove_is_erased_after_two_years(session, database, standing_clock):
    made = departed(session, ("pickup", rides.pickup(session).uuid))
    standing_clock.pass_(days=1 + forget.DRIVER_KEPT.days)
    assert wipe(session, database) == 0
    assert rides.read(session, made).driver == "Ruben"
    standing_clock.pass_(days=1)
    assert wipe(session, database) == 1
    wiped = rides.read(session, made)
    assert (wiped.driver, wiped.content_hash, len(wiped.stops)) == ("", "", 1)
    newest = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id.desc())).first()
    assert newest == "trip.driver_wiped"
    session.rollback()
    assert wipe(session, database) == 0


def test_the_pages_of_a_trip_without_a_driver_still_read_well(
    session, database, standing_clock, trip, log_in
):
    standing_clock.pass_(days=2 + forget.DRIVER_KEPT.days)
    assert wipe(session, database) == 2
    desk = log_in(Role.COORDINATOR)
    assert "Ruben" not in words(desk.get(f"/trips/{trip.uuid}"))
    assert desk.get(f"/trips/{trip.uuid}.pdf").status_code == 200
    assert desk.get(f"/trips/month?month={trip.day:%Y-%m}").status_code == 200


def test_the_daily_round_forgets_trips(database, config, monkeypatch):
    came = threading.Event()
    monkeypatch.setattr(server.old_trips, "wipe_old", lambda _session: came.set())
    service = server.rounds_of(config, database)
    try:
        assert came.wait(10)
    finally:
        service.stop()
