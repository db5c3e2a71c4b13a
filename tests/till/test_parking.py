"""A basket waits under a name until some till goes on with it, and only one does."""

import json
from uuid import uuid4

import pytest

from bouwkringloop.base.errors import Refused
from bouwkringloop.till.day import park
from bouwkringloop.till.day.models import ParkedBasket
from tests import make
from tests.till.counter import basket, entries, holds, of, problem, rows
from tests.till.test_races import at_once


def parked(name="rode jas", content="[1]", **more):
    return {"id": str(uuid4()), "name": name, "total_cents": 1250, "content": content, **more}


def put_aside(api, body, till="till-1"):
    return api.post(f"/tills/{till}/parked", body)


def test_it_is_listed_everywhere_and_taken_up_at_another_till(cashier, session):
    content = json.dumps([{"item": "00000017"}])
    body = parked(content=content)
    made = put_aside(cashier, body)
    assert made.status_code == 201
    (waiting,) = cashier.get("/parked").json
    assert (waiting["name"], waiting["till"], waiting["total_cents"]) == (
        "rode jas",
        "Kassa 1",
        1250,
    )
    assert (waiting["by"], waiting["content"]) == ("program of cashier", "")
    taken = cashier.post(f"/tills/till-2/parked/{body['id']}/take", {})
    assert (taken.status_code, taken.json["content"]) == (200, content)
    assert cashier.get("/parked").json == []
    (told,) = entries(session, "basket.taken")
    assert (told["number"], told["name"]) == (1, "rode jas")
    assert len(entries(session, "basket.parked")) == 1
    assert holds(session)


def test_whoever_comes_second_is_told_so(cashier):
    body = parked()
    put_aside(cashier, body)
    cashier.post(f"/tills/till-2/parked/{body['id']}/take", {})
    for act in ("take", "drop"):
        late = cashier.post(f"/tills/till-1/parked/{body['id']}/{act}", {})
        assert problem(late) == (409, "taken-elsewhere")
        assert "rode jas" in late.json["detail"]
    unknown = cashier.post(f"/tills/till-1/parked/{uuid4()}/take", {})
    assert problem(unknown) == (404, "no-such-basket")


def test_only_one_of_two_tills_gets_it(database, session):
    by = make.actor(session)
    for _ in range(3):
        uuid = uuid4()
        park.park(session, uuid, "till-1", name="x", content="[]", total_cents=1, by=by)
        session.commit()
        results = at_once(
            database,
            lambda s, u=uuid: park.end(s, u, "till-1", "taken", by=by),
            lambda s, u=uuid: park.end(s, u, "till-2", "taken", by=by),
        )
        assert sorted(isinstance(r, Refused) for r in results) == [False, True]
    assert len(entries(session, "basket.taken")) == 3
    assert holds(session)


def test_a_till_is_not_closed_while_a_basket_waits_there(api, session):
    first, second = make.shift(session, "till-1"), make.shift(session, "till-2")
    body = parked("rode jas")
    put_aside(api, body)
    answer = api.post(f"/shifts/{first}/close", {"counted_cents": 10_000})
    assert problem(answer) == (409, "baskets-wait")
    assert "rode jas" in answer.json["detail"]
    assert api.post(f"/shifts/{second}/close", {"counted_cents": 10_000}).status_code == 200
    dropped = api.post(f"/tills/till-1/parked/{body['id']}/drop", {})
    assert (dropped.status_code, dropped.json["content"]) == (200, "")
    assert len(entries(session, "basket.dropped")) == 1
    z = api.post(f"/shifts/{first}/close", {"counted_cents": 10_000})
    assert z.json["events"] == {"basket.dropped": 1, "basket.parked": 1}
    assert holds(session)


def test_parked_twice_it_waits_once_and_with_more_in_it_anew(cashier, session):
    body = parked()
    put_aside(cashier, body)
    assert put_aside(cashier, body).status_code == 201
    assert len(entries(session, "basket.parked")) == 1
    put_aside(cashier, {**body, "content": "[2]", "total_cents": 99}, till="till-2")
    (waiting,) = cashier.get("/parked").json
    assert (waiting["till"], waiting["total_cents"]) == ("Kassa 2", 99)
    assert rows(session, ParkedBasket) == [1]


