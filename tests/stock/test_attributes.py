"""Measures and marks of a thing: filled in, refused, shown, and on its label."""

import re
from decimal import Decimal

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.catalogue.models import Attribute
from bouwkringloop.people import trail
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.stock import attributes, labels, split
from bouwkringloop.stock.models import Item
from tests import make

DOOR = "panelled-door"


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text.replace("\u00a0", " ")))


@pytest.fixture
def door(session):
    return make.item(session, title="Paneeldeur grenen", slug=DOOR)


def known(session, item):
    session.expire_all()
    return {fact.attribute.slug: fact.value for fact in attributes.of(session, item)}


def filled(**changed):
    return {
        "title": "Paneeldeur grenen",
        "condition": "B",
        "new_price_cents": "",
        "attribute-width": "830",
        "attribute-height": "2015,5",
        "attribute-thickness": "",
        "attribute-hinge-side": "left",
    } | changed


def test_what_is_filled_in_is_shown_in_its_unit(client, session, door):
    answer = client.post(f"/items/{door.code}/details", data=filled(new_price_cents="189,95"))
    assert (answer.status_code, answer.location) == (303, f"/items/{door.code}")
    page = text(client.get(f"/items/{door.code}"))
    for fact in ("Breedte 830 mm", "Hoogte 2015,5 mm", "Draairichting Links", "€ 189,95"):
        assert fact in page
    assert "Dikte" not in page
    form = client.get(f"/items/{door.code}/details").text
    assert 'value="2015,5"' in form
    assert '<option selected value="left">' in form


def test_a_cleared_field_is_not_known_any_more(client, session, door):
    client.post(f"/items/{door.code}/details", data=filled())
    empty = filled(**{"attribute-width": "", "attribute-hinge-side": ""})
    client.post(f"/items/{door.code}/details", data=empty)
    assert known(session, door) == {"height": 2_015_500}


def test_a_changed_title_is_found_and_written_down(client, session, door):
    lead = client.post(f"/items/{door.code}/details", data=filled(title=" Schuurdeur  eiken ", condition="C"))  # fmt: skip
    assert lead.status_code == 303
    assert "Schuurdeur eiken" in client.get("/items?q=schuurdeur").text
    assert "Niets gevonden" in client.get("/items?q=grenen").text
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(2)).all()
    assert {entry.action for entry in entries} == {"item.changed", "item.described"}
    lines, _ = trail.page(session, text="item.")
    told = {key: change for line in lines for key, change in line.details}
    assert told["Wat het is"] == "Paneeldeur grenen → Schuurdeur eiken"
    assert told["width"] == "– → 830 mm"


def test_nothing_changed_writes_nothing_down(client, session, door):
    client.post(f"/items/{door.code}/details", data=filled())
    before = len(session.scalars(select(AuditEntry)).all())
    session.commit()
    client.post(f"/items/{door.code}/details", data=filled())
    assert len(session.scalars(select(AuditEntry)).all()) == before


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("attribute-width", "0", "Breedte kan niet 0 mm zijn."),
        ("attribute-width", "31000", "Breedte kan niet 31000 mm zijn."),
        ("attribute-width", "breed", "is geen hoeveelheid"),
        ("attribute-width", "1.250", "op twee manieren"),
        ("attribute-hinge-side", "schuin", "kies iets uit de lijst"),
        ("title", "  ", "verplicht"),
        ("title", "x" * 121, "te lang"),
        ("condition", "D", "kies iets uit de lijst"),
        ("new_price_cents", "0", "Dat is geen nieuwprijs."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_keeps_the_rest(client, session, door, field, typed, sentence):  # fmt: skip
    answer = client.post(f"/items/{door.code}/details", data=filled(**{field: typed}))
    assert answer.status_code == 422
    assert sentence.lower() in text(answer).lower()
    assert 'value="2015,5"' in answer.text
    assert known(session, door) == {}
    assert session.scalars(select(Item)).one().title == "Paneeldeur grenen"


def test_who_only_looks_cannot_describe(log_in, door):
    coordinator = log_in(Role.COORDINATOR)
    assert "Beschrijven" not in coordinator.get(f"/items/{door.code}").text
    assert coordinator.get(f"/items/{door.code}/details").status_code == 403
    assert coordinator.post(f"/items/{door.code}/details", data=filled()).status_code == 403


def test_programs_say_and_read_measures(api, session, door, app):
    body = {"values": {"width": 830, "height": "2015,5", "hinge-side": "Links", "thickness": None}}
    answer = put(api, door, body)
    assert answer.status_code == 200
    assert answer.json == api.get(f"/items/{door.code}/attributes").json
    width, height, hinge = answer.json
    assert width == {"attribute": "width", "name": "Breedte", "unit": "mm", "value": 830, "said": "830\u00a0mm"}  # fmt: skip
    assert (height["value"], hinge["value"]) == (2015.5, "left")
    assert put(api, door, {"values": {}}).json == []


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"power": 60}, "no-such-attribute"),
        ({"moon": 1}, "no-such-attribute"),
        ({"hinge-side": "schuin"}, "no-such-choice"),
        ({"hinge-side": 3}, "no-such-choice"),
        ({"width": 0}, "no-such-figure"),
        ({"width": -5}, "no-such-figure"),
        ({"width": 1e9}, "no-such-figure"),
        ({"width": 0.0001}, "not-a-quantity"),
        ({"width": "breed"}, "not-a-quantity"),
        ({"width": True}, "invalid-body"),
        ({"width": [1]}, "invalid-body"),
    ],
)
def test_programs_are_refused_what_cannot_be(api, session, door, values, problem):
    answer = put(api, door, {"values": values})
    assert (answer.status_code, answer.json["type"]) == (422, f"/problems/{problem}")
    assert known(session, door) == {}


