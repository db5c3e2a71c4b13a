"""What a card terminal took pays for the one basket that it was asked for, and holds up the close."""

from uuid import UUID, uuid4

from tests import make
from tests.till import cards
from tests.till.test_selling import basket, left, of, sales


def by_card(shift, *lines, cents, payment, sale):
    paid = {"method": "pin", "tendered_cents": cents, "card_payment": str(payment.uuid)}
    return {**basket(shift, *lines), "id": str(sale), "payments": [paid]}


def test_what_the_terminal_took_pays_the_basket_it_was_asked_for(api, session):
    shift, door, sale = make.shift(session), make.item(session, price_cents=1250), uuid4()
    paid = cards.ended(session, "paid", shift=shift, sale=sale, cents=1250)
    sent = by_card(shift, of(door), cents=1250, payment=paid, sale=sale)
    assert api.post("/sales", sent).status_code == 201
    assert cards.kept(session, paid).used_at is not None
    assert api.post("/sales", sent).status_code == 201
    assert sales(session) == 1


def test_what_it_did_not_take_pays_for_nothing(api, session):
    shift, door, sale = make.shift(session), make.item(session, price_cents=1250), uuid4()
    for state in ("failed", "unknown"):
        other = uuid4()
        paid = cards.ended(session, state, shift=shift, sale=other, cents=1250)
        sent = by_card(shift, of(door), cents=1250, payment=paid, sale=other)
        assert api.post("/sales", sent).status_code == 409, state
    paid = cards.ended(session, "paid", shift=shift, sale=sale, cents=1250)
    elsewhere = by_card(shift, of(door), cents=1250, payment=paid, sale=uuid4())
    assert api.post("/sales", elsewhere).status_code == 409
    assert (sales(session), left(session, door)) == (0, 1000)


def test_a_till_is_not_closed_while_a_card_payment_is_in_doubt(api, session):
    shift = make.shift(session)
    doubtful = cards.ended(session, "unknown", shift=shift)
    answer = api.post(f"/shifts/{shift}/close", {"counted_cents": 10_000})
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/cards-in-doubt")
    settled = {"state": "failed", "note": "Niets op het bonnetje"}
    told = api.post(f"/card-payments/{UUID(str(doubtful.uuid))}/settle", settled)
    assert told.status_code == 200
    assert api.post(f"/shifts/{shift}/close", {"counted_cents": 10_000}).status_code == 200
