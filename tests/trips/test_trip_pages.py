"""The pages of the trips: who sees and does what, the days ahead, a driver's phone, and paper."""

import re

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.people import trail
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.trips import paper, things
from bouwkringloop.trips.models import Trip, Vehicle
from tests import make
from tests.batches import build
from tests.trips import rides
from tests.turns import app, log_in

__all__ = ["app", "log_in"]


def words(answer):
    shown = re.sub(r"<[^>]+>", " ", answer.text.replace("\u00a0", " "))
    return re.sub(r"\s+", " ", shown)


@pytest.fixture
def desk(log_in):
    return log_in(Role.COORDINATOR)


@pytest.fixture
def driver(log_in):
    return log_in(Role.INTAKE_WORKER)


def test_a_day_from_planning_to_coming_back(session, desk, driver):
    rides.van(session)
    batch, pickup = rides.batch(session), rides.pickup(session)
    sent = {
        "id": str(make.uuid4()),
        "day": str(rides.day()),
        "starts": "08:30",
        "vehicle": "bus",
        "site": "shop",
        "driver": "Ruben",
    }
    made = desk.post("/trips/new", data=sent)
    assert made.status_code == 303
    path = made.location
    assert desk.post("/trips/new", data=sent).location == path
    assert "Bouwbedrijf De Hamer" in words(desk.get("/trips"))
    for kind, key in (("batch", batch.uuid), ("pickup", pickup.uuid)):
        assert desk.post(f"{path}/stops", data={"kind": kind, "key": str(key)}).status_code == 303
    again = desk.post(f"{path}/stops", data={"kind": "batch", "key": str(batch.uuid)})
    assert again.status_code == 409
    assert "staat al op de rit" in words(again)
    first, second = [
        int(each) for each in re.findall(r'id="stop(\d+)-kilograms"', desk.get(path).text)
    ]
    size = {"stop": second, f"stop{second}-kilograms": "120", f"stop{second}-cubic_metres": "1,5"}
    assert desk.post(f"{path}/stops/size", data=size).status_code == 303
    heavy = desk.post(f"{path}/stops/size", data={**size, f"stop{second}-kilograms": "1200"})
    assert heavy.status_code == 409
    assert "200 kg te zwaar" in words(heavy)
    assert desk.post(f"{path}/stops/move", data={"stop": second, "way": "up"}).status_code == 303
    assert driver.post(f"{path}/depart").status_code == 303
    page = driver.get(path)
    assert words(page).index("Jannie Voorbeeld") < words(page).index("Bouwbedrijf De Hamer")
    assert 'href="tel:0687654321"' in page.text
    assert "Lading hierna: 120 kg · 1,5 m³" in words(page)
    for stop in (first, second):
        assert driver.post(f"{path}/stops/done", data={"stop": stop}).status_code == 303
    address = rf'href="(/batches/{batch.uuid}/deliveries/new\?[^"]+)"'
    link = re.search(address, driver.get(path).text)[1]
    assert "driver=Ruben" in link
    assert "max_g=1200000" in link
    asked = driver.get(link.replace("&amp;", "&")).text
    assert 'value="Ruben"' in asked
    assert '<option selected value="shop">' in asked
    assert driver.post(f"{path}/finish", data={"kilometres": "x"}).status_code == 422
    assert driver.post(f"{path}/finish", data={"kilometres": "38"}).status_code == 303
    assert "38 kilometer gereden." in words(driver.get(path))
    month = words(driver.get(f"/trips/month?month={rides.day():%Y-%m}"))
    assert "Uitstootvrije ritten 0%" in month
    known = set(session.scalars(select(AuditEntry.action)))
    assert {action for action in known if action not in trail.SENTENCES} == set()


def test_missing_waste_forms_are_said_with_the_way_to_them(session, desk):
    batch = rides.batch(session, waste=True)
    trip = rides.trip(session)
    rides.put(session, trip, "batch", batch.uuid)
    refused = desk.post(f"/trips/{trip.uuid}/depart")
    assert refused.status_code == 409
    assert f'href="/batches/{batch.uuid}/waste-form?plate=V-123-BX&amp;site=shop"' in refused.text
    form = desk.get(f"/batches/{batch.uuid}/waste-form?plate=V-123-BX&site=shop").text
    assert 'value="V-123-BX"' in form
    assert "volgens de wet afval" in words(refused)


def test_who_drives_plans_nothing_and_who_plans_not_keeps_no_vehicles(session, driver):
    trip = rides.trip(session)
    for path in (
        "/trips/new",
        f"/trips/{trip.uuid}/change",
        "/vehicles",
        "/vehicles/new",
        "/vehicles/bus",
    ):
        assert driver.get(path).status_code == 403
    for path in ("stops", "stops/off", "stops/move", "stops/size", "cancel", "change"):
        assert driver.post(f"/trips/{trip.uuid}/{path}").status_code == 403
    for path in (
        "/trips",
        "/trips/month",
        f"/trips/{trip.uuid}",
        f"/trips/{trip.uuid}.pdf",
        "/hub",
    ):
        assert driver.get(path).status_code == 200
    assert "Vertrekken" not in driver.get(f"/trips/{trip.uuid}").text


