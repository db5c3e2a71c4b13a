"""The till's page prices and settles exactly as the server does."""

from dataclasses import asdict

import pytest

from bouwkringloop.base.permissions import Role
from bouwkringloop.till.rules import Rules
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


PAY_OUT = """async (cases) => {
  const { settle } = await import("/static/js/till-basket.js");
  return cases.map((c) => settle(c.total, c.paid.map(([method, tenderedCents]) => ({ method, tenderedCents })), { cents: c.cash_back, rounded: c.rounded ?? 0 }));
}"""
BASKETS = """async ([cases, rules]) => {
  const { total } = await import("/static/js/till-basket.js");
  const { deviations, together, within } = await import("/static/js/till-limits.js");
  return cases.map((c) => {
    const lines = c.lines.map((l) => ({
      item: null, category: l.about, title: "x", unit: l.unit, quantityMilli: l.milli, unitPriceCents: l.price,
      labelPriceCents: l.asked, discountCents: l.discount, kind: l.kind, back: l.back ? { sale: null, line: 0, backTo: "stock", leftCents: 0 } : null }));
    const discount = c.discount && { reason: "because", card: null, ...c.discount };
    const found = deviations(lines, discount, "basket");
    return { total: total(lines, discount), deviations: found.map((d) => [d.kind, d.about, d.cents]),
      too_far: together(found).filter((d) => !within(rules, d)).map((d) => d.about) };
  });
}"""
SUMS = """async ({ parts, areas, stickers }) => {
  const { partOf } = await import("/static/js/till-basket.js");
  const { areaMilli, markedDown } = await import("/static/js/till-measure.js");
  return { parts: parts.map((c) => partOf(c.cents, c.whole, c.part)),
    areas: areas.map((c) => areaMilli({ length_mm: c.length, width_mm: c.width, pieces: c.pieces })),
    stickers: stickers.map((c) => markedDown(c.cents, c.percent)) };
}"""


@pytest.mark.browser
def test_the_page_pays_out_takes_off_and_lets_go_as_the_cases_say(page_as):
    page = page_as(Role.CASHIER)
    page.goto("/patterns")
    for case, answer in zip(
        CASES["payouts"], page.evaluate(PAY_OUT, CASES["payouts"]), strict=True
    ):
        told = {"rounding": answer.get("roundingCents"), "change": answer.get("changeCents")}
        outcome = {"refused": answer["refused"]} if "refused" in answer else told
        assert outcome == expected(case, "rounding", "change"), case["case"]
    found = page.evaluate(BASKETS, [CASES["baskets"], asdict(Rules())])
    for case, answer in zip(CASES["baskets"], found, strict=True):
        assert answer == {name: case[name] for name in answer}, case["case"]
    sums = page.evaluate(SUMS, CASES)
    assert sums["parts"] == [case["gives"] for case in CASES["parts"]]
    assert sums["areas"] == [case["milli"] for case in CASES["areas"]]
    assert sums["stickers"] == [case["gives"] for case in CASES["stickers"]]
