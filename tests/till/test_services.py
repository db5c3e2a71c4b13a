"""A delivery is a line of its own: with VAT, without weight, and given back when it is not made."""

from bouwkringloop import proofs
from tests import make
from tests.till.test_selling import basket, of


def delivery(cents=2500, **more):
    return {"kind": "service", "unit_price_cents": cents, **more}


def test_a_delivery_is_paid_with_its_vat_beside_the_goods(api, session):
    shift, door = make.shift(session), make.item(session, price_cents=4500)
    answer = api.post("/sales", basket(shift, of(door), delivery(), pin=7000)).json
    assert answer["vat"] == [{"rate": 21.0, "base_cents": 5785, "vat_cents": 1215}]
    assert (answer["lines"][1]["description"], answer["lines"][1]["weight_g"]) == ("Bezorgen", 0)
    assert api.get(f"/shifts/{shift}/report").json["turnover_cents"] == 7000


def test_it_says_what_was_done(api, session):
    shift = make.shift(session)
    sent = basket(shift, delivery(description="Zagen"), pin=2500)
    assert api.post("/sales", sent).json["lines"][0]["description"] == "Zagen"


def test_a_discount_on_the_basket_leaves_the_delivery_alone(api, session):
    shift, door = make.shift(session), make.item(session, price_cents=4000)
    off = {"discount": {"percent": 1000, "reason": "Vaste klant"}}
    answer = api.post("/sales", basket(shift, of(door), delivery(), pin=6100, **off)).json
    assert [line["total_cents"] for line in answer["lines"]] == [3600, 2500]


def test_a_delivery_that_is_not_made_is_paid_back(api, session):
    shift = make.shift(session)
    sale = api.post("/sales", basket(shift, delivery(), pin=2500)).json["id"]
    back = {"id": str(make.uuid4()), "method": "pin", "lines": [{"line": 1, "back_to": "stock"}]}
    answer = api.post(f"/sales/{sale}/refunds", back)
    assert (answer.status_code, answer.json["total_cents"]) == (201, -2500)
    session.rollback()
    assert [proof.breaks for proof in proofs.all_of(session) if not proof.holds] == []
