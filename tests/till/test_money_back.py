"""Money goes back by the way it was paid and never more than came in; or as store credit."""

import pytest

from bouwkringloop.till.models import Sale
from tests import make
from tests.till.counter import (
    back,
    basket,
    entries,
    holds,
    of,
    paid,
    problem,
    refund,
    returned,
    rows,
    sale_shift,
    sold,
    there,
)


@pytest.mark.parametrize(
    ("paid_by", "method", "status"),
    [
        ("pin", "pin", 201),
        ("pin", "cash", 409),
        ("pin", "voucher", 201),
        ("cash", "cash", 201),
        ("cash", "pin", 409),
        ("cash", "voucher", 201),
        ("pin", "account", 409),
        ("pin", "shells", 422),
    ],
)
def test_money_goes_back_by_the_way_it_came_or_as_credit(api, session, paid_by, method, status):
    sale = sold(api, session, of(make.item(session)), **{paid_by: 1250})
    answer = refund(api, sale, method=method)
    assert answer.status_code == status
    assert rows(session, Sale) == [2 if status == 201 else 1]
    if status == 409:
        assert problem(answer) == (409, "paid-another-way")
    assert holds(session)


def test_of_what_was_paid_in_two_ways_each_gives_back_no_more_than_it_brought(api, session):
    door = make.item(session, price_cents=3000)
    lamp = make.item(session, price_cents=2000, title="Lamp")
    sale = sold(api, session, of(door), of(lamp), pin=4000, cash=1000)
    assert api.get(f"/sales/{sale['id']}/returnable").json["ways"]["cash"] == 1000
    assert problem(refund(api, sale, back(2), method="cash")) == (409, "paid-another-way")
    assert refund(api, sale, back(1)).status_code == 201
    assert problem(refund(api, sale, back(2))) == (409, "paid-another-way")
    split = basket(sale_shift(session), returned(sale, 2))
    split["payments"] = [paid("pin", -1000), paid("cash", -1000)]
    assert api.post("/sales", split).status_code == 201
    assert holds(session)


def test_two_receipts_in_one_refund_leave_each_what_it_brought(api, session):
    shift = make.shift(session)
    first, second = (make.item(session, quantity=2, price_cents=500) for _ in range(2))
    one = sold(api, session, of(first, 2), shift=shift, pin=1000)
    two = sold(api, session, of(second, 2), shift=shift, pin=1000)
    both = basket(shift, returned(one), returned(two))
    both["payments"] = [paid("pin", -1000)]
    assert api.post("/sales", both).status_code == 201
    assert refund(api, one).status_code == 201
    assert refund(api, two).status_code == 201
    assert problem(refund(api, one)) == (409, "more-than-sold")
    assert holds(session)


def test_cash_that_is_paid_back_is_rounded_to_five_cents(api, session):
    door = make.item(session, price_cents=1498)
    sale = sold(api, session, of(door), cash=1500)
    made = refund(api, sale, method="cash").json
    assert (made["total_cents"], made["rounding_cents"]) == (-1498, -2)
    assert made["payments"][0]["amount_cents"] == -1500
    assert holds(session)


def test_a_card_is_paid_back_to_the_cent(api, session):
    sale = sold(api, session, of(make.item(session, price_cents=1498)), pin=1498)
    made = refund(api, sale).json
    assert (made["rounding_cents"], made["payments"][0]["amount_cents"]) == (0, -1498)


@pytest.mark.parametrize(("pieces", "price", "came_in"), [(3, 499, 1495), (24, 498, 11_950)])
def test_rounding_each_time_never_pays_out_more_cash_than_came_in(
    api, session, pieces, price, came_in
):
    tiles = make.item(session, quantity=pieces, price_cents=price)
    sale = sold(api, session, of(tiles, pieces), cash=came_in)
    out = [refund(api, sale, method="cash") for _ in range(pieces)]
    assert {answer.status_code for answer in out} == {201}
    assert -sum(answer.json["payments"][0]["amount_cents"] for answer in out) == came_in
    assert holds(session)


def test_two_cents_in_cash_are_rounded_to_nothing_on_the_way_back_too(api, session):
    screw = make.item(session, quantity=50, price_cents=2)
    sale = sold(api, session, of(screw, 50), cash=100)
    assert refund(api, sale, method="cash").json["payments"][0]["amount_cents"] == 0
    body = basket(sale_shift(session), returned(sale))
    body["payments"] = [paid("cash", 0)]
    assert api.post("/sales", body).status_code == 201
    assert holds(session)


