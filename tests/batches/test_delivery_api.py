"""What programs do with loads of a batch: take in, inspect, bring into stock, trace back."""

import base64
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from bouwkringloop.base.permissions import Role
from bouwkringloop.batches.delivery.models import BatchDelivery
from tests import make
from tests.batches import build
from tests.batches.arriving import drawing
from tests.till.counter import holds


@pytest.fixture
def batch(session):
    return build.batch(session, state="agreed")


def body(batch, **changed):
    line = {"line": str(batch.lines[0].uuid), "quantity": 100, "weight_g": 201_000}
    return {
        "id": str(uuid4()),
        "site": "hub",
        "driver": "Ruben",
        "lines": [{**line, **changed.pop("line", {})}],
        **changed,
    }


def test_a_batch_goes_all_the_way_by_the_api(api, batch, session):
    told = body(
        batch, signed_by="Kees", signature=base64.b64encode(drawing()).decode(), plate="V-1"
    )
    made = api.post(f"/batches/{batch.uuid}/deliveries", told)
    assert made.status_code == 201
    assert (made.json["state"], made.json["weight_g"]) == ("received", 201_000)
    assert api.post(f"/batches/{batch.uuid}/deliveries", told).json == made.json
    findings = [
        {"outcome": "stock", "quantity": 90, "weight_g": 181_000, "condition": "A"},
        {"outcome": "residue", "reason": "stuk"},
    ]
    found = api.post(
        f"/batches/{batch.uuid}/deliveries/{told['id']}/inspections",
        {"line": told["lines"][0]["line"], "findings": findings},
    )
    assert found.status_code == 201
    assert found.json["state"] == "inspected"
    parts = found.json["lines"][0]["findings"]
    assert [(each["quantity"], each["weight_g"]) for each in parts] == [(90, 181_000), (10, 20_000)]
    wanted = {
        "findings": [
            {"finding": parts[0]["id"], "shape": "lots", "lot": 45, "price_cents": 80},
            {"finding": parts[1]["id"]},
        ]
    }
    stocked = api.post(f"/batches/{batch.uuid}/stock", wanted)
    assert stocked.status_code == 201
    assert stocked.json["state"] == "in_stock"
    assert len(stocked.json["codes"]) == 2
    assert api.post(f"/batches/{batch.uuid}/stock", wanted).json == stocked.json
    origin = api.get(f"/items/{stocked.json['codes'][0]}/origin").json
    assert (origin["batch"], origin["delivery"]) == (str(batch.uuid), told["id"])
    assert (origin["builder"], origin["source"]) == ("Bouwbedrijf De Hamer", "batch")
    (listed,) = api.get(f"/batches/{batch.uuid}/deliveries").json
    assert listed["lines"][0]["findings"][0]["codes"] == stocked.json["codes"]
    assert holds(session)


@pytest.mark.parametrize(
    ("changed", "problem", "status"),
    [
        ({"line": {"weight_g": 0}}, "no-such-weight", 422),
        ({"line": {"weight_g": -1}}, "no-such-weight", 422),
        ({"line": {"weight_g": None}}, "not-weighed", 422),
        ({"line": {"quantity": 101}}, "more-than-agreed", 422),
        ({"line": {"line": str(uuid4())}}, "not-of-this-batch", 422),
        ({"vehicle_max_g": 1000}, "too-heavy", 422),
        ({"lines": []}, "nothing-delivered", 422),
        ({"site": "nergens"}, "no-such-site", 422),
        ({"signed_by": "Kees", "signature": "####"}, "not-a-signature", 422),
        ({"signed_by": "Kees", "signature": "A" * 800_000}, "signature-too-large", 413),
        ({"extra": 1}, "invalid-body", 422),
        ({"line": {"quantity": True}}, "invalid-body", 422),
    ],
)
def test_what_cannot_be_is_a_problem_by_name(api, batch, session, changed, problem, status):
    answer = api.post(f"/batches/{batch.uuid}/deliveries", body(batch, **changed))
    assert (answer.status_code, answer.json["type"]) == (status, f"/problems/{problem}")
    assert session.scalar(select(func.count()).select_from(BatchDelivery)) == 0


def test_the_same_id_with_other_content_is_refused(api, batch):
    told = body(batch)
    api.post(f"/batches/{batch.uuid}/deliveries", told)
    answer = api.post(f"/batches/{batch.uuid}/deliveries", {**told, "driver": "Anders"})
    assert answer.json["type"] == "/problems/other-content-under-this-id"


def test_what_does_not_exist_is_not_found(api, batch):
    nothing = uuid4()
    assert api.post(f"/batches/{nothing}/deliveries", body(batch)).status_code == 404
    told = {"line": str(batch.lines[0].uuid), "findings": [{"outcome": "stock"}]}
    path = f"/batches/{batch.uuid}/deliveries/{nothing}/inspections"
    assert api.post(path, told).status_code == 404
    assert api.get("/items/00000000/origin").status_code == 404


@pytest.mark.parametrize("role", [Role.INTAKE_WORKER, Role.COORDINATOR])
def test_who_takes_in_may_ask_and_somebody_unknown_may_not(app, database, batch, role):
    with database.writing() as session:
        secret = make.token(session, role)
    browser = app.test_client()
    path = f"/api/v1/batches/{batch.uuid}/deliveries"
    assert browser.get(path, headers={"Authorization": f"Bearer {secret}"}).json == []
    assert browser.get(path).status_code == 401
