"""The server prices and settles as the cases say; tests/browser/test_basket_js.py asks the till's page the same."""

import json
from pathlib import Path

import pytest

from bouwkringloop.base.errors import Refused
from bouwkringloop.catalogue import markdown
from bouwkringloop.stock import ledger
from bouwkringloop.till import basket, discount, limits, plain, rules, settle

CASES = json.loads(Path(__file__).with_name("basket_cases.json").read_text(encoding="utf-8"))


def outcome(work):
    try:
        return work()
    except Refused as refusal:
        return {"refused": refusal.slug()}


def expected(case, *names):
    if "refused" in case:
        return {"refused": case["refused"]}
    return {name: case[name] for name in names}


@pytest.mark.parametrize("case", CASES["lines"], ids=lambda case: case["case"])
def test_the_server_prices_a_line_as_the_case_says(case):
    def price():
        amounts = (case["milli"], case["price"], case["discount"])
        return {"cents": basket.line_total("thing", case["unit"], *amounts)}

    assert outcome(price) == expected(case, "cents")


@pytest.mark.parametrize("case", CASES["settlements"], ids=lambda case: case["case"])
def test_the_server_settles_a_total_as_the_case_says(case):
    def settled():
        paid = tuple(basket.Paid(method, cents) for method, cents in case["paid"])
        made = settle.settle(case["total"], paid)
        return {"rounding": made.rounding_cents, "change": made.change_cents}

    assert outcome(settled) == expected(case, "rounding", "change")


@pytest.mark.parametrize("case", CASES["payouts"], ids=lambda case: case["case"])
def test_the_server_pays_out_as_the_case_says(case):
    def paid_out():
        paid = tuple(basket.Paid(method, cents) for method, cents in case["paid"])
        left = settle.CashLeft(case["cash_back"], case.get("rounded", 0))
        made = settle.settle(case["total"], paid, left)
        return {"rounding": made.rounding_cents, "change": made.change_cents}

    assert outcome(paid_out) == expected(case, "rounding", "change")


def line(told):
    """The line of a case as the server prices it."""
    gross = basket.line_total("x", told["unit"], told["milli"], told["price"], told["discount"])
    sign = -1 if told.get("back") else 1
    return basket.Line(
        item_id=None,
        code=None,
        category_id=1,
        description="x",
        unit=told["unit"],
        quantity_milli=sign * told["milli"],
        unit_price_cents=told["price"],
        list_price_cents=told["asked"],
        discount_cents=told["discount"],
        reason="",
        total_cents=sign * gross,
        vat_regime="normal",
        vat_rate="",
        weight_g=0,
        kind=told.get("kind", "goods"),
        about=told["about"],
    )


@pytest.mark.parametrize("case", CASES["baskets"], ids=lambda case: case["case"])
def test_the_server_takes_off_and_lets_go_as_the_case_says(case):
    lines = [line(told) for told in case["lines"]]
    wanted = case["discount"] and basket.Discount(reason="because", **case["discount"])
    off = discount.take_off(None, lines, wanted)
    found = limits.deviations(lines, off.by_hand_cents)
    assert sum(one.total_cents for one in lines) == case["total"]
    assert [[one.kind, one.about, one.cents] for one in found] == case["deviations"]
    too_far = [one.about for one in limits.together(found) if not limits.within(rules.Rules(), one)]
    assert too_far == case["too_far"]


@pytest.mark.parametrize("case", CASES["parts"], ids=lambda case: case["case"])
def test_the_server_shares_a_line_out_as_the_case_says(case):
    assert ledger.part_of(case["cents"], case["whole"], case["part"]) == case["gives"]


@pytest.mark.parametrize("case", CASES["areas"], ids=lambda case: case["case"])
def test_the_server_works_areas_out_as_the_case_says(case):
    measures = basket.Measures(case["length"], case["width"], case["pieces"])
    assert plain.quantity_of(measures, "m2") == case["milli"]


@pytest.mark.parametrize("case", CASES["stickers"], ids=lambda case: case["case"])
def test_the_server_takes_stickers_off_as_the_case_says(case):
    assert markdown.marked_down(case["cents"], case["percent"]) == case["gives"]
