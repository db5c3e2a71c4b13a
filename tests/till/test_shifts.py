"""A drawer is opened once, counted once, and adds up."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from bouwkringloop.printing.models import PrintJob
from bouwkringloop.till.models import JournalEntry, Shift
from tests import make
from tests.till.test_selling import basket, of


def opened(api, till="till-1", float_cents=10_000, uuid=None):
    body = {"id": str(uuid or uuid4()), "till": till, "float_cents": float_cents}
    return api.post("/shifts", body)


def test_a_till_opens_with_its_float_and_is_seen_open(api):
    answer = opened(api)
    assert answer.status_code == 201
    tills = api.get("/tills").json
    assert tills[0] == {
        "slug": "till-1",
        "name": "Kassa 1",
        "site": "shop",
        "shift": answer.json["id"],
    }
    assert tills[1]["shift"] is None


def test_a_till_cannot_be_opened_twice(api):
    opened(api)
    answer = opened(api)
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/till-in-use")


def test_opening_again_with_the_same_id_gives_the_same_shift(api, session):
    uuid = uuid4()
    assert opened(api, uuid=uuid).json == opened(api, uuid=uuid).json
    assert opened(api, uuid=uuid, float_cents=5).status_code == 409
    assert len(session.scalars(select(Shift)).all()) == 1


@pytest.mark.parametrize("float_cents", [-1, 999_999_999])
def test_a_float_that_cannot_be_is_refused(api, float_cents):
    answer = opened(api, float_cents=float_cents)
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/absurd-float")


def test_an_unknown_till_does_not_open(api):
    assert opened(api, till="till-9").status_code == 404


def test_the_z_report_equals_what_was_sold(api, session):
    shift = make.shift(session, float_cents=10_000)
    tiles = make.item(session, quantity=100, price_cents=333)
    api.post("/sales", basket(shift, of(tiles, 2), cash=1000))
    api.post("/sales", basket(shift, of(tiles, 3), pin=999))
    api.post("/sales", basket(shift, of(tiles, 1), pin=100, cash=500))
    z = api.post(f"/shifts/{shift}/close", {"counted_cents": {"5000": 2, "500": 1, "200": 2}}).json
    assert z["sales"] == 3
    assert z["total_cents"] == 666 + 999 + 333
    assert z["payments"] == {"cash": 665 + 235, "pin": 999 + 100}
    assert z["rounding_cents"] == -1 + 2
    assert z["expected_cents"] == 10_000 + 900
    assert z["counted_cents"] == 10_900
    assert z["difference_cents"] == 0
    assert (z["first_receipt"], z["last_receipt"], z["z_number"]) == (1, 3, 1)
    assert z["vat"] == [{"rate": 21.0, "base_cents": 1998 - 347, "vat_cents": 347}]
    assert z["weight_g"] == 6 * 18_000
    assert api.get(f"/shifts/{shift}/report").json == z


def test_an_open_shift_shows_an_x_report(api, session):
    shift = make.shift(session)
    x = api.get(f"/shifts/{shift}/report").json
    assert x["z_number"] is None
    assert x["counted_cents"] is None
    assert x["expected_cents"] == 10_000


def test_closing_again_with_the_same_count_gives_the_same_report(api, session):
    shift = make.shift(session)
    first = api.post(f"/shifts/{shift}/close", {"counted_cents": 10_000})
    again = api.post(f"/shifts/{shift}/close", {"counted_cents": 10_000})
    assert again.json == first.json
    other = api.post(f"/shifts/{shift}/close", {"counted_cents": 9_000})
    assert (other.status_code, other.json["type"]) == (409, "/problems/counted-already")
    closings = select(JournalEntry).where(JournalEntry.kind == "shift.closed")
    assert len(session.scalars(closings).all()) == 1
    reports = select(PrintJob).where(PrintJob.kind == "report")
    assert len(session.scalars(reports).all()) == 1


def test_a_closed_till_can_open_again_and_counts_its_z_reports(api, session):
    for expected in (1, 2):
        shift = opened(api).json["id"]
        closed = api.post(f"/shifts/{shift}/close", {"counted_cents": 10_000})
        assert closed.json["z_number"] == expected


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("counted", "problem"),
    [
        (-1, "absurd-count"),
        ({"300": 1}, "unknown-denomination"),
        ({"x": 1}, "unknown-denomination"),
        ({"500": -1}, "absurd-count"),
        ({"500": 99_999}, "absurd-count"),
    ],
)
def test_a_count_that_cannot_be_leaves_the_shift_open(api, session, counted, problem):
    shift = make.shift(session)
    answer = api.post(f"/shifts/{shift}/close", {"counted_cents": counted})
    assert (answer.status_code, answer.json["type"]) == (422, f"/problems/{problem}")
    assert api.get("/tills").json[0]["shift"] == str(shift)


def test_an_unknown_shift_cannot_be_closed(api):
    assert api.post(f"/shifts/{uuid4()}/close", {"counted_cents": 0}).status_code == 404
