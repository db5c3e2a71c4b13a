"""Programs decide, agree, decline and call off by the API."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.batches import find
from bouwkringloop.batches.models import LineDecision
from tests import make
from tests.batches import build
from tests.conftest import Program


@pytest.fixture
def api(app, session):
    """The API as a program of the coordinator sees it."""
    secret = make.token(session, Role.COORDINATOR)
    session.commit()
    return Program(app.test_client(), secret)


def about(line, **changed):
    return {"line": str(line.uuid), "seen": 0, "outcome": "accepted", **changed}


def decisions(session):
    session.rollback()
    found = session.scalars(select(LineDecision)).all()
    session.rollback()
    return found


def test_lines_are_decided_together_and_told_back(session, api):
    batch = build.batch(session, build.line(session), build.line(session))
    one, two = batch.lines
    lines = [
        about(one, outcome="part", quantity=12.5 if one.unit == "m" else 12, reason="Meer niet"),
        about(two, outcome="declined", reason="Te oud"),
    ]
    answer = api.post(f"/batches/{batch.uuid}/decisions", {"lines": lines})
    assert answer.status_code == 201
    told = answer.json
    assert (told["number"], told["state"]) == (1, "under_review")
    assert told["lines"][0] == {
        "line": str(one.uuid),
        "number": 1,
        "outcome": "part",
        "quantity": 12,
        "weight_g": 24_000,
        "category": "brick",
        "price_cents": 0,
        "waste": False,
        "reason": "Meer niet",
    }
    assert told["lines"][1]["quantity"] == 0


def test_all_or_nothing(session, api):
    batch = build.batch(session, build.line(session), build.line(session))
    lines = [about(batch.lines[0]), about(batch.lines[1], outcome="part", quantity=1000)]
    answer = api.post(f"/batches/{batch.uuid}/decisions", {"lines": lines})
    assert (answer.status_code, answer.json["title"]) == (422, "more than offered")
    assert decisions(session) == []
    session.refresh(batch)
    assert batch.state == "announced"


def test_sending_the_same_again_tells_who_decided_first(session, api):
    batch = build.batch(session)
    path, body = f"/batches/{batch.uuid}/decisions", {"lines": [about(batch.lines[0])]}
    assert api.post(path, body).status_code == 201
    again = api.post(path, body)
    assert (again.status_code, again.json["title"]) == (409, "decided meanwhile")
    assert "program of coordinator" in again.json["detail"]
    assert len(decisions(session)) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"outcome": "perhaps"},
        {"seen": -1},
        {"seen": 2},
        {"quantity": "veel"},
        {"unknown": 1},
        {"weight_g": 0},
        {"price_cents": 5},
        {"reason": "x" * 1001},
    ],
)
def test_what_makes_no_sense_is_refused(session, api, changed):
    batch = build.batch(session)
    lines = [about(batch.lines[0], **changed)]
    answer = api.post(f"/batches/{batch.uuid}/decisions", {"lines": lines})
    assert answer.status_code == 422
    assert decisions(session) == []


def test_a_line_is_decided_once_in_a_request_and_there_is_one(session, api):
    batch = build.batch(session)
    line = about(batch.lines[0])
    for lines in ([], [line, line]):
        answer = api.post(f"/batches/{batch.uuid}/decisions", {"lines": lines})
        assert answer.status_code == 422


def test_a_kind_that_does_not_exist_is_not_found(session, api):
    batch = build.batch(session)
    lines = [about(batch.lines[0], category="unobtainium")]
    assert api.post(f"/batches/{batch.uuid}/decisions", {"lines": lines}).status_code == 404
    answer = api.post(f"/batches/{uuid4()}/decisions", {"lines": [about(batch.lines[0])]})
    assert answer.status_code == 404


def test_a_batch_is_agreed(session, api):
    batch = build.batch(session, state="under_review")
    agreement = build.agreement(session, batch.customer)
    build.decide(session, batch.lines[0])
    body = {"agreement": str(agreement.uuid)}
    answer = api.post(f"/batches/{batch.uuid}/agree", body)
    assert (answer.status_code, answer.json["state"]) == (200, "agreed")
    again = api.post(f"/batches/{batch.uuid}/agree", body)
    assert (again.status_code, again.json["title"]) == (409, "not that step")


def test_what_is_bought_needs_a_price_or_the_word_for_nothing(session, api):
    batch = build.batch(session, state="under_review")
    build.agreement(session, batch.customer, "bought")
    build.decide(session, batch.lines[0])
    assert api.post(f"/batches/{batch.uuid}/agree", {}).json["title"] == "no price"
    answer = api.post(f"/batches/{batch.uuid}/agree", {"for_nothing": True})
    assert answer.json["state"] == "agreed"


@pytest.mark.parametrize(("way", "state"), [("decline", "declined"), ("cancel", "cancelled")])
def test_a_batch_is_declined_or_called_off_with_a_reason(session, api, way, state):
    batch = build.batch(session)
    path = f"/batches/{batch.uuid}/{way}"
    assert api.post(path, {}).status_code == 422
    assert api.post(path, {"reason": " "}).json["title"] == "no reason"
    assert api.post(path, {"reason": "Te ver"}).json["state"] == state
    session.expire_all()
    assert find.one(session, batch.uuid).steps[-1].reason == "Te ver"


def test_only_who_keeps_batches_may(session, app):
    batch = build.batch(session)
    with_token = Program(app.test_client(), make.token(session, Role.INTAKE_WORKER))
    session.commit()
    for way in ("decisions", "agree", "decline", "cancel"):
        assert with_token.post(f"/batches/{batch.uuid}/{way}", {"reason": "x"}).status_code == 403
