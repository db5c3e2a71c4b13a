"""However a day went, its Z report is the sum of its receipts and of what moved in the drawer."""

from collections import Counter
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bouwkringloop.base import money
from tests import make
from tests.till.counter import back, basket, bought, card, holds, of, paid, refund

happenings = st.lists(
    st.tuples(
        st.sampled_from(["sale", "card sale", "refund", "credit", "gift", "spend", "in", "out"]),
        st.integers(1, 4),
        st.sampled_from(["cash", "pin"]),
    ),
    min_size=3,
    max_size=10,
)


class Day:
    """A day at a till, with what should come of it added up apart."""

    def __init__(self, api, session, till, card_slug):
        self.api, self.card = api, card_slug
        self.shift = make.shift(session, till)
        self.things = [
            make.item(session, quantity=99, price_cents=333, weight_g=501),
            bought(session, 5000, quantity=99, price_cents=777, weight_g=20),
        ]
        self.receipts, self.codes, self.open_sales = [], [], []
        self.drawer, self.moved = 10_000, Counter()

    def live(self, what, number, way):
        getattr(self, f"_{what.replace(' ', '_')}")(number, way)

    def _lines(self, number):
        loose = {"category": "front-door", "unit_price_cents": 199, "quantity": number}
        gift = {"kind": "donation", "unit_price_cents": 50}
        return [of(self.things[0], number), of(self.things[1]), loose, gift][: number + 1]

    def _post(self, lines, way, **more):
        body = basket(self.shift, *lines, **more)
        total = self._total(lines, more)
        cents = money.round_cash(total) if way == "cash" else total
        body["payments"] = [paid(way, cents)]
        return self._made(self.api.post("/sales", body))

    def _total(self, lines, more):
        prices = {self.things[0].code: 333, self.things[1].code: 777}
        goods = [
            prices[one["item"]] * one["quantity"] if "item" in one else 199 * one["quantity"]
            for one in lines
            if "kind" not in one
        ]
        mere = sum(one["unit_price_cents"] for one in lines if "kind" in one)
        off = money.divide_half_up(sum(goods) * 1000, 10_000) if more else 0
        return sum(goods) + mere - off

    def _made(self, answer):
        assert answer.status_code == 201, answer.text
        self.receipts.append(answer.json)
        self.codes += [v["code"] for v in answer.json["vouchers"] if v["amount_cents"] > 0]
        return answer.json

    def _sale(self, number, way):
        self.open_sales.append((self._post(self._lines(number), way), way))

    def _card_sale(self, number, way):
        self.open_sales.append(
            (self._post(self._lines(number), way, discount={"card": self.card}), way)
        )

    def _refund(self, _number, way):
        if self.open_sales:
            sale, way = self.open_sales.pop()
            self._made(refund(self.api, sale, back(), method=way))

    def _credit(self, _number, _way):
        if self.open_sales:
            sale, _ = self.open_sales.pop()
            self._made(refund(self.api, sale, back(), method="voucher"))

    def _gift(self, number, way):
        self._post([{"kind": "voucher", "unit_price_cents": 500 * number}], way)

    def _spend(self, _number, _way):
        if self.codes:
            code = self.codes.pop()
            cents = self.api.get(f"/vouchers/{code}").json["balance_cents"]
            body = basket(self.shift, {"category": "front-door", "unit_price_cents": cents})
            body["payments"] = [paid("voucher", cents, voucher=code)]
            self._made(self.api.post("/sales", body))

    def _in(self, number, _way):
        self._move("in", 100 * number)

    def _out(self, number, _way):
        self._move("out", -100 * number)

    def _move(self, kind, cents):
        body = {"id": str(uuid4()), "kind": kind, "amount_cents": abs(cents), "reason": "x"}
        assert self.api.post(f"/shifts/{self.shift}/cash", body).status_code == 201
        self.moved[kind] += cents


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(happened=happenings)
def test_a_z_report_is_the_sum_of_its_day(api, session, happened):
    day = Day(api, session, "till-1", card(session, 1000, slug=f"pas-{uuid4()}"))
    for what, number, way in happened:
        day.live(what, number, way)
    payments = Counter()
    for receipt in day.receipts:
        for payment in receipt["payments"]:
            payments[payment["method"]] += payment["amount_cents"]
    expected = 10_000 + payments["cash"] + sum(day.moved.values())
    z = api.post(f"/shifts/{day.shift}/close", {"counted_cents": expected}).json
    lines = [line for receipt in day.receipts for line in receipt["lines"]]
    assert z["sales"] == len(day.receipts)
    assert z["total_cents"] == sum(receipt["total_cents"] for receipt in day.receipts)
    assert z["total_cents"] == sum(line["total_cents"] for line in lines)
    assert z["rounding_cents"] == sum(receipt["rounding_cents"] for receipt in day.receipts)
    assert z["payments"] == payments
    assert sum(payments.values()) == z["total_cents"] + z["rounding_cents"]
    assert z["moved"] == day.moved
    assert (z["expected_cents"], z["difference_cents"]) == (expected, 0)
    vat = Counter()
    for receipt in day.receipts:
        for row in receipt["vat"]:
            vat[row["rate"]] += row["vat_cents"]
            vat["base"] += row["base_cents"]
    assert sum(row["vat_cents"] for row in z["vat"]) == vat[21.0]
    assert sum(row["base_cents"] for row in z["vat"]) == vat["base"]
    shown = sum(line["vat_cents"] for line in lines)
    assert shown == vat[21.0] + z["margin_vat_cents"]
    parts = ("turnover_cents", "donated_cents", "vouchers_sold_cents")
    assert sum(z[part] for part in parts) == z["total_cents"]
    regimes = ("margin_cents", "pool_cents", "exempt_cents", "kor_cents")
    normal = sum(row["vat_cents"] + row["base_cents"] for row in z["vat"])
    assert normal + sum(z[name] for name in regimes) == z["turnover_cents"]
    assert z["weight_g"] == sum(line["weight_g"] for line in lines)
    back_again = [line["total_cents"] for line in lines if line["back_to"]]
    assert (z["returns"], z["returned_cents"]) == (len(back_again), sum(back_again))
    assert holds(session)
