"""No € 3,000 in cash, neither in nor out, nor in pieces one after the other."""

import pytest

from bouwkringloop.base.permissions import Role
from bouwkringloop.till.models import Sale
from tests import make
from tests.till.counter import back, basket, of, paid, problem, refund, returned, rows, sold

KEY = "7391"


@pytest.fixture
def beams(session):
    return make.item(session, quantity=100, price_cents=50_000, title="Balk")


def in_cash(shift, item, pieces):
    return basket(shift, of(item, pieces), cash=pieces * 50_000)


def test_three_thousand_euro_is_not_taken_in_cash_not_even_by_a_lead(api, session, beams):
    answer = api.post("/sales", in_cash(make.shift(session), beams, 6))
    assert problem(answer) == (422, "too-much-cash")


def test_three_thousand_euro_is_not_paid_out_in_cash_either(api, session, beams):
    shift = make.shift(session)
    sales = [sold(api, session, of(beams, 3), shift=shift, cash=150_000) for _ in range(2)]
    body = basket(shift, *[returned(sale, quantity=3) for sale in sales])
    body["payments"] = [paid("cash", -300_000)]
    answer = api.post("/sales", body)
    assert problem(answer) == (422, "too-much-cash-back")
    assert "pinnen" not in answer.json["detail"]
    assert "tegoedbon" in answer.json["detail"]
    assert refund(api, sales[0], back(quantity=3), method="cash").status_code == 201


def test_cash_sales_in_a_row_that_come_to_it_need_a_lead(cashier, session, beams, standing_clock):
    shift = make.shift(session)
    lead = make.person(session, "Lotte Smit", Role.SHOP_LEAD, pin=KEY).id
    assert cashier.post("/sales", in_cash(shift, beams, 4)).status_code == 201
    standing_clock.pass_(minutes=29)
    body = in_cash(shift, beams, 2)
    assert problem(cashier.post("/sales", body)) == (403, "needs-approval")
    assert rows(session, Sale) == [1]
    asked = {"shift": str(shift), "sale": body["id"], "person": lead, "pin": KEY}
    linked = {"kind": "cash", "about": "linked", "cents": 300_000}
    answer = cashier.post("/approvals", {**asked, "allowed": [linked]})
    body["approvals"] = answer.json["approvals"]
    assert cashier.post("/sales", body).status_code == 201


@pytest.mark.parametrize("way", ["half an hour later", "by card", "at another till", "less"])
def test_what_is_not_visibly_one_payment_needs_nobody(cashier, session, beams, standing_clock, way):
    shift = make.shift(session)
    assert cashier.post("/sales", in_cash(shift, beams, 4)).status_code == 201
    body = in_cash(shift, beams, 2)
    if way == "half an hour later":
        standing_clock.pass_(minutes=30)
    elif way == "by card":
        body["payments"][0]["method"] = "pin"
    elif way == "at another till":
        body["shift"] = str(make.shift(session, "till-2"))
    else:
        body = in_cash(shift, beams, 1)
    assert cashier.post("/sales", body).status_code == 201


def test_small_cash_sales_are_not_counted(cashier, session, standing_clock):
    shift = make.shift(session)
    tiles = make.item(session, quantity=100, price_cents=49_995)
    for _ in range(7):
        answer = cashier.post("/sales", basket(shift, of(tiles), cash=49_995))
        assert answer.status_code == 201


def test_cash_out_counts_as_well_as_cash_in(cashier, session, beams, standing_clock):
    from bouwkringloop.till import rules

    shift = make.shift(session)
    rules.change(session, rules.Rules(return_cents=1_000_000), by=make.actor(session))
    session.commit()
    sale = cashier.post("/sales", in_cash(shift, beams, 3)).json
    standing_clock.pass_(minutes=31)
    assert cashier.post("/sales", in_cash(shift, beams, 3)).status_code == 201
    answer = refund(cashier, sale, back(quantity=3), method="cash")
    assert problem(answer) == (403, "needs-approval")
    assert refund(cashier, sale, back(quantity=3), method="voucher").status_code == 201
