"""Deliveries that cannot be: each is refused with a sentence, and nothing of it is stored."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from bouwkringloop.base.money import MOST_CENTS
from bouwkringloop.intake.models import Intake, IntakeLine
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.stock.models import CodeCounter, Item
from tests import make

HUGE = 10**30

BAD_LINES: dict[str, tuple[dict[str, Any], str]] = {
    "a kind that is not there": ({"category": "unicorns"}, "no-such-category"),
    "metres of a door": ({"unit_sent": "m"}, "wrong-unit"),
    "a place that is not there": ({"place": "nowhere"}, "no-such-place"),
    "nothing of it": ({"quantity": 0}, "no-such-quantity"),
    "less than nothing": ({"quantity": -1}, "no-such-quantity"),
    "absurdly much": ({"quantity": 100_001}, "no-such-quantity"),
    "more than any number": ({"quantity": HUGE}, "no-such-quantity"),
    "half a door": ({"quantity": 0.5}, "only-whole"),
    "a quantity of too many places": ({"quantity": 0.0001}, "invalid-body"),
    "a quantity in words": ({"quantity": "veel"}, "invalid-body"),
    "an ambiguous quantity": ({"quantity": "1.250"}, "invalid-body"),
    "a quantity that is a truth": ({"quantity": True}, "invalid-body"),
    "no price at all": ({"price_cents": 0}, "no-such-price"),
    "a price below nothing": ({"price_cents": -100}, "no-such-price"),
    "an absurd price": ({"price_cents": MOST_CENTS + 1}, "no-such-price"),
    "a price beyond any number": ({"price_cents": HUGE}, "no-such-price"),
    "a price in parts of cents": ({"price_cents": 12.5}, "invalid-body"),
    "a price below nothing on residue": ({"route": "residue", "price_cents": -1}, "no-such-price"),
    "no weight at all": ({"weight_g": 0}, "no-such-weight"),
    "a weight below nothing": ({"weight_g": -5}, "no-such-weight"),
    "an absurd weight": ({"weight_g": 100_000_001}, "no-such-weight"),
    "a weight beyond any number": ({"weight_g": HUGE}, "no-such-weight"),
    "a refusal without a reason": ({"route": "refuse"}, "no-reason"),
    "a refusal with an empty reason": ({"route": "refuse", "reason": " \t\x00"}, "no-reason"),
    "a way that is not there": ({"route": "eat"}, "invalid-body"),
    "a condition that is not there": ({"condition": "D"}, "invalid-body"),
    "a description without end": ({"description": "x" * 121}, "too-many-words"),
    "a reason without end": ({"reason": "x" * 121}, "too-many-words"),
    "a photo that never came": ({"photo": str(uuid4())}, "no-such-photo"),
    "a field that is not there": ({"colour": "red"}, "invalid-body"),
}
BAD_DELIVERIES: dict[str, tuple[dict[str, Any], str]] = {
    "a site that is not there": ({"site": "moon"}, "no-such-site"),
    "no lines": ({"lines": []}, "nothing-brought"),
    "a source that is not there": ({"source": {"kind": "sky"}}, "invalid-body"),
    "a whole postcode": ({"source": {"kind": "yard", "postcode4": "3512 AB"}}, "not-a-postcode"),
    "a postcode of other digits": (
        {"source": {"kind": "yard", "postcode4": "٣٥١٢"}},
        "not-a-postcode",
    ),
    "a postcode that starts with a zero": (
        {"source": {"kind": "yard", "postcode4": "0512"}},
        "not-a-postcode",
    ),
    "no id": ({"id": "one"}, "invalid-body"),
}


def nothing_stored(session):
    many = [
        session.scalar(select(func.count()).select_from(table))
        for table in (Intake, IntakeLine, Item, PrintJob)
    ]
    return many == [0, 0, 0, 0] and session.scalar(select(CodeCounter.last)) == 0


def refused(api, session, body, problem):
    answer = api.post("/intakes", body)
    assert answer.status_code == 422
    assert answer.json["type"] == f"/problems/{problem}"
    assert answer.json["detail"].endswith(".")
    assert "%(" not in answer.json["detail"]
    assert nothing_stored(session)


@pytest.mark.one_database
@pytest.mark.parametrize("what", BAD_LINES)
def test_a_line_that_cannot_be_refuses_the_whole_delivery(api, session, what):
    change, problem = dict(BAD_LINES[what][0]), BAD_LINES[what][1]
    bad = make.delivery_line(session)
    if "unit_sent" in change:
        change["unit"] = change.pop("unit_sent")
    body = make.delivery(session)
    body["lines"].append({**bad, **change})
    refused(api, session, body, problem)


@pytest.mark.one_database
@pytest.mark.parametrize("what", BAD_DELIVERIES)
def test_a_delivery_that_cannot_be_is_refused(api, session, what):
    change, problem = BAD_DELIVERIES[what]
    refused(api, session, make.delivery(session, **change), problem)


def test_a_delivery_has_at_most_a_hundred_lines(api, session):
    line = make.delivery_line(session, route="residue")
    refused(api, session, make.delivery(session, lines=[line] * 101), "too-many-lines")
    assert api.post("/intakes", make.delivery(session, lines=[line] * 100)).status_code == 201


def test_a_place_of_another_site_is_refused(api, session):
    body = make.delivery(session, {"place": "rack-a"}, site="yard")
    refused(api, session, body, "no-such-place")


def test_a_unit_cannot_weigh_more_than_a_lorry_carries(api, session):
    line = {"unit": "m", "quantity": 0.001, "weight_g": 90_000_000}
    refused(api, session, make.delivery(session, line), "no-such-weight")


def test_a_weight_by_estimate_cannot_be_absurd_either(api, session):
    kind = make.category(session, unit="m2")
    kind.weight_g = 20_000
    session.commit()
    body = make.delivery(session, {"unit": "m2", "quantity": 100_000})
    refused(api, session, body, "no-such-weight")


@pytest.mark.one_database
@pytest.mark.parametrize("body", ["", "{", "[]", "null", '{"id": NaN}'])
def test_what_is_no_delivery_at_all_is_refused(app, api, session, body):
    client, headers = app.test_client(), dict(api._headers)
    answer = client.post("/api/v1/intakes", data=body, headers=headers)
    assert answer.status_code == 422
    assert nothing_stored(session)


def test_a_refusal_speaks_the_language_of_who_asks(log_in, session):
    from bouwkringloop.base.permissions import Role

    body = make.delivery(session, site="moon")
    for language, sentence in (
        ("nl", "Er is geen locatie “moon”."),
        ("en", "There is no site “moon”."),
    ):
        answer = log_in(Role.INTAKE_WORKER, language).post("/api/v1/intakes", json=body)
        assert answer.json["detail"] == sentence
