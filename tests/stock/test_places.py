"""Places: zones hold racks and racks hold bins; each has a label, and a scan finds it."""

import pytest
from sqlalchemy import select

from bouwkringloop.base import codes
from bouwkringloop.base.permissions import Role
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.stock import places
from bouwkringloop.stock.models import Place, Site
from tests import make


@pytest.fixture
def by(session):
    return make.actor(session)


@pytest.fixture
def shed(session, by):
    """A shed with a rack with a bin."""
    shop = session.scalars(select(Site).where(Site.slug == "shop")).one()
    zone = places.add(session, shop, name="Loods", kind="zone", parent=None, by=by)
    rack = places.add(session, shop, name="Stelling B", kind="rack", parent=zone, by=by)
    box = places.add(session, shop, name="Bak 1", kind="bin", parent=rack, by=by)
    session.commit()
    return zone, rack, box


def test_a_place_has_six_digits_that_are_never_those_of_a_thing(shed):
    for place in shed:
        assert len(place.code) == 6
        assert codes.place_number(place.code) == place.id
        assert not codes.is_item_code(place.code)


def test_a_wrong_digit_or_an_unknown_number_finds_no_place(session, shed):
    code = shed[0].code
    swapped = code[:-1] + str((int(code[-1]) + 1) % 10)
    for wrong in (swapped, codes.place_code(99_999), "12345", "", "abcdef"):
        with pytest.raises(places.NoSuchPlaceCode):
            places.by_code(session, wrong)


def test_it_is_known_what_lies_within_what(session, shed):
    zone, rack, box = shed
    assert places.within(session, zone) == [zone.id, rack.id, box.id]
    assert places.path(session, box) == "Loods · Stelling B · Bak 1"


@pytest.mark.parametrize(("kind", "parent"), [("zone", 1), ("rack", 1), ("rack", 2), ("bin", 2)])
def test_what_does_not_fit_is_refused(session, shed, by, kind, parent):
    with pytest.raises(places.DoesNotFit):
        places.add(session, shed[0].site, name="x", kind=kind, parent=shed[parent], by=by)


def test_a_place_within_one_of_another_site_is_refused(session, shed, by):
    yard = session.scalars(select(Site).where(Site.slug == "yard")).one()
    with pytest.raises(places.DoesNotFit):
        places.add(session, yard, name="Rek", kind="rack", parent=shed[0], by=by)


def test_a_name_is_given_once_on_a_site(session, shed, by):
    with pytest.raises(places.PlaceTaken):
        places.add(session, shed[0].site, name="loods", kind="zone", parent=None, by=by)
    with pytest.raises(places.PlaceTaken):
        places.rename(session, shed[1], "Loods", by=by)


def test_a_place_in_use_is_not_retired_and_an_empty_one_no_longer_scans(session, shed, by):
    zone, rack, box = shed
    door = make.item(session, place=box)
    for used in (zone, rack, box):
        with pytest.raises(places.StillUsed):
            places.retire(session, used, by=by)
    make.leave(session, door.code)
    places.retire(session, box, by=by)
    with pytest.raises(places.NoSuchPlaceCode):
        places.by_code(session, box.code)


def test_its_label_says_where_it_is_in_large(session, shed, by):
    places.order_labels(session, [shed[2]], by=by)
    job = session.scalars(select(PrintJob)).one()
    assert job.subject == f"place:{shed[2].code}"
    assert "Loods · Stelling B · Bak 1" in job.document
    assert shed[2].code in job.document


def test_a_scanned_place_opens_its_page_with_what_lies_there(client, session, shed):
    make.item(session, place=shed[2], title="Doos scharnieren")
    answer = client.get(f"/items?q={shed[2].code}")
    assert answer.location == f"/places/{shed[2].code}"
    assert "Doos scharnieren" in client.get(answer.location).text


def test_a_place_is_drawn_renamed_and_retired_on_pages(client, session):
    answer = client.post(
        "/places/new/shop", data={"name": "Buitenrek", "kind": "rack", "parent": ""}
    )
    assert answer.status_code == 303
    made = session.scalars(select(Place).where(Place.slug == "buitenrek")).one()
    session.commit()
    assert "Buitenrek" in client.get("/places").text
    client.post(f"/places/{made.code}/rename", data={"name": "Achterrek"})
    assert "Achterrek" in client.get(f"/places/{made.code}").text
    assert client.post(f"/places/{made.code}/retire").status_code == 303
    assert (
        "Achterrek" not in client.get("/places").text.partition("<main")[2].partition("places")[2]
    )


def test_a_name_that_is_taken_is_said_at_its_field(client):
    answer = client.post("/places/new/shop", data={"name": "Rack A", "kind": "rack"})
    assert answer.status_code == 422
    assert "Er is al een plek" in answer.text


def test_who_takes_in_may_look_at_places_but_not_draw_them(log_in):
    worker = log_in(Role.INTAKE_WORKER)
    assert worker.get("/places").status_code == 200
    assert worker.get("/places/new/shop").status_code == 403


def test_things_are_moved_by_programs_too(api, session, shed):
    door = make.item(session)
    code = shed[1].code
    session.commit()
    answer = api.post(f"/items/{door.code}/moves", {"place": code})
    assert (answer.status_code, answer.json["place_name"]) == (201, "Stelling B")
    assert answer.json["quantity"] == 1
    listed = {place["code"]: place for place in api.get("/places?site=shop").json}
    assert (listed[code]["things"], listed[code]["parent"]) == (1, shed[0].code)