@pytest.mark.parametrize("method", ["pin", "cash", "voucher"])
def test_a_thing_that_was_given_away_comes_back_for_nothing(api, session, method):
    door = make.item(session)
    sale = sold(api, session, of(door, discount_cents=1250, reason="kras"))
    made = refund(api, sale, method=method)
    assert made.status_code == 201
    assert (made.json["total_cents"], made.json["vouchers"]) == (0, [])
    assert there(session, door)[0] == 1000
    assert holds(session)


@pytest.mark.one_database
@pytest.mark.parametrize(
    "payments",
    [[], [("pin", -1000)], [("pin", 1250)], [("pin", -1300)], [("pin", -1000), ("pin", -200)]],
)
def test_just_what_is_due_is_paid_out(api, session, payments):
    shift = make.shift(session)
    sale = sold(api, session, of(make.item(session)), shift=shift, pin=1250)
    body = basket(shift, returned(sale))
    body["payments"] = [paid(*payment) for payment in payments]
    assert problem(api.post("/sales", body)) == (422, "not-paid-out")
    assert rows(session, Sale) == [1]


def test_an_exchange_for_something_dearer_is_paid_for_the_difference(api, session):
    shift = make.shift(session)
    door = make.item(session, price_cents=1000)
    gate = make.item(session, price_cents=2500, title="Hek")
    sale = sold(api, session, of(door), shift=shift, pin=1000)
    made = sold(api, session, returned(sale), of(gate), shift=shift, cash=1500)
    assert made["total_cents"] == 1500
    assert made["vat"] == [{"rate": 21.0, "base_cents": 1500 - 260, "vat_cents": 260}]
    assert (there(session, door)[0], there(session, gate)[0]) == (1000, 0)
    assert entries(session, "refund")[0]["receipt"] == 2
    assert holds(session)


def test_an_exchange_for_something_cheaper_gives_the_difference_back(api, session):
    shift = make.shift(session)
    gate = make.item(session, price_cents=2500)
    door = make.item(session, price_cents=1000)
    sale = sold(api, session, of(gate), shift=shift, pin=2500)
    body = basket(shift, returned(sale), of(door))
    body["payments"] = [paid("cash", -1500)]
    assert problem(api.post("/sales", body)) == (409, "paid-another-way")
    body["payments"] = [paid("pin", -1500)]
    made = api.post("/sales", body)
    assert (made.status_code, made.json["total_cents"]) == (201, -1500)
    assert holds(session)


def test_an_even_exchange_needs_no_payment(api, session):
    shift = make.shift(session)
    one, other = make.item(session), make.item(session, title="Lamp")
    sale = sold(api, session, of(one), shift=shift, pin=1250)
    made = sold(api, session, returned(sale), of(other), shift=shift)
    assert (made["total_cents"], made["payments"]) == (0, [])
    assert holds(session)


def test_an_exchanged_thing_can_come_back_itself(api, session):
    shift = make.shift(session)
    one, other = make.item(session), make.item(session, title="Lamp")
    sale = sold(api, session, of(one), shift=shift, pin=1250)
    swapped = sold(api, session, returned(sale), of(other), shift=shift)
    assert problem(refund(api, swapped, back(2), method="cash")) == (409, "paid-another-way")
    assert refund(api, swapped, back(2)).status_code == 201
    assert there(session, other)[0] == 1000
    assert holds(session)


def unlabelled(slug, cents, back_to="residue", **more):
    return {
        "category": slug,
        "unit_price_cents": cents,
        "returns": {"back_to": back_to},
        **more,
    }


def test_without_a_receipt_there_is_only_store_credit(api, session):
    shift, slug = make.shift(session), make.category(session).slug
    body = basket(shift, unlabelled(slug, 500))
    for method in ("pin", "cash"):
        body["payments"] = [paid(method, -500)]
        assert problem(api.post("/sales", body)) == (409, "only-store-credit")
    body["payments"] = [paid("voucher", -500)]
    made = api.post("/sales", body)
    assert made.status_code == 201
    assert made.json["vouchers"][0]["amount_cents"] == 500
    assert made.json["lines"][0]["quantity"] == -1
    assert holds(session)


def test_without_a_receipt_a_cashier_needs_somebody_who_allows_it(cashier, session):
    body = basket(make.shift(session), unlabelled(make.category(session).slug, 100))
    body["payments"] = [paid("voucher", -100)]
    assert problem(cashier.post("/sales", body)) == (403, "needs-approval")
