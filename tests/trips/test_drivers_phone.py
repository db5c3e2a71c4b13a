"""What a driver reads on the phone: the next address first, and which batch is which."""

import re

import pytest

from bouwkringloop.base.permissions import Role
from bouwkringloop.trips import paper, things
from tests import make
from tests.trips import rides
from tests.trips.test_driving import departed
from tests.trips.test_trip_pages import words
from tests.turns import app, log_in

__all__ = ["app", "log_in"]

pytestmark = pytest.mark.one_database


def test_the_next_address_comes_first_and_the_finished_ones_last(session, log_in):
    driver = log_in(Role.INTAKE_WORKER)
    first, last = rides.pickup(session), rides.pickup(session, name="Piet Proef", street="Weg 2")
    trip = departed(session, ("pickup", first.uuid, last.uuid))
    path, numbers = f"/trips/{trip.uuid}", [stop.id for stop in trip.stops]
    page = driver.get(path)
    assert "Adressen die klaar zijn" not in words(page)
    assert 'href="geo:0,0?q=Voorbeeldweg%2014%2C%203812%20AB%20Amersfoort"' in page.text
    assert driver.post(f"{path}/stops/done", data={"stop": numbers[0]}).status_code == 303
    page = driver.get(path)
    assert "Op naar de volgende" in words(page)
    order = [
        words(page).index(each) for each in ("Piet Proef", "Adressen die klaar zijn", "Jannie")
    ]
    assert order == sorted(order)
    assert "Voorbeeldweg%2014" not in page.text
    assert driver.post(f"{path}/stops/done", data={"stop": numbers[1]}).status_code == 303
    page = words(driver.get(path))
    assert "Dat was de laatste" in page
    assert page.index("Jannie") < page.index("Piet Proef")


def test_a_wrong_touch_on_loaded_is_taken_back(session, log_in):
    driver = log_in(Role.INTAKE_WORKER)
    trip = departed(session, ("batch", rides.batch(session).uuid))
    path, told = f"/trips/{trip.uuid}", {"stop": trip.stops[0].id}
    assert "Toch niet geladen" not in words(driver.get(path))
    driver.post(f"{path}/stops/done", data=told)
    assert "Toch niet geladen" in words(driver.get(path))
    assert driver.post(f"{path}/stops/not-done", data=told).status_code == 303
    page = words(driver.get(path))
    assert "staat weer op de route" in page
    assert "Adressen die klaar zijn" not in page


def test_two_batches_at_one_address_are_told_apart(session, log_in):
    make.shop_details(session)
    desk, driver = log_in(Role.COORDINATOR), log_in(Role.INTAKE_WORKER)
    plain = rides.batch(session, project="Blok vier")
    waste = rides.batch(session, project="Blok vijf", waste=True)
    trip = rides.trip(session)
    rides.put(session, trip, "batch", plain.uuid, waste.uuid)
    (door,) = things.doors(session, rides.read(session, trip).stops)
    assert len(door.stops) == 2
    page = desk.get(f"/trips/{trip.uuid}")
    for each in (plain, waste):
        assert f"{each.number} · {each.project}" in words(page)
        on_paper = paper.compose(trip, [door]).lines
        assert f"{each.number} · {each.project}" in [getattr(one, "text", "") for one in on_paper]
    # Which of the two needs a form is said, also where it is not the first.
    assert f'href="/batches/{waste.uuid}/waste-form?' in page.text
    assert f'href="/batches/{plain.uuid}/waste-form?' not in page.text
    assert driver.get(f"/trips/{trip.uuid}.pdf").status_code == 200


def test_each_of_two_batches_at_one_address_has_its_delivery_to_write_down(session, log_in):
    driver = log_in(Role.INTAKE_WORKER)
    batches = [rides.batch(session, project=name) for name in ("Blok vier", "Blok vijf")]
    trip = departed(session, ("batch", *(each.uuid for each in batches)))
    sent = {"stop": [stop.id for stop in trip.stops]}
    assert driver.post(f"/trips/{trip.uuid}/stops/done", data=sent).status_code == 303
    page = driver.get(f"/trips/{trip.uuid}")
    for each in batches:
        assert f"Levering van restpartij {each.number} opschrijven" in words(page)
        assert re.search(rf'href="/batches/{each.uuid}/deliveries/new\?', page.text)
