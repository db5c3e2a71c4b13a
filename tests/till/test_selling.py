"""A sale is recorded once, whole, and as the law wants it; or not at all."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from bouwkringloop.base.permissions import Role
from bouwkringloop.stock.models import Item, Movement
from bouwkringloop.till.models import JournalEntry, Sale, SaleLine
from tests import make


def basket(shift, *lines, cash=None, pin=None, **more):
    payments = []
    if pin is not None:
        payments.append({"method": "pin", "tendered_cents": pin})
    if cash is not None:
        payments.append({"method": "cash", "tendered_cents": cash})
    return {
        "id": str(uuid4()),
        "shift": str(shift),
        "lines": list(lines),
        "payments": payments,
        **more,
    }


def of(item, quantity=1, **more):
    return {"item": item.code, "quantity": quantity, **more}


def sales(session):
    session.rollback()
    return session.scalar(select(func.count()).select_from(Sale))


def left(session, item):
    session.rollback()
    return session.scalar(select(Item.quantity_milli).where(Item.id == item.id))


def test_a_cash_sale_is_rounded_to_five_cents_and_gives_change(api, session):
    shift = make.shift(session)
    door = make.item(session, price_cents=1498)
    answer = api.post("/sales", basket(shift, of(door), cash=2000))
    assert answer.status_code == 201
    assert answer.json["total_cents"] == 1498
    assert answer.json["rounding_cents"] == 2
    assert answer.json["change_cents"] == 500
    assert answer.json["receipt_number"] == 1
    assert answer.json["vat"] == [{"rate": 21.0, "base_cents": 1238, "vat_cents": 260}]
    assert left(session, door) == 0


def test_a_card_sale_is_exact_to_the_cent(api, session):
    shift = make.shift(session)
    door = make.item(session, price_cents=1498)
    answer = api.post("/sales", basket(shift, of(door), pin=1498))
    assert answer.status_code == 201
    assert answer.json["rounding_cents"] == 0
    assert answer.json["change_cents"] == 0


def test_only_the_cash_part_of_a_split_payment_is_rounded(api, session):
    shift = make.shift(session)
    door = make.item(session, price_cents=2748)
    answer = api.post("/sales", basket(shift, of(door), pin=2000, cash=1000))
    assert answer.status_code == 201
    assert answer.json["rounding_cents"] == 2
    assert answer.json["change_cents"] == 250
    assert answer.json["payments"][1]["amount_cents"] == 750


def test_the_vat_of_the_lines_adds_up_to_the_vat_of_the_receipt(api, session):
    shift = make.shift(session)
    items = [make.item(session, price_cents=price) for price in (333, 334, 335)]
    answer = api.post("/sales", basket(shift, *[of(i) for i in items], pin=1002))
    assert sum(line["vat_cents"] for line in answer.json["lines"]) == 174
    assert answer.json["vat"][0]["vat_cents"] == 174


def test_a_retry_answers_the_first_sale_again(api, session):
    shift = make.shift(session)
    door = make.item(session)
    sent = basket(shift, of(door), pin=1250)
    first = api.post("/sales", sent)
    second = api.post("/sales", sent)
    assert second.status_code == 201
    assert second.json == first.json
    assert sales(session) == 1
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Movement)) == 2


def test_another_content_under_a_used_id_is_refused(api, session):
    shift = make.shift(session)
    tiles = make.item(session, quantity=10, price_cents=100)
    sent = basket(shift, of(tiles), pin=100)
    api.post("/sales", sent)
    sent["lines"][0]["quantity"] = 2
    sent["payments"][0]["tendered_cents"] = 200
    answer = api.post("/sales", sent)
    assert answer.status_code == 409
    assert answer.json["type"] == "/problems/other-content-under-this-id"
    assert left(session, tiles) == 9000


def test_it_sells_nothing_when_one_item_is_sold_out(api, session):
    shift = make.shift(session)
    door, lamp = make.item(session), make.item(session, title="Lamp")
    api.post("/sales", basket(shift, of(door), pin=1250))
    answer = api.post("/sales", basket(shift, of(lamp), of(door), pin=2500))
    assert answer.status_code == 409
    assert "Paneeldeur" in answer.json["detail"]
    assert sales(session) == 1
    assert left(session, lamp) == 1000


def test_a_heap_sells_no_more_than_is_left(api, session):
    shift = make.shift(session)
    tiles = make.item(session, quantity=3, price_cents=100)
    answer = api.post("/sales", basket(shift, of(tiles, 2), of(tiles, 2), pin=400))
    assert answer.status_code == 409
    assert answer.json["type"] == "/problems/not-that-much"
    assert left(session, tiles) == 3000


def test_an_unlabelled_thing_is_sold_by_its_category_and_typed_price(api, session):
    shift = make.shift(session)
    kind = make.category(session, unit="kg")
    line = {"category": kind.slug, "quantity": "0,5", "unit_price_cents": 300}
    answer = api.post("/sales", basket(shift, line, cash=150))
    assert answer.status_code == 201
    assert answer.json["lines"][0]["item"] is None
    assert answer.json["lines"][0]["quantity"] == 0.5
    assert answer.json["lines"][0]["weight_g"] == 500


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("change", "status", "problem"),
    [
        ({"quantity": 0}, 422, "no-such-quantity"),
        ({"quantity": -1}, 422, "no-such-quantity"),
        ({"quantity": 999_999_999}, 409, "not-that-much"),
        ({"quantity": 0.5}, 422, "only-whole"),
        ({"quantity": "1.250"}, 422, "invalid-body"),
        ({"unit_price_cents": 0, "reason": "x"}, 422, "absurd-price"),
        ({"unit_price_cents": -5, "reason": "x"}, 422, "absurd-price"),
        ({"unit_price_cents": 999_999_999, "reason": "x"}, 422, "absurd-price"),
        ({"discount_cents": 9999, "reason": "x"}, 422, "absurd-discount"),
        ({"discount_cents": 100}, 422, "reason-missing"),
        ({"item": "99999999"}, 404, "unknown-code"),
        ({"surprise": 1}, 422, "invalid-body"),
    ],
)
def test_a_line_that_cannot_be_is_refused(api, session, change, status, problem):
    shift = make.shift(session)
    door = make.item(session)
    answer = api.post("/sales", basket(shift, {**of(door), **change}, pin=1250))
    assert (answer.status_code, answer.json["type"]) == (status, f"/problems/{problem}")
    assert answer.json["detail"]
    assert sales(session) == 0
    assert left(session, door) == 1000


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("payments", "problem"),
    [
        ([], "not-paid"),
        ([{"method": "pin", "tendered_cents": 1000}], "not-paid"),
        ([{"method": "cash", "tendered_cents": 1000}], "not-paid"),
        ([{"method": "pin", "tendered_cents": 2000}], "paid-too-much"),
        ([{"method": "pin", "tendered_cents": -1250}], "absurd-amount"),
        ([{"method": "shells", "tendered_cents": 1250}], "unknown-method"),
    ],
)
def test_a_basket_that_is_not_paid_right_is_refused(api, session, payments, problem):
    shift = make.shift(session)
    door = make.item(session)
    answer = api.post("/sales", {**basket(shift, of(door)), "payments": payments})
    assert (answer.status_code, answer.json["type"]) == (422, f"/problems/{problem}")
    assert sales(session) == 0


def test_three_thousand_euro_in_cash_is_refused_and_by_card_is_not(api, session):
    shift = make.shift(session)
    kitchen = make.item(session, price_cents=300_000)
    answer = api.post("/sales", basket(shift, of(kitchen), cash=300_000))
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/too-much-cash")
    assert api.post("/sales", basket(shift, of(kitchen), pin=300_000)).status_code == 201


def test_just_under_three_thousand_euro_in_cash_is_taken(api, session):
    shift = make.shift(session)
    kitchen = make.item(session, price_cents=299_995)
    assert api.post("/sales", basket(shift, of(kitchen), cash=299_995)).status_code == 201


def test_a_closed_shift_sells_nothing(api, session):
    shift = make.shift(session)
    door = make.item(session)
    api.post(f"/shifts/{shift}/close", {"counted_cents": 10_000})
    answer = api.post("/sales", basket(shift, of(door), pin=1250))
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/shift-closed")
    assert left(session, door) == 1000


def test_an_unknown_shift_and_an_empty_basket_are_refused(api, session):
    door = make.item(session)
    assert api.post("/sales", basket(uuid4(), of(door), pin=1250)).status_code == 404
    answer = api.post("/sales", basket(make.shift(session)))
    assert answer.json["type"] == "/problems/empty-basket"


def test_a_cashier_cannot_change_a_price_but_a_shop_lead_can(app, session):
    from tests.conftest import Program

    shift = make.shift(session)
    door = make.item(session)
    cashier = Program(app.test_client(), make.token(session, Role.CASHIER))
    session.commit()
    cheaper = basket(shift, of(door, unit_price_cents=1000, reason="kras"), pin=1000)
    assert cashier.post("/sales", cheaper).status_code == 403
    assert sales(session) == 0


def test_a_price_changed_with_a_reason_is_kept_with_it(api, session):
    shift = make.shift(session)
    door = make.item(session)
    answer = api.post(
        "/sales", basket(shift, of(door, discount_cents=250, reason="kras"), pin=1000)
    )
    assert answer.status_code == 201
    session.rollback()
    assert session.scalar(select(SaleLine.reason)) == "kras"


def test_a_wrong_token_sells_nothing(app, session):
    from tests.conftest import Program

    shift = make.shift(session)
    answer = Program(app.test_client(), "wrong").post("/sales", basket(shift))
    assert answer.status_code == 401
    assert answer.json["type"] == "/problems/not-logged-in"


def test_receipts_are_numbered_without_gaps_per_till(api, session):
    first, second = make.shift(session, "till-1"), make.shift(session, "till-2")
    tiles = make.item(session, quantity=10, price_cents=100)
    numbers = [
        api.post("/sales", basket(shift, of(tiles), pin=100)).json["receipt_number"]
        for shift in (first, second, first)
    ]
    api.post("/sales", basket(first, of(tiles), pin=99))
    numbers.append(api.post("/sales", basket(first, of(tiles), pin=100)).json["receipt_number"])
    assert numbers == [1, 1, 2, 3]


def test_each_journal_entry_carries_the_hash_of_the_one_before(api, session):
    import hashlib

    shift = make.shift(session)
    tiles = make.item(session, quantity=10, price_cents=100)
    answers = [api.post("/sales", basket(shift, of(tiles), pin=100)).json for _ in range(3)]
    session.rollback()
    entries = session.scalars(select(JournalEntry).order_by(JournalEntry.number)).all()
    assert [entry.kind for entry in entries] == ["shift.opened", "sale", "sale", "sale"]
    previous = ""
    for entry in entries:
        assert entry.hash == hashlib.sha256(f"{previous}\n{entry.content}".encode()).hexdigest()
        previous = entry.hash
    assert answers[-1]["journal"] == {"number": 4, "hash": previous}


def test_a_recorded_sale_can_be_read_back_as_it_was_answered(api, session):
    shift = make.shift(session)
    door = make.item(session, price_cents=1498)
    made = api.post("/sales", basket(shift, of(door), cash=1500)).json
    assert api.get(f"/sales/{made['id']}").json == made


def test_control_characters_and_emoji_in_a_description_do_no_harm(api, session):
    shift = make.shift(session)
    kind = make.category(session)
    line = {"category": kind.slug, "description": "Deur \x1bp\x00\n 🚪", "unit_price_cents": 500}
    answer = api.post("/sales", basket(shift, line, pin=500))
    assert answer.status_code == 201
    assert answer.json["lines"][0]["description"] == "Deur p 🚪"