def test_nobody_reads_a_trip_without_logging_in(app, session):
    trip = rides.trip(session)
    session.rollback()
    assert app.test_client().get(f"/trips/{trip.uuid}").status_code in (302, 303, 401)


def test_vehicles_are_kept_on_their_pages(session, desk):
    assert "Nog geen voertuigen" in words(desk.get("/vehicles"))
    sent = {"name": "E-bus", "plate": "v-1-ab", "max_g": "1200", "max_litres": "8,5"}
    assert desk.post("/vehicles/new", data={**sent, "emission_free": "y"}).status_code == 303
    stored = session.scalars(select(Vehicle)).one()
    assert (stored.slug, stored.plate, stored.max_g, stored.max_litres, stored.emission_free) == (
        "e-bus",
        "V-1-AB",
        1_200_000,
        8500,
        True,
    )
    assert desk.post("/vehicles/new", data=sent).status_code == 422
    assert desk.post("/vehicles/e-bus", data={**sent, "max_g": "900"}).status_code == 303
    assert "900 kg" in words(desk.get("/vehicles"))
    assert desk.post("/vehicles/e-bus/retire").status_code == 303
    assert "Niet in gebruik" in words(desk.get("/vehicles"))
    assert "Nog geen voertuigen" in words(desk.get("/trips/new"))
    assert desk.post("/vehicles/e-bus/return").status_code == 303
    assert desk.post("/vehicles/carrier", data={"vihb": "onzin"}).status_code == 422
    assert desk.post("/vehicles/carrier", data={"vihb": "123456vxxx"}).status_code == 303
    assert "123456VXXX" in desk.get("/vehicles").text
    assert desk.get("/vehicles/none").status_code == 404


def test_a_trip_is_changed_and_cancelled(session, desk):
    rides.van(session, "Klein", max_kg=100)
    trip = rides.trip(session)
    rides.put(session, trip, "batch", rides.batch(session).uuid)
    sent = {
        "day": str(trip.day),
        "starts": "10:00",
        "vehicle": "klein",
        "site": "hub",
        "driver": "Dawit",
    }
    path = f"/trips/{trip.uuid}/change"
    assert desk.get(path).status_code == 200
    refused = desk.post(path, data=sent)
    assert refused.status_code == 409
    assert "100 kg te zwaar" in words(refused)
    assert desk.post(path, data={**sent, "vehicle": "bus"}).status_code == 303
    changed = rides.read(session, trip)
    assert (changed.driver, changed.site.slug, changed.starts.hour) == ("Dawit", "hub", 10)
    assert desk.post(f"/trips/{trip.uuid}/cancel").status_code == 303
    assert session.scalars(select(Trip.state)).one() == "cancelled"
    assert "Geannuleerd" in words(desk.get(f"/trips/{trip.uuid}"))


def test_the_route_goes_to_paper_in_its_order(session, api, desk):
    trip = rides.trip(session)
    numbers = rides.bring(api, session, make.item(session))
    rides.put(session, trip, "pickup", rides.pickup(session, access="Tweede verdieping").uuid)
    rides.put(session, trip, "batch", rides.batch(session).uuid)
    rides.put(session, trip, "collection", *numbers)
    read = rides.read(session, trip)
    receipt = paper.compose(read, things.doors(session, read.stops))
    said = [line.text for line in receipt.lines if hasattr(line, "text")]
    for part in (
        "1  Jannie Voorbeeld",
        "Tweede verdieping",
        "2  Bouwbedrijf De Hamer",
        "Bouwweg 1",
    ):
        assert part in said
    assert said.index("1  Jannie Voorbeeld") < said.index("2  Bouwbedrijf De Hamer")
    assert "[\u00a0\u00a0\u00a0] 100\u00a0stuks Baksteen" in said
    assert paper.draw(session, read).startswith(b"%PDF")
    assert desk.post(f"/trips/{trip.uuid}/print").status_code == 303
    (job,) = session.scalars(select(PrintJob).where(PrintJob.subject == trip.subject))
    assert (job.kind, job.site) == ("receipt", "shop")
    pdf = desk.get(f"/trips/{trip.uuid}.pdf")
    assert pdf.mimetype == "application/pdf"


def test_pages_speak_english_too(session, log_in):
    trip = rides.trip(session)
    rides.put(session, trip, "batch", rides.batch(session, build.line(session)).uuid)
    english = log_in(Role.COORDINATOR, "en")
    assert "Load a batch" in words(english.get(f"/trips/{trip.uuid}"))
    assert "What is fetched and brought" in words(english.get("/trips"))
