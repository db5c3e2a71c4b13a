"""The till's page prices and settles exactly as the server does."""

import pytest

from bouwkringloop.base.permissions import Role
from tests.till.test_basket_cases import CASES, expected

PRICE = """async (cases) => {
  const { priced } = await import("/static/js/till-basket.js");
  return cases.map((c) => priced(
    { unit: c.unit, unitPriceCents: c.price, quantityMilli: c.milli, discountCents: c.discount }));
}"""
SETTLE = """async (cases) => {
  const { settle } = await import("/static/js/till-basket.js");
  return cases.map((c) => settle(c.total, c.paid.map(([method, tenderedCents]) => ({ method, tenderedCents }))));
}"""


@pytest.mark.browser
def test_the_page_prices_lines_as_the_cases_say(page_as):
    page = page_as(Role.CASHIER)
    page.goto("/patterns")
    found = page.evaluate(PRICE, CASES["lines"])
    for case, answer in zip(CASES["lines"], found, strict=True):
        assert answer == expected(case, "cents"), case["case"]


@pytest.mark.browser
def test_the_page_settles_totals_as_the_cases_say(page_as):
    page = page_as(Role.CASHIER)
    page.goto("/patterns")
    found = page.evaluate(SETTLE, CASES["settlements"])
    for case, answer in zip(CASES["settlements"], found, strict=True):
        if "refused" in answer:
            assert answer["refused"] == case.get("refused"), case["case"]
        else:
            told = {"rounding": answer["roundingCents"], "change": answer["changeCents"]}
            assert told == expected(case, "rounding", "change"), case["case"]
