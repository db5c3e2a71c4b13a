"""What programs ask of what became of a batch."""

from datetime import timedelta
from uuid import uuid4

import pytest

from bouwkringloop.base import clock
from tests import make
from tests.batches import build
from tests.batches.test_payouts import consigned
from tests.till.counter import problem

pytestmark = pytest.mark.one_database


@pytest.fixture
def batch(session):
    make.shop_details(session)
    batch, (item,) = build.in_stock(session)
    build.sold(session, item, 30)
    return batch


def test_the_yield_adds_up(api, session, batch):
    answer = api.get(f"/batches/{batch.uuid}/yield")
    assert answer.status_code == 200, answer.text
    told = answer.json
    assert told["adds_up"] is True
    assert {name: told[name] for name in ("offered_g", "accepted_g", "came_in_g")} == {
        "offered_g": 200_000,
        "accepted_g": 200_000,
        "came_in_g": 200_000,
    }
    fates = (
        "not_inspected",
        "waiting",
        "back",
        "sold",
        "given",
        "material",
        "residue",
        "difference",
        "here",
    )
    assert sum(told[f"{fate}_g"] for fate in fates) == told["came_in_g"]
    assert (told["sold_g"], told["here"], told["revenue_cents"]) == (
        60_000,
        {"for_sale": 140_000},
        30_000,
    )
    assert told["co2_g"] == 14_507
    assert told["avoided"][0]["source"] == "UK Government GHG Conversion Factors 2025, Material use"
    (kind,) = told["kinds"]
    assert (kind["category"], kind["sold_g"], kind["came_in_g"]) == ("brick", 60_000, 200_000)


def test_a_past_day_is_asked_for(api, session, batch):
    yesterday = clock.today() - timedelta(days=1)
    told = api.get(f"/batches/{batch.uuid}/yield?upto={yesterday}").json
    assert (told["upto"], told["came_in_g"], told["adds_up"]) == (yesterday.isoformat(), 0, True)
    assert problem(api.get(f"/batches/{batch.uuid}/yield?upto=gisteren")) == (422, "bad-input")
    assert problem(api.get(f"/batches/{uuid4()}/yield")) == (404, "unknown-batch")


def test_a_statement_is_issued_once(api, session, batch):
    body = {"id": str(uuid4()), "hours": 12, "hours_source": "urenlijst"}
    first = api.post(f"/batches/{batch.uuid}/statements", body)
    assert first.status_code == 201, first.text
    assert (first.json["name"], first.json["final"]) == ("1-1", False)
    assert first.json["figures"]["sold_g"] == 60_000
    assert api.post(f"/batches/{batch.uuid}/statements", body).json == first.json
    other = {**body, "upto": (clock.today() - timedelta(days=1)).isoformat()}
    answer = api.post(f"/batches/{batch.uuid}/statements", other)
    assert problem(answer) == (409, "other-content-under-this-id")


def test_a_batch_is_closed_with_a_last_statement(api, session, batch):
    answer = api.post(f"/batches/{batch.uuid}/close", {})
    assert answer.status_code == 200, answer.text
    assert answer.json["final"] is True
    assert api.get(f"/batches/{batch.uuid}").json["state"] == "closed"
    assert problem(api.post(f"/batches/{batch.uuid}/close", {})) == (409, "not-that-step")


def test_what_hinders_closing_is_said(api, session):
    batch = build.batch(session, state="in_stock")
    line = build.delivered(session, batch, [190_000]).lines[0]
    assert problem(api.post(f"/batches/{batch.uuid}/close", {})) == (409, "not-inspected")
    found = build.inspected(session, line)
    assert problem(api.post(f"/batches/{batch.uuid}/close", {})) == (409, "not-in-stock")
    build.stocked(session, found)
    assert problem(api.post(f"/batches/{batch.uuid}/close", {})) == (422, "unexplained")
    answer = api.post(f"/batches/{batch.uuid}/close", {"explanation": "een pallet bleef staan"})
    assert answer.status_code == 200


def test_what_is_the_builders_and_here_hinders_closing(api, session):
    batch, item = consigned(session)
    answer = api.post(f"/batches/{batch.uuid}/close", {})
    assert problem(answer) == (409, "still-here")
    assert item.code in answer.json["detail"]


def test_the_same_id_with_other_hours_is_refused(api, batch):
    told = {"id": str(uuid4()), "hours": 10, "hours_source": "urenlijst"}
    path = f"/batches/{batch.uuid}/statements"
    first = api.post(path, told)
    assert (first.status_code, api.post(path, told).json) == (201, first.json)
    for other in ({"hours": 11}, {"hours_source": "verzonnen"}):
        answer = api.post(path, {**told, **other})
        assert problem(answer) == (409, "other-content-under-this-id")


def test_a_day_at_the_end_of_all_calendars_counts_up_to_now(api, batch):
    now = api.get(f"/batches/{batch.uuid}/yield").json
    then = api.get(f"/batches/{batch.uuid}/yield?upto=9999-12-31").json
    assert {**then, "upto": now["upto"]} == now
