"""The server prices and settles as the cases say; tests/browser/test_basket_js.py asks the till's page the same."""

import json
from pathlib import Path

import pytest

from bouwkringloop.base.errors import Refused
from bouwkringloop.till import basket, settle

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
