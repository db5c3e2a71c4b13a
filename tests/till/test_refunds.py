"""What was sold comes back, wholly or in parts: never more of it than was sold."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from bouwkringloop.till.models import Payment, Sale, SaleLine
from tests import make
from tests.till.counter import (
    back,
    bought,
    holds,
    jobs,
    movements,
    of,
    problem,
    refund,
    refund_body,
    rows,
    sold,
    there,
    words,
)


def test_a_part_of_a_heap_comes_back_and_is_paid_back(api, session):
    tiles = make.item(session, quantity=10, price_cents=250, weight_g=400)
    sale = sold(api, session, of(tiles, 4), pin=1000)
    answer = refund(api, sale, back(quantity=3))
    assert answer.status_code == 201
    assert answer.json["total_cents"] == -750
    assert answer.json["payments"] == [
        {"method": "pin", "tendered_cents": -750, "amount_cents": -750}
    ]
    line = answer.json["lines"][0]
    assert (line["quantity"], line["total_cents"], line["weight_g"]) == (-3, -750, -1200)
    assert line["back_to"] == "stock"
    assert there(session, tiles) == (9000, 9 * 400, "for_sale")
    assert movements(session, tiles.code)[-1] == ("returned", 3000, 1200)
    assert holds(session)


def test_three_thirds_of_ten_euro_come_to_ten_euro(api, session):
    boards = make.item(session, quantity=3, price_cents=334, weight_g=333)
    sale = sold(api, session, of(boards, 3, discount_cents=2, reason="kras"), pin=1000)
    parts = [refund(api, sale).json for _ in range(3)]
    assert sum(part["total_cents"] for part in parts) == -1000
    assert sum(part["vat"][0]["vat_cents"] for part in parts) == -sale["vat"][0]["vat_cents"]
    assert sum(part["lines"][0]["discount_cents"] for part in parts) == -2
    assert sum(part["lines"][0]["weight_g"] for part in parts) == -999
    assert all(-334 <= part["total_cents"] <= -333 for part in parts)
    assert there(session, boards) == (3000, 999, "for_sale")
    assert holds(session)


def test_what_a_bought_thing_cost_comes_back_with_its_parts(api, session):
    beams = bought(session, 1000, quantity=3, price_cents=500)
    sale = sold(api, session, of(beams, 3), pin=1500)
    for _ in range(3):
        refund(api, sale)
    session.rollback()
    cost = session.scalars(select(SaleLine.cost_cents).order_by(SaleLine.id)).all()
    vat = session.scalars(select(SaleLine.vat_cents).order_by(SaleLine.id)).all()
    assert cost[0] == 1000 == -sum(cost[1:])
    assert vat[0] == 87 == -sum(vat[1:])


def test_no_more_of_a_line_comes_back_than_was_sold_however_often_it_is_tried(api, session):
    tiles = make.item(session, quantity=10, price_cents=100)
    sale = sold(api, session, of(tiles, 5), pin=500)
    assert problem(refund(api, sale, back(quantity=6))) == (409, "more-than-sold")
    assert refund(api, sale, back(quantity=3)).status_code == 201
    again = refund(api, sale, back(quantity=3))
    assert problem(again) == (409, "more-than-sold")
    assert "2" in again.json["detail"]
    assert refund(api, sale, back(quantity=2)).status_code == 201
    assert problem(refund(api, sale)) == (409, "more-than-sold")
    assert there(session, tiles)[0] == 10_000
    assert holds(session)


def test_a_line_named_twice_in_one_basket_gives_back_no_more_than_it_was(api, session):
    tiles = make.item(session, quantity=3, price_cents=333)
    sale = sold(api, session, of(tiles, 3, discount_cents=1, reason="kras"), pin=998)
    twice = refund(api, sale, back(quantity=2), back(quantity=2))
    assert problem(twice) == (409, "more-than-sold")
    made = refund(api, sale, back(quantity=1), back(quantity=2, back_to="residue")).json
    assert [line["total_cents"] for line in made["lines"]] == [-333, -665]
    assert made["total_cents"] == -998
    assert there(session, tiles)[0] == 1000
    assert holds(session)


def test_a_donation_a_voucher_and_a_refund_cannot_be_taken_back(api, session):
    tiles = make.item(session, quantity=2, price_cents=100)
    gifts = [
        {"kind": "donation", "unit_price_cents": 200},
        {"kind": "voucher", "unit_price_cents": 300},
    ]
    sale = sold(api, session, of(tiles), *gifts, pin=600)
    for line in (2, 3):
        assert problem(refund(api, sale, back(line))) == (409, "not-returnable")
    refunded = refund(api, sale).json
    assert problem(refund(api, refunded, method="voucher")) == (409, "not-returnable")
    assert [one["line"] for one in api.get(f"/sales/{sale['id']}/returnable").json["lines"]] == [1]
    assert rows(session, Sale) == [2]


def test_an_unknown_line_and_an_unknown_sale_are_not_found(api, session):
    sale = sold(api, session, of(make.item(session)), pin=1250)
    assert problem(refund(api, sale, back(9))) == (404, "unknown-line")
    assert problem(refund(api, {"id": str(uuid4())})) == (404, "unknown-sale")


def test_resending_a_refund_answers_the_first_one(api, session):
    tiles = make.item(session, quantity=3, price_cents=100)
    shift = make.shift(session)
    sale = sold(api, session, of(tiles, 3), shift=shift, pin=300)
    body = refund_body(back(quantity=2), method="voucher")
    first = api.post(f"/sales/{sale['id']}/refunds", body)
    assert api.post(f"/sales/{sale['id']}/refunds", body).json == first.json
    assert there(session, tiles)[0] == 2000
    api.post(f"/shifts/{shift}/close", {"counted_cents": 10_000})
    late = api.post(f"/sales/{sale['id']}/refunds", body)
    assert (late.status_code, late.json) == (201, first.json)
    assert rows(session, Sale) == [2]


def test_another_refund_under_a_used_id_is_refused(api, session):
    tiles = make.item(session, quantity=3, price_cents=100)
    sale = sold(api, session, of(tiles, 3), pin=300)
    body = refund_body()
    api.post(f"/sales/{sale['id']}/refunds", body)
    body["lines"][0]["quantity"] = 2
    answer = api.post(f"/sales/{sale['id']}/refunds", body)
    assert problem(answer) == (409, "other-content-under-this-id")
    assert there(session, tiles)[0] == 1000


def test_a_refund_under_the_id_of_its_sale_is_refused(api, session):
    sale = sold(api, session, of(make.item(session)), pin=1250)
    assert problem(refund(api, sale, id=sale["id"])) == (409, "other-content-under-this-id")


@pytest.mark.one_database
@pytest.mark.parametrize("quantity", [0, -1, 0.5, 999_999_999])
def test_a_quantity_that_cannot_come_back_is_refused(api, session, quantity):
    sale = sold(api, session, of(make.item(session)), pin=1250)
    assert refund(api, sale, back(quantity=quantity)).status_code in (409, 422)
    assert rows(session, Sale) == [1]


def test_a_closed_shift_takes_nothing_back_and_stores_nothing(api, session):
    shift = make.shift(session)
    door = make.item(session)
    sale = sold(api, session, of(door), shift=shift, pin=1250)
    api.post(f"/shifts/{shift}/close", {"counted_cents": 10_000})
    assert problem(refund(api, sale, shift=str(shift))) == (409, "shift-closed")
    assert problem(refund(api, sale)) == (404, "unknown-shift")
    assert rows(session, Sale, SaleLine, Payment) == [1, 1, 1]
    assert there(session, door)[0] == 0
    assert refund(api, sale, shift=str(make.shift(session, "till-2"))).status_code == 201
    assert holds(session)


def test_a_refund_of_which_one_line_is_wrong_stores_nothing(api, session):
    door, lamp = make.item(session), make.item(session, title="Lamp")
    sale = sold(api, session, of(door), of(lamp), pin=2500)
    answer = refund(api, sale, back(1), back(2, quantity=2))
    assert problem(answer) == (409, "more-than-sold")
    assert (there(session, door)[0], rows(session, Sale)) == (0, [1])


def test_the_receipt_of_a_refund_says_what_came_back(api, session):
    sale = sold(api, session, of(make.item(session)), pin=1250)
    made = refund(api, sale).json
    said = words(jobs(session, "receipt", f"sale:{made['id']}")[0])
    assert ": Paneeldeur" in said
    assert said.count("€ -12,50") == 3
