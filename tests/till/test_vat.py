"""VAT as the tax service works it out: per receipt and rate, over the margin, or not at all."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bouwkringloop.base import money
from bouwkringloop.till import rules, vat
from bouwkringloop.till.basket import Line
from bouwkringloop.till.models import SaleLine
from tests import make
from tests.till.counter import (
    basket,
    bought,
    holds,
    jobs,
    of,
    of_regime,
    paid,
    refund,
    sold,
    words,
)

MARGIN_WORDS = "Bijzondere regeling – gebruikte goederen"


def line(total, regime="normal", percent=2100, cost=0, milli=1000, **more):
    """A priced line before its VAT is known."""
    return Line(
        None, None, 1, "Deur", "piece", milli, abs(total), 0, "", total, regime, "high", 0,
        vat_percent=percent, cost_cents=cost, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("price", "cost", "expected"),
    [
        (1_200_000, 1_000_000, 34_711),  # The tax service's own: 12,000 − 10,000 gives 347.11.
        (1250, 0, 217),
        (1000, 1000, 0),
        (1000, 1200, 0),
        (1, 0, 0),
    ],
)
def test_the_vat_of_a_bought_thing_is_in_its_margin_and_never_below_nothing(price, cost, expected):
    sold_line = line(price, "margin", cost=cost)
    assert vat.fill_in([sold_line], "normal") == []
    assert sold_line.vat_cents == expected


def test_a_loss_on_one_thing_lowers_no_vat_of_another():
    gain, loss = line(2000, "margin", cost=1000), line(1000, "margin", cost=2000)
    vat.fill_in([gain, loss], "normal")
    assert (gain.vat_cents, loss.vat_cents) == (174, 0)


@pytest.mark.parametrize(
    ("cents", "rounded"),
    [(1498, 1500), (2747, 2745), (-1498, -1500), (1, 0), (2, 0), (3, 5), (8, 10), (-2747, -2745)],
)
def test_cash_is_rounded_as_the_law_says(cents, rounded):
    assert money.round_cash(cents) == rounded


@pytest.mark.parametrize(
    ("gross", "percent", "expected"),
    [(1250, 2100, 217), (1498, 2100, 260), (1090, 900, 90), (1000, 0, 0), (605, 2100, 105)],
)
def test_vat_within_an_amount_is_rounded_half_up(gross, percent, expected):
    assert money.vat_within(gross, percent) == expected


def test_vat_is_rounded_once_per_receipt_and_rate_and_shared_by_largest_remainder():
    lines = [line(3) for _ in range(5)]  # Each alone holds 0.52 cents, together 2.60.
    assert vat.fill_in(lines, "normal") == [vat.VatRow(2100, 12, 3)]
    assert sorted(one.vat_cents for one in lines) == [0, 0, 1, 1, 1]


priced = st.builds(
    line,
    st.integers(0, 500_000),
    st.sampled_from(["normal", "margin", "pool", "exempt", "outside"]),
    st.sampled_from([2100, 900, 0]),
    st.integers(0, 500_000),
)


@given(lines=st.lists(priced, min_size=1, max_size=40), scheme=st.sampled_from(["normal", "kor"]))
def test_the_vat_of_the_lines_is_the_vat_of_the_receipt(lines, scheme):
    told = vat.fill_in(lines, scheme)
    shown = [one for one in lines if one.vat_regime == "normal"]
    assert sum(row.vat_cents for row in told) == sum(one.vat_cents for one in shown)
    assert sum(row.base_cents + row.vat_cents for row in told) == sum(
        one.total_cents for one in shown
    )
    for row in told:
        assert row.vat_cents == money.vat_within(row.base_cents + row.vat_cents, row.percent)
    for one in lines:
        assert 0 <= one.vat_cents <= one.total_cents
        if one.vat_regime in ("pool", "exempt", "outside", "kor"):
            assert one.vat_cents == 0
    if scheme == "kor":
        assert told == []


@given(
    cost=st.integers(0, 100_000),
    parts=st.lists(st.integers(1, 20_000), min_size=1, max_size=12),
)
def test_the_parts_of_a_bought_heap_bear_all_that_it_cost(cost, parts):
    from bouwkringloop.stock import ledger

    there = whole = sum(parts)
    borne = []
    for part in parts:
        borne.append(ledger.cost_of(cost, whole, there, part))
        there -= part
    assert sum(borne) == cost
    assert all(0 <= one <= cost for one in borne)


def stored(session, *names):
    session.rollback()
    columns = [getattr(SaleLine, name) for name in names]
    found = session.execute(select(*columns).order_by(SaleLine.id)).all()
    session.rollback()
    return [tuple(row) for row in found]


def test_a_part_of_a_bought_heap_bears_its_part_of_the_cost(api, session):
    shift = make.shift(session)
    boards = bought(session, 1000, quantity=3, price_cents=1000)
    sold(api, session, of(boards), of(boards), shift=shift, pin=2000)
    sold(api, session, of(boards), shift=shift, pin=1000)
    costs = [cost for (cost,) in stored(session, "cost_cents")]
    assert sorted(costs) == [333, 333, 334]
    assert [vat for (vat,) in stored(session, "vat_cents")] == [116, 116, 116]
    assert holds(session)


def test_margin_goods_show_the_words_of_the_law_and_neither_vat_nor_cost(api, session):
    door = bought(session, 4321, price_cents=10_000)
    made = sold(api, session, of(door), pin=10_000)
    assert made["vat"] == []
    assert stored(session, "vat_regime", "cost_cents", "vat_cents") == [("margin", 4321, 986)]
    paper = words(jobs(session, "receipt")[0])
    assert MARGIN_WORDS in paper
    for secret in ("43,21", "9,86", "21 %", "Btw"):
        assert secret not in paper


def test_a_mixed_receipt_shows_only_the_vat_that_may_be_shown(api, session):
    shift = make.shift(session)
    door = make.item(session, price_cents=1210, slug="front-door")
    lamp = bought(session, 500, price_cents=1710, title="Lamp")
    made = sold(
        api,
        session,
        of(door),
        of(lamp),
        {"kind": "donation", "unit_price_cents": 80},
        shift=shift,
        pin=3000,
    )
    assert made["vat"] == [{"rate": 21.0, "base_cents": 1000, "vat_cents": 210}]
    paper = words(jobs(session, "receipt")[0])
    assert MARGIN_WORDS in paper
    assert "€ 2,10" in paper
    x = api.get(f"/shifts/{shift}/report").json
    assert (x["margin_cents"], x["margin_vat_cents"], x["donated_cents"]) == (1710, 210, 80)


def test_margins_that_are_pooled_have_no_vat_of_their_own(api, session):
    shift = make.shift(session)
    lamp = bought(session, 500, price_cents=2000, slug="front-door")
    kind = make.category(session, "front-door")
    kind.pooled, kind.vat_regime = True, "margin"
    session.commit()
    loose = {"category": "front-door", "unit_price_cents": 1000}
    made = sold(api, session, of(lamp), loose, shift=shift, pin=3000)
    assert made["vat"] == []
    assert stored(session, "vat_regime", "vat_cents", "vat_percent") == [("pool", 0, 2100)] * 2
    assert MARGIN_WORDS in words(jobs(session, "receipt")[0])
    assert api.get(f"/shifts/{shift}/report").json["pool_cents"] == 3000
    assert holds(session)


def test_exempt_goods_have_no_vat(api, session):
    shift, slug = make.shift(session), of_regime(session, "exempt")
    made = sold(api, session, {"category": slug, "unit_price_cents": 500}, shift=shift, pin=500)
    assert (made["vat"], made["lines"][0]["vat_cents"]) == ([], 0)
    assert stored(session, "vat_regime", "vat_percent") == [("exempt", 0)]
    assert api.get(f"/shifts/{shift}/report").json["exempt_cents"] == 500


def test_under_the_small_business_scheme_there_is_no_vat_at_all(api, session):
    shift = make.shift(session)
    tiles = make.item(session, quantity=2, price_cents=1210)
    before = sold(api, session, of(tiles), shift=shift, pin=1210)
    rules.change(session, rules.Rules(vat_scheme="kor"), by=make.actor(session))
    session.commit()
    lamp = bought(session, 100, price_cents=1000)
    made = sold(api, session, of(tiles), of(lamp), shift=shift, pin=2210)
    assert made["vat"] == []
    assert stored(session, "vat_regime", "vat_cents")[1:] == [("kor", 0), ("kor", 0)]
    paper = words(jobs(session, "receipt", f"sale:{made['id']}")[0])
    assert "kleineondernemersregeling" in paper
    assert "Btw 21" not in paper
    # What was sold with VAT before comes back with the VAT that was in it.
    assert refund(api, before).json["vat"][0]["vat_cents"] == -210
    assert api.get(f"/shifts/{shift}/report").json["kor_cents"] == 2210
    assert holds(session)


def test_a_rate_is_that_of_the_day_of_the_sale_also_when_it_comes_back(
    api, session, standing_clock
):
    shift = make.shift(session)
    tiles = make.item(session, quantity=2, price_cents=1210)
    sale = sold(api, session, of(tiles), shift=shift, pin=1210)
    standing_clock.at = datetime(2027, 3, 1, 10, tzinfo=UTC)
    back = refund(api, sale).json
    assert back["vat"] == [{"rate": 21.0, "base_cents": -1000, "vat_cents": -210}]


def test_goods_without_a_receipt_give_back_the_vat_that_is_within(api, session):
    slug = of_regime(session, "normal", "low")
    row = {"category": slug, "unit_price_cents": 1090, "returns": {"back_to": "residue"}}
    body = {**basket(make.shift(session), row), "payments": [paid("voucher", -1090)]}
    made = api.post("/sales", body).json
    assert made["vat"] == [{"rate": 9.0, "base_cents": -1000, "vat_cents": -90}]
    assert holds(session)
