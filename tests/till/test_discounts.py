"""What comes off a whole basket is shared out over its goods to the cent, with the VAT right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bouwkringloop.base import money
from bouwkringloop.till.models import Sale, SaleLine
from tests import make
from tests.till.counter import (
    basket,
    card,
    entries,
    holds,
    of,
    of_regime,
    problem,
    refund,
    returned,
    rows,
    sold,
)


def less(shift, *lines, pin=None, **discount):
    return {**basket(shift, *lines, pin=pin), "discount": {"reason": "vaste klant", **discount}}


def test_an_amount_is_shared_out_by_what_the_lines_cost(api, session):
    shift = make.shift(session)
    doors = [make.item(session, price_cents=price) for price in (1000, 2000, 333)]
    answer = api.post("/sales", less(shift, *[of(door) for door in doors], pin=2833, cents=500))
    assert answer.status_code == 201
    lines = answer.json["lines"]
    assert [line["discount_cents"] for line in lines] == [150, 300, 50]
    assert [line["total_cents"] for line in lines] == [850, 1700, 283]
    assert answer.json["vat"] == [{"rate": 21.0, "base_cents": 2341, "vat_cents": 492}]
    assert sum(line["vat_cents"] for line in lines) == 492
    session.rollback()
    assert session.scalars(select(SaleLine.basket_discount_cents)).all() == [150, 300, 50]
    assert entries(session, "sale")[0]["discount_reason"] == "vaste klant"
    assert holds(session)


def test_a_percentage_is_of_all_goods_together_and_half_up(api, session):
    shift = make.shift(session)
    tiles = make.item(session, quantity=9, price_cents=333)
    answer = api.post("/sales", less(shift, *[of(tiles)] * 3, pin=899, percent=1000))
    assert answer.status_code == 201
    assert sum(line["discount_cents"] for line in answer.json["lines"]) == 100
    assert holds(session)


@given(
    off=st.integers(0, 10_000),
    weights=st.lists(st.integers(0, 100_000), min_size=1, max_size=30).filter(sum),
)
def test_shares_sum_to_what_is_shared_and_no_part_takes_more_than_it_has(off, weights):
    off = min(off, sum(weights))
    parts = money.share_out(off, weights)
    assert sum(parts) == off
    assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))


def test_a_card_takes_its_rate_off_the_goods_without_anybodys_reason(api, session):
    shift = make.shift(session)
    slug = card(session, 2500)
    body = {**basket(shift, of(make.item(session, price_cents=1001)), pin=751)}
    body["discount"] = {"card": slug}
    answer = api.post("/sales", body)
    assert (answer.status_code, answer.json["total_cents"]) == (201, 751)
    session.rollback()
    assert session.scalars(select(Sale)).one().card_id is not None
    assert holds(session)


@pytest.mark.parametrize("slug", ["stadspas", "anders"])
def test_an_old_or_unknown_card_takes_nothing_off(api, session, slug):
    card(session, 2500, active=False)
    body = basket(make.shift(session), of(make.item(session)), pin=938)
    body["discount"] = {"card": slug}
    assert problem(api.post("/sales", body)) == (422, "unknown-card")
    assert rows(session, Sale) == [0]


def test_a_card_and_an_amount_by_hand_do_not_go_together(api, session):
    slug = card(session, 2500)
    body = less(make.shift(session), of(make.item(session)), pin=938, card=slug, cents=100)
    assert problem(api.post("/sales", body)) == (422, "discount-too-large")


def test_donations_vouchers_and_what_comes_back_are_left_alone(api, session):
    shift = make.shift(session)
    tiles = make.item(session, quantity=2, price_cents=1000)
    sale = sold(api, session, of(tiles), shift=shift, pin=1000)
    lines = [
        of(tiles),
        {"kind": "donation", "unit_price_cents": 500},
        {"kind": "voucher", "unit_price_cents": 2000},
        returned(sale),
    ]
    answer = api.post("/sales", less(shift, *lines, pin=2000, percent=5000))
    assert answer.status_code == 201
    assert [line["total_cents"] for line in answer.json["lines"]] == [500, 500, 2000, -1000]
    assert [line["discount_cents"] for line in answer.json["lines"]] == [500, 0, 0, 0]
    assert holds(session)


@pytest.mark.one_database
@pytest.mark.parametrize(
    "discount",
    [{}, {"cents": 1251}, {"cents": -100}, {"cents": 100, "percent": 1000}, {"cents": 10**12}],
    ids=["nothing", "too much", "below nothing", "two kinds", "absurd"],
)
def test_a_discount_that_cannot_be_is_refused(api, session, discount):
    answer = api.post(
        "/sales", less(make.shift(session), of(make.item(session)), pin=1250, **discount)
    )
    assert problem(answer) == (422, "discount-too-large")
    assert rows(session, Sale) == [0]


def test_where_nothing_is_bought_there_is_nothing_to_take_off(api, session):
    gift = {"kind": "voucher", "unit_price_cents": 2000}
    answer = api.post("/sales", less(make.shift(session), gift, pin=1900, cents=100))
    assert problem(answer) == (422, "discount-too-large")
    answer = api.post("/sales", less(make.shift(session, "till-2"), gift, pin=1800, percent=1000))
    assert problem(answer) == (422, "discount-too-large")


def test_a_basket_can_be_given_away_wholly(api, session):
    door = make.item(session)
    answer = api.post("/sales", less(make.shift(session), of(door), percent=10_000))
    assert (answer.status_code, answer.json["total_cents"]) == (201, 0)
    assert answer.json["vat"] == [{"rate": 21.0, "base_cents": 0, "vat_cents": 0}]
    assert holds(session)


def test_a_discount_by_hand_needs_a_reason(api, session):
    body = less(make.shift(session), of(make.item(session)), pin=1150, cents=100, reason=" ")
    assert problem(api.post("/sales", body)) == (422, "discount-reason-missing")


def test_a_discount_lowers_the_vat_of_each_rate_by_its_part(api, session):
    shift = make.shift(session)
    low = of_regime(session, "normal", "low")
    door = make.item(session, price_cents=1210, slug="front-door")
    cheap = {"category": low, "unit_price_cents": 1090}
    answer = api.post("/sales", less(shift, of(door), cheap, pin=1150, percent=5000))
    assert answer.status_code == 201
    assert answer.json["vat"] == [
        {"rate": 21.0, "base_cents": 500, "vat_cents": 105},
        {"rate": 9.0, "base_cents": 500, "vat_cents": 45},
    ]
    assert holds(session)


def test_what_came_off_a_basket_is_not_paid_back_with_its_goods(api, session):
    shift = make.shift(session)
    tiles = make.item(session, quantity=3, price_cents=1000)
    sale = api.post("/sales", less(shift, of(tiles, 3), pin=2500, cents=500)).json
    parts = [refund(api, sale).json for _ in range(3)]
    assert sum(part["total_cents"] for part in parts) == -2500
    assert holds(session)


def test_a_line_and_its_basket_can_both_be_cheaper(api, session):
    door = make.item(session, price_cents=2000)
    line = of(door, discount_cents=200, reason="kras")
    answer = api.post("/sales", less(make.shift(session), line, pin=1620, percent=1000))
    assert answer.status_code == 201
    assert answer.json["lines"][0]["discount_cents"] == 380
    assert api.get(f"/sales/{answer.json['id']}").json == answer.json
