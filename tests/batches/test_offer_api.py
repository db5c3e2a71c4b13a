"""Programs offer batches, and ask how they stand."""

from datetime import timedelta
from uuid import uuid4

import pytest

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Role
from tests import make
from tests.batches import build, offers
from tests.conftest import Program


def body(customer, *lines, **changed):
    """An offer as a program sends it; without lines it has one."""
    return {
        "id": str(uuid4()),
        "builder": str(customer.uuid),
        "project": "Sloop Vathorst",
        "street": "Bouwweg 1",
        "postcode": "3825ab",
        "city": "Amersfoort",
        "contact_name": "Kees Timmer",
        "available_from": str(clock.today()),
        "available_until": str(clock.today() + timedelta(days=14)),
        "lines": list(lines or ({"category": "brick", "quantity": 100, "unit": "piece"},)),
        **changed,
    }


def test_a_program_offers_a_batch_and_reads_it_back(session, api):
    customer = build.builder(session)
    metres = {
        "category": "batten",
        "quantity": 12.5,
        "unit": "m",
        "weight_g": 4800,
        "condition": "A",
    }
    sent = body(customer, {"category": "brick", "quantity": 100, "unit": "piece"}, metres)
    answer = api.post("/batches", sent)
    assert answer.status_code == 201
    told = answer.json
    assert (told["id"], told["number"], told["state"]) == (sent["id"], 1, "announced")
    assert [
        (line["position"], line["category"], line["quantity"], line["unit"], line["weight_g"])
        for line in told["lines"]
    ] == [(1, "brick", 100, "piece", 190_000), (2, "batten", 12.5, "m", 4800)]
    assert api.get(f"/batches/{sent['id']}").json == told
    assert [str(line.uuid) for line in offers.stored(session)[0].lines] == [
        line["id"] for line in told["lines"]
    ]


def test_sending_again_answers_the_first_result_and_other_content_is_refused(session, api):
    sent = body(build.builder(session))
    first, again = api.post("/batches", sent), api.post("/batches", sent)
    assert (again.status_code, again.json) == (201, first.json)
    assert api.post("/batches", {**sent, "project": "Anders"}).status_code == 409
    assert len(offers.stored(session)) == 1


@pytest.mark.parametrize(
    ("line", "changed", "place"),
    [
        ({"weight_g": -1}, {}, (1, "weight")),
        ({"quantity": 0}, {}, (1, "quantity")),
        ({"unit": "m2"}, {}, (1, "unit")),
        ({"category": "asbestos-suspect"}, {}, (1, "category")),
        ({}, {"available_until": "2020-01-01"}, (None, "available_until")),
        ({}, {"lines": []}, (None, "lines")),
        ({}, {"project": ""}, (None, "project")),
    ],
)
def test_what_is_not_right_is_told_with_its_place(session, api, line, changed, place):
    sent = body(
        build.builder(session),
        {"category": "brick", "quantity": 1, "unit": "piece", **line},
        **changed,
    )
    answer = api.post("/batches", sent)
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/offer-not-right")
    assert [(one["line"], one["field"]) for one in answer.json["problems"]] == [place]
    assert offers.stored(session) == []


@pytest.mark.one_database
@pytest.mark.parametrize(
    "changed",
    [
        {"surprise": 1},
        {"available_from": "soon"},
        {"builder": "somebody"},
        {"lines": [{"category": "brick", "quantity": "1.250", "unit": "piece"}]},
        {"lines": [{"category": "brick", "quantity": 1, "unit": "piece"}] * 202},
    ],
)
def test_a_body_of_another_form_is_refused(session, api, changed):
    assert api.post("/batches", body(build.builder(session), **changed)).status_code == 422
    assert offers.stored(session) == []


def test_an_unknown_builder_is_refused(session, api):
    customer = build.builder(session)
    assert api.post("/batches", body(customer, builder=str(uuid4()))).status_code == 404


def test_who_may_not_keep_batches_offers_none(session, app, database):
    customer = build.builder(session)
    with database.writing() as own:
        cashier = Program(app.test_client(), make.token(own, Role.CASHIER))
    assert cashier.post("/batches", body(customer)).status_code == 403
    assert offers.stored(session) == []


def test_what_was_decided_stands_with_its_line(session, api):
    batch = build.batch(session, state="agreed")
    (line,) = api.get(f"/batches/{batch.uuid}").json["lines"]
    assert line["decision"] == {
        "line": line["id"],
        "number": 1,
        "waste": False,
        "outcome": "accepted",
        "category": "brick",
        "quantity": 100,
        "weight_g": 200_000,
        "price_cents": 0,
        "reason": "",
    }


def test_batches_are_listed_by_state_and_builder_the_newest_first(session, api):
    customer = build.builder(session, "Sloopbedrijf Anders")
    build.batch(session)
    build.batch(session, customer=customer)
    build.batch(session, customer=customer, state="declined")
    numbers = lambda query: [one["number"] for one in api.get(f"/batches{query}").json]  # noqa: E731
    assert numbers("") == [3, 2, 1]
    assert numbers("?state=announced") == [2, 1]
    assert numbers(f"?builder={customer.uuid}") == [3, 2]
    assert numbers(f"?builder={customer.uuid}&state=declined") == [3]
    assert numbers("?before=3") == [2, 1]
    assert api.get("/batches?state=lost").status_code == 422
    assert api.get("/batches?builder=iemand").status_code == 422
    assert api.get(f"/batches?builder={uuid4()}").status_code == 404
