"""A voucher is money: its code is chance, it is spent once, and its VAT is due when it is spent."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from bouwkringloop.base.errors import Refused
from bouwkringloop.till import sell
from bouwkringloop.till.basket import Basket, Paid, Wanted
from bouwkringloop.till.models import Sale
from bouwkringloop.till.vouchers import spend
from bouwkringloop.till.vouchers.models import Voucher, VoucherEntry
from tests import make
from tests.till.counter import (
    basket,
    holds,
    jobs,
    of,
    paid,
    problem,
    refund,
    rows,
    sold,
    words,
)
from tests.till.test_races import at_once


def gift(cents):
    return {"kind": "voucher", "unit_price_cents": cents}


def voucher(api, session, cents, shift=None):
    """Buy a gift card; give its code as it stands on paper."""
    return sold(api, session, gift(cents), shift=shift, pin=cents)["vouchers"][0]["code"]


def on_it(api, code):
    return api.get(f"/vouchers/{code}").json["balance_cents"]


def with_voucher(shift, code, cents, *lines, **more):
    return {**basket(shift, *lines), "payments": [paid("voucher", cents, voucher=code)], **more}


def test_a_gift_card_is_spent_in_parts_at_two_sales(api, session):
    shift = make.shift(session)
    tiles = make.item(session, quantity=9, price_cents=500)
    code = voucher(api, session, 2500, shift)
    assert on_it(api, code) == 2500
    first = api.post("/sales", with_voucher(shift, code, 1500, of(tiles, 3)))
    assert first.status_code == 201
    assert first.json["vouchers"] == [{"code": code, "amount_cents": -1500, "left_cents": 1000}]
    assert on_it(api, code) == 1000
    second = basket(shift, of(tiles, 3))
    second["payments"] = [paid("voucher", 1000, voucher=code), paid("cash", 500)]
    assert api.post("/sales", second).status_code == 201
    assert on_it(api, code) == 0
    assert holds(session)


def test_a_voucher_pays_no_more_than_it_holds(api, session):
    shift = make.shift(session)
    door = make.item(session)
    code = voucher(api, session, 1000, shift)
    answer = api.post("/sales", with_voucher(shift, code, 1250, of(door)))
    assert problem(answer) == (409, "not-that-much-on-it")
    assert "10,00" in answer.json["detail"]
    assert on_it(api, code) == 1000
    assert rows(session, Sale, VoucherEntry) == [1, 1]
    assert holds(session)


def test_a_voucher_pays_no_more_than_the_basket_costs(api, session):
    shift = make.shift(session)
    code = voucher(api, session, 5000, shift)
    answer = api.post("/sales", with_voucher(shift, code, 2000, of(make.item(session))))
    assert problem(answer) == (422, "paid-too-much")
    assert on_it(api, code) == 5000


def test_one_voucher_named_twice_pays_no_more_than_it_holds(api, session):
    shift = make.shift(session)
    code = voucher(api, session, 1000, shift)
    body = basket(shift, of(make.item(session)))
    body["payments"] = [paid("voucher", 625, voucher=code)] * 2
    assert problem(api.post("/sales", body)) == (409, "not-that-much-on-it")
    assert on_it(api, code) == 1000


@pytest.mark.parametrize("form", [str.lower, lambda c: c.replace("-", ""), lambda c: f" {c} "])
def test_a_code_is_read_however_it_is_typed(api, session, form):
    shift = make.shift(session)
    code = voucher(api, session, 1250, shift)
    assert on_it(api, form(code)) == 1250
    made = api.post("/sales", with_voucher(shift, form(code), 1250, of(make.item(session))))
    assert made.json["vouchers"][0]["code"] == code


@pytest.mark.parametrize("code", ["ABCD-EFGH-JKMN", "ABCD-EFGH", "O0O0-IIII-1111", "🎁" * 12])
def test_a_code_that_nobody_gave_out_pays_nothing(api, session, code):
    shift = make.shift(session)
    answer = api.post("/sales", with_voucher(shift, code, 1250, of(make.item(session))))
    assert problem(answer) == (404, "unknown-voucher")
    assert api.get(f"/vouchers/{code}").status_code == 404
    assert rows(session, Sale) == [0]


def test_a_payment_with_a_voucher_names_it(api, session):
    body = basket(make.shift(session), of(make.item(session)))
    body["payments"] = [paid("voucher", 1250)]
    assert problem(api.post("/sales", body)) == (422, "voucher-missing")


def test_store_credit_is_a_voucher_that_can_be_spent(api, session):
    shift = make.shift(session)
    tiles = make.item(session, quantity=2, price_cents=625)
    sale = sold(api, session, of(tiles, 2), shift=shift, cash=1250)
    credit = refund(api, sale, method="voucher").json["vouchers"][0]
    assert (credit["amount_cents"], credit["left_cents"]) == (625, 625)
    assert api.get(f"/vouchers/{credit['code']}").json["kind"] == "credit"
    spent = api.post("/sales", with_voucher(shift, credit["code"], 625, of(tiles)))
    assert spent.status_code == 201
    assert on_it(api, credit["code"]) == 0
    assert holds(session)


def test_what_was_paid_with_a_voucher_is_never_paid_back_in_money(api, session):
    shift = make.shift(session)
    code = voucher(api, session, 1250, shift)
    sale = api.post("/sales", with_voucher(shift, code, 1250, of(make.item(session)))).json
    for way in ("cash", "pin"):
        assert problem(refund(api, sale, method=way)) == (409, "paid-another-way")
    assert refund(api, sale, method="voucher").status_code == 201
    assert holds(session)


def test_vat_is_due_when_a_voucher_is_spent_and_not_before(api, session):
    shift = make.shift(session)
    made = sold(api, session, gift(2420), shift=shift, pin=2420)
    assert (made["vat"], made["lines"][0]["vat_cents"]) == ([], 0)
    x = api.get(f"/shifts/{shift}/report").json
    assert (x["vat"], x["vouchers_sold_cents"], x["turnover_cents"]) == ([], 2420, 0)
    code = made["vouchers"][0]["code"]
    door = make.item(session, price_cents=2420)
    spent = api.post("/sales", with_voucher(shift, code, 2420, of(door))).json
    assert spent["vat"] == [{"rate": 21.0, "base_cents": 2000, "vat_cents": 420}]
    z = api.post(f"/shifts/{shift}/close", {"counted_cents": 10_000}).json
    assert z["vat"] == [{"rate": 21.0, "base_cents": 2000, "vat_cents": 420}]
    assert z["payments"] == {"pin": 2420, "voucher": 2420}
    assert (z["vouchers_sold_cents"], z["turnover_cents"], z["expected_cents"]) == (
        2420,
        2420,
        10_000,
    )
    assert holds(session)


def test_pages_show_what_was_paid_with_a_voucher(api, client, session):
    shift = make.shift(session)
    code = voucher(api, session, 1250, shift)
    sale = api.post("/sales", with_voucher(shift, code, 1250, of(make.item(session)))).json
    api.post(f"/shifts/{shift}/close", {"counted_cents": 10_000})
    for page in (f"/sales/{sale['id']}", f"/shifts/{shift}"):
        assert client.get(page).status_code == 200


def test_codes_have_three_groups_of_signs_nobody_mixes_up_and_are_never_alike(session):
    from bouwkringloop.base import clock

    codes = [spend.issue(session, "gift", 100, clock.now()).code for _ in range(200)]
    session.rollback()
    assert len(set(codes)) == 200
    assert {len(code) for code in codes} == {12}
    used = set("".join(codes))
    assert used <= set(spend.ALPHABET)
    assert not used & set("01OIL")
    # By chance each of the thirty-odd signs comes about eighty times; a counter would not do so.
    assert len(used) == len(spend.ALPHABET)
    assert spend.written(codes[0]).count("-") == 2


def test_a_voucher_is_printed_with_its_code_also_where_no_receipt_is_wanted(api, session):
    body = basket(make.shift(session), gift(1500), pin=1500, receipt="none")
    made = api.post("/sales", body).json
    (paper,) = jobs(session, "receipt")
    code = made["vouchers"][0]["code"]
    assert code in words(paper)
    assert "€ 15,00" in words(paper)
    assert [line for line in paper["lines"] if code.replace("-", "") in str(line.values())]


def test_the_receipt_says_what_is_left_but_not_the_whole_code(api, session):
    shift = make.shift(session)
    code = voucher(api, session, 2000, shift)
    made = api.post("/sales", with_voucher(shift, code, 1250, of(make.item(session)))).json
    (paper,) = jobs(session, "receipt", f"sale:{made['id']}")
    assert "€ 7,50" in words(paper)
    assert f"…{code[-4:]}" in words(paper)
    assert code not in words(paper)


def test_resending_answers_the_first_also_after_the_voucher_was_spent_on(api, session):
    shift = make.shift(session)
    tiles = make.item(session, quantity=9, price_cents=500)
    code = voucher(api, session, 1500, shift)
    body = basket(shift, of(tiles), gift(500))
    body["payments"] = [paid("voucher", 400, voucher=code), paid("voucher", 600, voucher=code)]
    first = api.post("/sales", body)
    assert first.status_code == 201
    api.post("/sales", with_voucher(shift, code, 500, of(tiles)))
    assert api.post("/sales", body).json == first.json
    assert on_it(api, code) == 0
    assert holds(session)


def test_one_voucher_at_two_tills_at_once_pays_at_one(api, database, session):
    shifts = [make.shift(session, "till-1"), make.shift(session, "till-2")]
    tiles = make.item(session, quantity=20, price_cents=1000)
    by = make.actor(session)
    for _ in range(3):
        code = voucher(api, session, 1500, shifts[0])
        baskets = [one_tile(tiles.code, shift, code) for shift in shifts]
        session.commit()
        results = at_once(
            database, *[lambda s, b=each: sell.record(s, b, by=by) for each in baskets]
        )
        assert sorted(isinstance(r, Refused) for r in results) == [False, True]
        session.rollback()
        left = select(Voucher.balance_cents).where(Voucher.code == spend.read(code))
        assert session.scalar(left) == 500
    assert holds(session)


def one_tile(item_code, shift, code):
    wanted = Wanted(item_code, None, "", 1000, None, 0, None, "")
    return Basket(uuid4(), shift, (wanted,), (Paid("voucher", 1000, code),), "the same")
