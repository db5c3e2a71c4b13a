"""Measures and marks that are told with a delivery: kept with the thing, and held to its kind."""

import hashlib
import json

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.intake.models import Intake, IntakeLine
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.stock import attributes
from bouwkringloop.stock.models import Item, ItemAttribute
from tests import make

DOOR = {"width": 830, "height": "2015", "hinge-side": "left"}


def sent(session, slug="panelled-door", unit="piece", **line):
    return make.delivery(session, {"category": slug, "unit": unit, **line})


def known(session):
    session.expire_all()
    item = session.scalars(select(Item)).one()
    return {fact.attribute.slug: fact.value for fact in attributes.of(session, item)}


def hash_without_measures(body):
    (line,) = body["lines"]
    nothing = dict.fromkeys(
        (
            "weight_g",
            "price_cents",
            "place",
            "photo",
            "weighed",
            "judged",
            "code",
            "new_price_cents",
        )
    )
    written = {
        **nothing,
        "category": line["category"],
        "quantity_milli": 1000,
        "unit": line["unit"],
        "route": line["route"],
        "description": "",
        "condition": "B",
        "reason": "",
    }
    content = {
        "id": body["id"],
        "site": body["site"],
        "source_kind": body["source"]["kind"],
        "postcode4": body["source"]["postcode4"],
        "lines": [written],
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def test_measures_are_kept_with_the_thing(api, session):
    assert api.post("/intakes", sent(session, attributes=DOOR)).status_code == 201
    assert known(session) == {"width": 830_000, "height": 2_015_000, "hinge-side": "left"}


def test_measures_stand_on_the_first_label(api, session):
    api.post("/intakes", sent(session, attributes=DOOR))
    label = json.loads(session.scalars(select(PrintJob.document)).one())
    assert label["amount"] == "830 × 2015\u00a0mm, links"


def test_a_thing_is_found_by_its_measures_at_once(api, session):
    api.post("/intakes", sent(session, attributes=DOOR))
    assert len(api.get("/items?q=83x201,5 cm").json["items"]) == 1
    assert api.get("/items?q=93 cm").json["items"] == []


def test_a_choice_may_be_named_in_either_language(api, session):
    api.post("/intakes", sent(session, attributes={"hinge-side": "Rechts"}))
    assert known(session) == {"hinge-side": "right"}


@pytest.mark.parametrize("nothing", [{}, {"width": None}, {"width": "", "hinge-side": ""}])
def test_no_measure_is_required(api, session, nothing):
    assert api.post("/intakes", sent(session, attributes=nothing)).status_code == 201
    assert known(session) == {}


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("told", "problem", "said"),
    [
        (
            {"length": 830},
            "no-such-attribute",
            "Paneeldeur heeft geen kenmerk “length”.",
        ),
        ({"width": 0}, "no-such-figure", "Breedte kan niet 0 mm zijn."),
        ({"width": -5}, "no-such-figure", "Breedte kan niet -5 mm zijn."),
        ({"width": 30_001}, "no-such-figure", "Breedte kan niet 30001 mm zijn."),
        ({"width": "breed"}, "figure-needed", "Breedte is een getal in mm."),
        ({"width": "1.250"}, "figure-needed", "Breedte is een getal in mm."),
        ({"width": 830.0001}, "figure-needed", "Breedte is een getal in mm."),
        ({"hinge-side": "boven"}, "no-such-choice", "Draairichting kan niet “boven” zijn."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_stored(
    log_in, session, told, problem, said
):
    client = log_in(Role.INTAKE_WORKER)
    answer = client.post("/api/v1/intakes", json=sent(session, attributes=told))
    assert (answer.status_code, answer.json["type"]) == (422, f"/problems/{problem}")
    assert said in answer.json["detail"]
    for table in (Intake, Item, ItemAttribute):
        assert session.scalars(select(table)).all() == []


@pytest.mark.parametrize("absurd", [1e300, -1e300, 1_000_000_000])
def test_a_figure_beyond_all_measure_is_refused_before_it_is_read(api, session, absurd):
    assert api.post("/intakes", sent(session, attributes={"width": absurd})).status_code == 422


def test_what_does_not_stay_is_still_held_to_its_kind(api, session):
    line = {"route": "residue", "attributes": {"moon": 1}}
    assert api.post("/intakes", sent(session, **line)).status_code == 422


def test_measures_of_what_does_not_stay_weigh_it_and_are_not_kept(api, session):
    line = {"route": "residue", "attributes": {"width": 830, "height": 1010}}
    assert api.post("/intakes", sent(session, **line)).status_code == 201
    stored = session.scalars(select(IntakeLine)).one()
    assert (stored.weight_g, stored.weight_source) == (12_000, "dimensions")
    assert session.scalars(select(ItemAttribute)).all() == []


def test_the_same_measures_sent_again_are_the_same_delivery(api, session):
    body = sent(session, attributes={"width": 830, "hinge-side": "left"})
    first = api.post("/intakes", body)
    written = {"hinge-side": "left", "width": "830,0", "height": ""}
    again = api.post("/intakes", {**body, "lines": [{**body["lines"][0], "attributes": written}]})
    assert again.json == first.json
    assert len(session.scalars(select(ItemAttribute)).all()) == 2


@pytest.mark.parametrize("other", [{"width": 831}, {"height": 830}, {}])
def test_other_measures_under_the_same_id_are_refused(api, session, other):
    body = sent(session, attributes={"width": 830})
    api.post("/intakes", body)
    answer = api.post("/intakes", {**body, "lines": [{**body["lines"][0], "attributes": other}]})
    assert answer.json["type"] == "/problems/other-content-under-this-id"
    assert known(session) == {"width": 830_000}


def test_a_delivery_from_before_there_were_measures_may_still_be_sent_again(api, session):
    """Devices keep what was not sent for days, also while the shop gets a newer version."""
    body = sent(session)
    api.post("/intakes", body)
    stored = session.scalars(select(Intake)).one()
    # The hash as the version without measures made it.
    stored.content_hash = hash_without_measures(body)
    session.commit()
    assert api.post("/intakes", body).status_code == 201


def test_a_new_price_that_cannot_be_is_refused(api, session):
    for cents in (0, -100, 10_000_001):
        answer = api.post("/intakes", sent(session, new_price_cents=cents))
        assert answer.json["type"] == "/problems/no-such-new-price"
    assert session.scalars(select(Item)).all() == []


def test_a_new_price_is_kept_and_moves_the_price_that_nobody_named(api, session):
    api.post("/intakes", sent(session))
    api.post("/intakes", sent(session, new_price_cents=100_000))
    without, with_new = session.scalars(select(Item).order_by(Item.id))
    assert with_new.new_price_cents == 100_000
    assert with_new.price_cents > without.price_cents