def put(api, item, body):
    return api._client.put(f"/api/v1/items/{item.code}/attributes", json=body, headers=api._headers)


def test_the_attributes_are_listed_with_who_has_them(api):
    listed = {each["slug"]: each for each in api.get("/attributes").json}
    assert listed["width"]["unit"] == "mm"
    assert DOOR in listed["width"]["categories"]
    assert listed["hinge-side"]["choices"][0] == {"slug": "left", "name": "Links"}
    slugs = [each["slug"] for each in api.get(f"/attributes?category={DOOR}").json]
    assert slugs == ["width", "height", "thickness", "hinge-side"]


def test_a_part_that_was_split_off_is_found_by_the_same_measures(session, client):
    heap = make.item(session, title="Deuren", slug=DOOR, quantity=4)
    lead = make.actor(session)
    attributes.set_all(session, heap, {"width": 830_000}, by=lead)
    part = split.split_off(session, heap, 1000, by=lead)
    session.commit()
    assert known(session, part) == {"width": 830_000}
    page = client.get("/items?q=83").text
    assert page.count('class="stock-title"') == 2


def test_what_a_category_no_longer_has_stays_with_the_thing(log_in, session, door):
    attributes.set_all(session, door, {"width": 830_000, "height": 2_015_000}, by=make.actor(session))  # fmt: skip
    session.commit()
    manager = log_in(Role.MANAGER)
    manager.post(f"/catalogue/{DOOR}/attributes", data={"attribute": ["height"]})
    form = manager.get(f"/items/{door.code}/details").text
    assert "attribute-width" not in form
    manager.post(f"/items/{door.code}/details", data=filled(**{"attribute-height": "2115"}))
    assert known(session, door) == {"width": 830_000, "height": 2_115_000}


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("title", "values", "said"),
    [
        ("Paneeldeur", {"width": 830_000, "height": 2_015_000, "hinge-side": "left"}, "830 × 2015 mm, links"),
        ("Deur 83 × 201,5 cm", {"width": 830_000, "height": 2_015_000, "hinge-side": "left"}, "links"),
        ("Deur", {"width": 832_500}, "832,5 mm"),
        ("Deur", {}, ""),
    ],
)  # fmt: skip
def test_a_label_says_in_dutch_what_its_title_does_not(session, title, values, said):
    door = make.item(session, title=title, slug=DOOR)
    attributes.set_all(session, door, values, by=make.actor(session))
    label = labels.current(session, door)
    assert (label.title, label.amount.replace("\u00a0", " ")) == (title, said)
    session.rollback()


def test_a_heap_says_its_amount_before_its_measures(session):
    timber = make.item(session, title="Balk", slug="beam", quantity=18)
    values = {"section-width": 63_000, "section-height": 160_000}
    attributes.set_all(session, timber, values, by=make.actor(session))
    assert labels.current(session, timber).amount.replace("\u00a0", " ") == "18 m · 63 × 160 mm"
    session.rollback()


def test_sheets_may_name_a_choice_in_either_language(session):
    hinge = session.scalars(select(Attribute).where(Attribute.slug == "hinge-side")).one()
    width = session.scalars(select(Attribute).where(Attribute.slug == "width")).one()
    assert [attributes.read(hinge, told) for told in ("left", "LINKS", "Left", "")] == ["left", "left", "left", ""]  # fmt: skip
    assert [attributes.read(width, told) for told in ("83,5", Decimal("83.5"), " ")] == [83_500, 83_500, ""]  # fmt: skip
    session.rollback()


def test_a_manager_chooses_what_a_category_has(log_in, session):
    manager = log_in(Role.MANAGER)
    page = manager.get(f"/catalogue/{DOOR}").text
    assert re.search(r'value="width"[^>]* checked', page)
    assert not re.search(r'value="power"[^>]* checked', page)
    answer = manager.post(f"/catalogue/{DOOR}/attributes", data={"attribute": ["width", "power"]})
    assert answer.status_code == 303
    page = manager.get(f"/catalogue/{DOOR}").text
    assert re.search(r'value="power"[^>]* checked', page)
    assert not re.search(r'value="height"[^>]* checked', page)
    lines, _ = trail.page(session, text="category.changed")
    assert lines[0].details[0][0] == "Maten en kenmerken"
    session.rollback()
    wrong = manager.post(f"/catalogue/{DOOR}/attributes", data={"attribute": ["moon"]})
    assert wrong.status_code == 422
