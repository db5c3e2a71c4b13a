"""What was sold comes back: never more than was sold and paid, and by the way it was paid."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from bouwkringloop.stock.models import Item
from bouwkringloop.till.models import Payment, Sale, SaleLine
from tests import make
from tests.till.counter import (
    back,
    basket,
    bought,
    entries,
    holds,
    jobs,
    movements,
    of,
    paid,
    problem,
    refund,
    refund_body,
    returned,
    rows,
    sold,
    there,
    things,
    words,
)


def test_a_part_of_a_heap_comes_back_and_is_paid_back(api, session):
    tiles = make.item(session, quantity=10, price_cents=250, weight_g=400)
    sale = sold(api, session, of(tiles, 4), pin=1000)
    answer = refund(api, sale, back(quantity=3))
    assert answer.status_code == 201
    assert answer.json["total_cents"] == -750
    assert answer.json["payments"] == [
        {"method": "pin", "tendered_cents": -750, "amount_cents": -750}
    ]
    line = answer.json["lines"][0]
    assert (line["quantity"], line["total_cents"], line["weight_g"]) == (-3, -750, -1200)
    assert line["back_to"] == "stock"
    assert there(session, tiles) == (9000, 9 * 400, "for_sale")
    assert movements(session, tiles.code)[-1] == ("returned", 3000, 1200)
    assert holds(session)


def test_three_thirds_of_ten_euro_come_to_ten_euro(api, session):
    boards = make.item(session, quantity=3, price_cents=334, weight_g=333)
    sale = sold(api, session, of(boards, 3, discount_cents=2, reason="kras"), pin=1000)
    parts = [refund(api, sale).json for _ in range(3)]
    assert sum(part["total_cents"] for part in parts) == -1000
    assert sum(part["vat"][0]["vat_cents"] for part in parts) == -sale["vat"][0]["vat_cents"]
    assert sum(part["lines"][0]["discount_cents"] for part in parts) == -2
    assert sum(part["lines"][0]["weight_g"] for part in parts) == -999
    assert all(-334 <= part["total_cents"] <= -333 for part in parts)
    assert there(session, boards) == (3000, 999, "for_sale")
    assert holds(session)


def test_what_a_bought_thing_cost_comes_back_with_its_parts(api, session):
    beams = bought(session, 1000, quantity=3, price_cents=500)
    sale = sold(api, session, of(beams, 3), pin=1500)
    for _ in range(3):
        refund(api, sale)
    session.rollback()
    cost = session.scalars(select(SaleLine.cost_cents).order_by(SaleLine.id)).all()
    vat = session.scalars(select(SaleLine.vat_cents).order_by(SaleLine.id)).all()
    assert cost[0] == 1000 == -sum(cost[1:])
    assert vat[0] == 87 == -sum(vat[1:])


def test_no_more_of_a_line_comes_back_than_was_sold_however_often_it_is_tried(api, session):
    tiles = make.item(session, quantity=10, price_cents=100)
    sale = sold(api, session, of(tiles, 5), pin=500)
    assert problem(refund(api, sale, back(quantity=6))) == (409, "more-than-sold")
    assert refund(api, sale, back(quantity=3)).status_code == 201
    again = refund(api, sale, back(quantity=3))
    assert problem(again) == (409, "more-than-sold")
    assert "2" in again.json["detail"]
    assert refund(api, sale, back(quantity=2)).status_code == 201
    assert problem(refund(api, sale)) == (409, "more-than-sold")
    assert there(session, tiles)[0] == 10_000
    assert holds(session)


def test_a_line_named_twice_in_one_basket_gives_back_no_more_than_it_was(api, session):
    tiles = make.item(session, quantity=3, price_cents=333)
    sale = sold(api, session, of(tiles, 3, discount_cents=1, reason="kras"), pin=998)
    twice = refund(api, sale, back(quantity=2), back(quantity=2))
    assert problem(twice) == (409, "more-than-sold")
    made = refund(api, sale, back(quantity=1), back(quantity=2, back_to="residue")).json
    assert [line["total_cents"] for line in made["lines"]] == [-333, -665]
    assert made["total_cents"] == -998
    assert there(session, tiles)[0] == 1000
    assert holds(session)


def test_a_donation_a_voucher_and_a_refund_cannot_be_taken_back(api, session):
    tiles = make.item(session, quantity=2, price_cents=100)
    gifts = [
        {"kind": "donation", "unit_price_cents": 200},
        {"kind": "voucher", "unit_price_cents": 300},
    ]
    sale = sold(api, session, of(tiles), *gifts, pin=600)
    for line in (2, 3):
        assert problem(refund(api, sale, back(line))) == (409, "not-returnable")
    refunded = refund(api, sale).json
    assert problem(refund(api, refunded, method="voucher")) == (409, "not-returnable")
    assert [one["line"] for one in api.get(f"/sales/{sale['id']}/returnable").json["lines"]] == [1]
    assert rows(session, Sale) == [2]


def test_an_unknown_line_and_an_unknown_sale_are_not_found(api, session):
    sale = sold(api, session, of(make.item(session)), pin=1250)
    assert problem(refund(api, sale, back(9))) == (404, "unknown-line")
    assert problem(refund(api, {"id": str(uuid4())})) == (404, "unknown-sale")


@pytest.mark.parametrize(
    ("paid_by", "method", "status"),
    [
        ("pin", "pin", 201),
        ("pin", "cash", 409),
        ("pin", "voucher", 201),
        ("cash", "cash", 201),
        ("cash", "pin", 409),
        ("cash", "voucher", 201),
        ("pin", "account", 409),
        ("pin", "shells", 422),
    ],
)
def test_money_goes_back_by_the_way_it_came_or_as_credit(api, session, paid_by, method, status):
    sale = sold(api, session, of(make.item(session)), **{paid_by: 1250})
    answer = refund(api, sale, method=method)
    assert answer.status_code == status
    assert rows(session, Sale) == [2 if status == 201 else 1]
    if status == 409:
        assert problem(answer) == (409, "paid-another-way")
    assert holds(session)


def test_of_what_was_paid_in_two_ways_each_gives_back_no_more_than_it_brought(api, session):
    door = make.item(session, price_cents=3000)
    lamp = make.item(session, price_cents=2000, title="Lamp")
    sale = sold(api, session, of(door), of(lamp), pin=4000, cash=1000)
    assert api.get(f"/sales/{sale['id']}/returnable").json["ways"]["cash"] == 1000
    assert problem(refund(api, sale, back(2), method="cash")) == (409, "paid-another-way")
    assert refund(api, sale, back(1)).status_code == 201
    assert problem(refund(api, sale, back(2))) == (409, "paid-another-way")
    split = basket(sale_shift(session), returned(sale, 2))
    split["payments"] = [paid("pin", -1000), paid("cash", -1000)]
    assert api.post("/sales", split).status_code == 201
    assert holds(session)


def sale_shift(session):
    session.rollback()
    uuid = session.scalars(select(Sale).order_by(Sale.id)).first().shift.uuid
    session.rollback()
    return uuid


def test_two_receipts_in_one_refund_leave_each_what_it_brought(api, session):
    shift = make.shift(session)
    first, second = (make.item(session, quantity=2, price_cents=500) for _ in range(2))
    one = sold(api, session, of(first, 2), shift=shift, pin=1000)
    two = sold(api, session, of(second, 2), shift=shift, pin=1000)
    both = basket(shift, returned(one), returned(two))
    both["payments"] = [paid("pin", -1000)]
    assert api.post("/sales", both).status_code == 201
    assert refund(api, one).status_code == 201
    assert refund(api, two).status_code == 201
    assert problem(refund(api, one)) == (409, "more-than-sold")
    assert holds(session)


def test_cash_that_is_paid_back_is_rounded_to_five_cents(api, session):
    door = make.item(session, price_cents=1498)
    sale = sold(api, session, of(door), cash=1500)
    made = refund(api, sale, method="cash").json
    assert (made["total_cents"], made["rounding_cents"]) == (-1498, -2)
    assert made["payments"][0]["amount_cents"] == -1500
    assert holds(session)


def test_a_card_is_paid_back_to_the_cent(api, session):
    sale = sold(api, session, of(make.item(session, price_cents=1498)), pin=1498)
    made = refund(api, sale).json
    assert (made["rounding_cents"], made["payments"][0]["amount_cents"]) == (0, -1498)


@pytest.mark.parametrize(("pieces", "price", "came_in"), [(3, 499, 1495), (24, 498, 11_950)])
def test_rounding_each_time_never_pays_out_more_cash_than_came_in(
    api, session, pieces, price, came_in
):
    tiles = make.item(session, quantity=pieces, price_cents=price)
    sale = sold(api, session, of(tiles, pieces), cash=came_in)
    out = [refund(api, sale, method="cash") for _ in range(pieces)]
    assert {answer.status_code for answer in out} == {201}
    assert -sum(answer.json["payments"][0]["amount_cents"] for answer in out) == came_in
    assert holds(session)


def test_two_cents_in_cash_are_rounded_to_nothing_on_the_way_back_too(api, session):
    screw = make.item(session, quantity=50, price_cents=2)
    sale = sold(api, session, of(screw, 50), cash=100)
    assert refund(api, sale, method="cash").json["payments"][0]["amount_cents"] == 0
    body = basket(sale_shift(session), returned(sale))
    body["payments"] = [paid("cash", 0)]
    assert api.post("/sales", body).status_code == 201
    assert holds(session)


@pytest.mark.parametrize("method", ["pin", "cash", "voucher"])
def test_a_thing_that_was_given_away_comes_back_for_nothing(api, session, method):
    door = make.item(session)
    sale = sold(api, session, of(door, discount_cents=1250, reason="kras"))
    made = refund(api, sale, method=method)
    assert made.status_code == 201
    assert (made.json["total_cents"], made.json["vouchers"]) == (0, [])
    assert there(session, door)[0] == 1000
    assert holds(session)


@pytest.mark.parametrize(
    "payments",
    [[], [("pin", -1000)], [("pin", 1250)], [("pin", -1300)], [("pin", -1000), ("pin", -200)]],
)
def test_just_what_is_due_is_paid_out(api, session, payments):
    shift = make.shift(session)
    sale = sold(api, session, of(make.item(session)), shift=shift, pin=1250)
    body = basket(shift, returned(sale))
    body["payments"] = [paid(*payment) for payment in payments]
    assert problem(api.post("/sales", body)) == (422, "not-paid-out")
    assert rows(session, Sale) == [1]


def test_resending_a_refund_answers_the_first_one(api, session):
    tiles = make.item(session, quantity=3, price_cents=100)
    shift = make.shift(session)
    sale = sold(api, session, of(tiles, 3), shift=shift, pin=300)
    body = refund_body(back(quantity=2), method="voucher")
    first = api.post(f"/sales/{sale['id']}/refunds", body)
    assert api.post(f"/sales/{sale['id']}/refunds", body).json == first.json
    assert there(session, tiles)[0] == 2000
    api.post(f"/shifts/{shift}/close", {"counted_cents": 10_000})
    late = api.post(f"/sales/{sale['id']}/refunds", body)
    assert (late.status_code, late.json) == (201, first.json)
    assert rows(session, Sale) == [2]


def test_another_refund_under_a_used_id_is_refused(api, session):
    tiles = make.item(session, quantity=3, price_cents=100)
    sale = sold(api, session, of(tiles, 3), pin=300)
    body = refund_body()
    api.post(f"/sales/{sale['id']}/refunds", body)
    body["lines"][0]["quantity"] = 2
    answer = api.post(f"/sales/{sale['id']}/refunds", body)
    assert problem(answer) == (409, "other-content-under-this-id")
    assert there(session, tiles)[0] == 1000


def test_a_refund_under_the_id_of_its_sale_is_refused(api, session):
    sale = sold(api, session, of(make.item(session)), pin=1250)
    assert problem(refund(api, sale, id=sale["id"])) == (409, "other-content-under-this-id")


def test_a_piece_that_comes_back_broken_is_residue_with_its_weight(api, session):
    door = make.item(session, weight_g=18_500)
    sale = sold(api, session, of(door), pin=1250)
    refund(api, sale, back(back_to="residue", reason="glas stuk"))
    assert movements(session, door.code)[-2:] == [
        ("returned", 1000, 18_500),
        ("residue", -1000, -18_500),
    ]
    assert there(session, door)[:2] == (0, 0)
    assert holds(session)


def test_the_only_piece_waits_for_repair_under_its_own_label(api, session):
    door = make.item(session)
    sale = sold(api, session, of(door), pin=1250)
    refund(api, sale, back(back_to="repair"))
    assert there(session, door) == (1000, 18_000, "to_repair")
    assert rows(session, Item) == [1]
    assert problem(api.post("/sales", basket(sale_shift(session), of(door), pin=1250))) == (
        409,
        "not-for-sale",
    )
    assert holds(session)


def test_a_part_of_a_heap_waits_for_repair_under_a_label_of_its_own(api, session):
    tiles = make.item(session, quantity=10, price_cents=100, weight_g=400)
    sale = sold(api, session, of(tiles, 4), pin=400)
    refund(api, sale, back(quantity=3, back_to="repair"))
    assert there(session, tiles) == (6000, 2400, "for_sale")
    session.rollback()
    part = session.scalars(select(Item).order_by(Item.id.desc())).first()
    assert (part.quantity_milli, part.stock_g, part.state) == (3000, 1200, "to_repair")
    assert part.parent_id == tiles.id
    assert movements(session, part.code)[0] == ("split", 3000, 1200)
    assert holds(session)


def test_stock_and_repair_in_one_basket_keep_apart_what_is_broken(api, session):
    lamps = make.item(session, quantity=2, price_cents=100)
    sale = sold(api, session, of(lamps, 2), pin=200)
    made = refund(api, sale, back(back_to="repair"), back(back_to="stock"))
    assert made.status_code == 201
    assert [thing[2:] for thing in things(session)] == [(1000, "to_repair"), (1000, "for_sale")]
    assert holds(session)


def test_part_of_what_waits_for_repair_is_for_sale_when_it_comes_back_to_stock(api, session):
    lamps = make.item(session, quantity=3, price_cents=100)
    sale = sold(api, session, of(lamps), pin=100)
    lamps.state = "to_repair"
    session.commit()
    assert refund(api, sale).status_code == 201
    assert [thing[2:] for thing in things(session)] == [(2000, "to_repair"), (1000, "for_sale")]
    assert holds(session)


@pytest.mark.parametrize("left", [0, 2])
def test_what_is_kept_apart_for_safety_stays_so_when_more_of_it_comes_back(api, session, left):
    sheets = make.item(session, quantity=3, price_cents=100)
    sale = sold(api, session, of(sheets, 3 - left), pin=100 * (3 - left))
    sheets.state = "quarantined"
    session.commit()
    assert refund(api, sale).status_code == 201
    assert [thing[2:] for thing in things(session)] == [(1000 * (left + 1), "quarantined")]
    assert holds(session)


def test_a_part_that_is_repaired_keeps_its_part_of_what_was_paid(api, session):
    lamps = bought(session, 1000, quantity=3, price_cents=500)
    sale = sold(api, session, of(lamps, 2), pin=1000)
    refund(api, sale, back(quantity=1, back_to="repair"))
    session.rollback()
    part = session.scalars(select(Item).order_by(Item.id.desc())).first()
    assert (part.vat_regime, part.bought_cents) == ("margin", 334)


def test_what_goes_back_needs_a_place_to_go_to(api, session):
    sale = sold(api, session, of(make.item(session)), pin=1250)
    assert refund(api, sale, back(back_to="nowhere")).status_code == 422
    assert refund(api, sale, {"line": 1, "quantity": 1}).status_code == 422


@pytest.mark.parametrize("quantity", [0, -1, 0.5, 999_999_999])
def test_a_quantity_that_cannot_come_back_is_refused(api, session, quantity):
    sale = sold(api, session, of(make.item(session)), pin=1250)
    assert refund(api, sale, back(quantity=quantity)).status_code in (409, 422)
    assert rows(session, Sale) == [1]


def test_an_exchange_for_something_dearer_is_paid_for_the_difference(api, session):
    shift = make.shift(session)
    door = make.item(session, price_cents=1000)
    gate = make.item(session, price_cents=2500, title="Hek")
    sale = sold(api, session, of(door), shift=shift, pin=1000)
    made = sold(api, session, returned(sale), of(gate), shift=shift, cash=1500)
    assert made["total_cents"] == 1500
    assert made["vat"] == [{"rate": 21.0, "base_cents": 1500 - 260, "vat_cents": 260}]
    assert (there(session, door)[0], there(session, gate)[0]) == (1000, 0)
    assert entries(session, "refund")[0]["receipt"] == 2
    assert holds(session)


def test_an_exchange_for_something_cheaper_gives_the_difference_back(api, session):
    shift = make.shift(session)
    gate = make.item(session, price_cents=2500)
    door = make.item(session, price_cents=1000)
    sale = sold(api, session, of(gate), shift=shift, pin=2500)
    body = basket(shift, returned(sale), of(door))
    body["payments"] = [paid("cash", -1500)]
    assert problem(api.post("/sales", body)) == (409, "paid-another-way")
    body["payments"] = [paid("pin", -1500)]
    made = api.post("/sales", body)
    assert (made.status_code, made.json["total_cents"]) == (201, -1500)
    assert holds(session)


def test_an_even_exchange_needs_no_payment(api, session):
    shift = make.shift(session)
    one, other = make.item(session), make.item(session, title="Lamp")
    sale = sold(api, session, of(one), shift=shift, pin=1250)
    made = sold(api, session, returned(sale), of(other), shift=shift)
    assert (made["total_cents"], made["payments"]) == (0, [])
    assert holds(session)


def test_an_exchanged_thing_can_come_back_itself(api, session):
    shift = make.shift(session)
    one, other = make.item(session), make.item(session, title="Lamp")
    sale = sold(api, session, of(one), shift=shift, pin=1250)
    swapped = sold(api, session, returned(sale), of(other), shift=shift)
    assert problem(refund(api, swapped, back(2), method="cash")) == (409, "paid-another-way")
    assert refund(api, swapped, back(2)).status_code == 201
    assert there(session, other)[0] == 1000
    assert holds(session)


def unlabelled(slug, cents, back_to="residue", **more):
    return {
        "category": slug,
        "unit_price_cents": cents,
        "returns": {"back_to": back_to},
        **more,
    }


def test_without_a_receipt_there_is_only_store_credit(api, session):
    shift, slug = make.shift(session), make.category(session).slug
    body = basket(shift, unlabelled(slug, 500))
    for method in ("pin", "cash"):
        body["payments"] = [paid(method, -500)]
        assert problem(api.post("/sales", body)) == (409, "only-store-credit")
    body["payments"] = [paid("voucher", -500)]
    made = api.post("/sales", body)
    assert made.status_code == 201
    assert made.json["vouchers"][0]["amount_cents"] == 500
    assert made.json["lines"][0]["quantity"] == -1
    assert holds(session)


def test_without_a_receipt_a_cashier_needs_somebody_who_allows_it(cashier, session):
    body = basket(make.shift(session), unlabelled(make.category(session).slug, 100))
    body["payments"] = [paid("voucher", -100)]
    assert problem(cashier.post("/sales", body)) == (403, "needs-approval")


def test_a_labelled_thing_comes_back_only_with_its_receipt(api, session):
    door = make.item(session)
    body = basket(make.shift(session), {**of(door), "returns": {"back_to": "stock"}})
    assert problem(api.post("/sales", body)) == (422, "either-item-or-category")


def at_the_hub(session):
    """A till at the hub."""
    from bouwkringloop.stock.models import Site
    from bouwkringloop.till.models import Till

    hub = session.scalars(select(Site).where(Site.slug == "hub")).one()
    session.add(Till(slug="till-3", name="Kassa 3", site=hub))
    session.commit()
    return make.shift(session, "till-3")


def test_a_thing_that_was_sold_at_another_site_is_afterwards_here(api, session):
    door = make.item(session)
    sale = sold(api, session, of(door), pin=1250)
    assert refund(api, sale, shift=str(at_the_hub(session))).status_code == 201
    assert things(session) == [("hub", None, 1000, "for_sale")]
    assert holds(session)


def test_a_part_of_a_heap_at_another_site_gets_a_label_here(api, session):
    tiles = make.item(session, quantity=5, price_cents=100)
    sale = sold(api, session, of(tiles, 2), pin=200)
    assert refund(api, sale, back(quantity=2), shift=str(at_the_hub(session))).status_code == 201
    assert things(session) == [("shop", None, 3000, "for_sale"), ("hub", None, 2000, "for_sale")]
    assert holds(session)


def test_a_closed_shift_takes_nothing_back_and_stores_nothing(api, session):
    shift = make.shift(session)
    door = make.item(session)
    sale = sold(api, session, of(door), shift=shift, pin=1250)
    api.post(f"/shifts/{shift}/close", {"counted_cents": 10_000})
    assert problem(refund(api, sale, shift=str(shift))) == (409, "shift-closed")
    assert problem(refund(api, sale)) == (404, "unknown-shift")
    assert rows(session, Sale, SaleLine, Payment) == [1, 1, 1]
    assert there(session, door)[0] == 0
    assert refund(api, sale, shift=str(make.shift(session, "till-2"))).status_code == 201
    assert holds(session)


def test_a_refund_of_which_one_line_is_wrong_stores_nothing(api, session):
    door, lamp = make.item(session), make.item(session, title="Lamp")
    sale = sold(api, session, of(door), of(lamp), pin=2500)
    answer = refund(api, sale, back(1), back(2, quantity=2))
    assert problem(answer) == (409, "more-than-sold")
    assert (there(session, door)[0], rows(session, Sale)) == (0, [1])


def test_the_receipt_of_a_refund_says_what_came_back(api, session):
    sale = sold(api, session, of(make.item(session)), pin=1250)
    made = refund(api, sale).json
    said = words(jobs(session, "receipt", f"sale:{made['id']}")[0])
    assert ": Paneeldeur" in said
    assert said.count("€ -12,50") == 3