def test_what_was_taken_up_can_be_parked_again(cashier, session):
    body = parked()
    put_aside(cashier, body)
    cashier.post(f"/tills/till-2/parked/{body['id']}/take", {})
    assert put_aside(cashier, body, till="till-2").status_code == 201
    assert len(cashier.get("/parked").json) == 1


def test_what_is_paid_needs_not_wait(cashier, session):
    sale = basket(make.shift(session), of(make.item(session)), pin=1250)
    assert cashier.post("/sales", sale).status_code == 201
    answer = put_aside(cashier, parked(id=sale["id"]))
    assert problem(answer) == (409, "paid-already")


def test_a_parked_basket_is_sold_under_its_own_id(cashier, session):
    sale = basket(make.shift(session), of(make.item(session)), pin=1250)
    put_aside(cashier, parked(id=sale["id"]))
    cashier.post(f"/tills/till-1/parked/{sale['id']}/take", {})
    assert cashier.post("/sales", sale).status_code == 201
    assert holds(session)


def test_a_basket_that_was_paid_while_it_waited_holds_nothing_up(cashier, session):
    shift = make.shift(session)
    sale = basket(shift, of(make.item(session)), pin=1250)
    put_aside(cashier, parked(id=sale["id"]))
    other = parked("blauwe jas")
    put_aside(cashier, other)
    assert cashier.post("/sales", sale).status_code == 201
    assert [each["name"] for each in cashier.get("/parked").json] == ["blauwe jas"]
    held_up = cashier.post(f"/shifts/{shift}/close", {"counted_cents": 10_000})
    assert held_up.json["detail"].count("jas") == 1
    for act in ("take", "drop"):
        late = cashier.post(f"/tills/till-1/parked/{sale['id']}/{act}", {})
        assert problem(late) == (409, "paid-already")
    cashier.post(f"/tills/till-1/parked/{other['id']}/drop", {})
    closed = cashier.post(f"/shifts/{shift}/close", {"counted_cents": 10_000})
    assert closed.status_code == 200
    assert holds(session)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("change", "till", "refused"),
    [
        ({"name": "  "}, "till-1", (422, "name-missing")),
        ({"name": "x" * 121}, "till-1", (422, "invalid-body")),
        ({"content": "x" * 200_001}, "till-1", (422, "invalid-body")),
        ({"total_cents": 10**10}, "till-1", (422, "invalid-body")),
        ({}, "till-9", (404, "unknown-till")),
    ],
)
def test_a_basket_that_nobody_would_find_again_is_refused(cashier, session, change, till, refused):
    assert problem(put_aside(cashier, parked(**change), till)) == refused
    assert rows(session, ParkedBasket) == [0]


def test_a_basket_given_up_and_a_coming_cashier_are_in_the_journal(api, cashier, session):
    shift = make.shift(session)
    given_up = {"kind": "basket.aborted", "lines": [["Paneeldeur", 1250], ["Lamp", 300]]}
    assert cashier.post("/tills/till-1/events", given_up).status_code == 200
    assert cashier.post("/tills/till-1/events", {"kind": "till.entered"}).status_code == 200
    (told,) = entries(session, "basket.aborted")
    assert told["lines"] == [["Paneeldeur", 1250], ["Lamp", 300]]
    assert api.get(f"/shifts/{shift}/report").json["events"] == {
        "basket.aborted": 1,
        "till.entered": 1,
    }
    assert holds(session)


def test_no_other_event_can_be_made_up(cashier, session):
    for kind in ("sale", "approved", "shift.closed", ""):
        assert cashier.post("/tills/till-1/events", {"kind": kind}).status_code == 422
    assert problem(cashier.post("/tills/till-9/events", {"kind": "till.entered"})) == (
        404,
        "unknown-till",
    )
    assert entries(session, "sale") == []
