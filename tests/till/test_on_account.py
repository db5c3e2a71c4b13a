"""What is bought now and paid later is owed by somebody, up to what they may owe."""

from uuid import uuid4

from sqlalchemy import select

from bouwkringloop.partners.models import Customer
from bouwkringloop.till.models import Sale
from tests import make
from tests.till.test_selling import basket, left, of, sales


def buyer(session, limit_cents=10_000, **changed):
    return make.customer(
        session, may_buy_on_account=True, account_limit_cents=limit_cents, **changed
    ).uuid


def owes(session, uuid):
    session.rollback()
    return session.scalar(select(Customer.open_cents).where(Customer.uuid == uuid))


def on_account(shift, *lines, cents, customer=None, **more):
    paid = [{"method": "account", "tendered_cents": cents}]
    named = {} if customer is None else {"customer": str(customer)}
    return {**basket(shift, *lines, **more), "payments": paid, **named}


def test_a_customer_owes_what_was_put_on_account(api, session):
    shift, customer = make.shift(session), buyer(session)
    door = make.item(session, price_cents=4500)
    answer = api.post("/sales", on_account(shift, of(door), cents=4500, customer=customer))
    assert answer.status_code == 201
    assert owes(session, customer) == 4500


def test_part_is_paid_now_and_the_rest_is_owed(api, session):
    shift, customer = make.shift(session), buyer(session)
    door = make.item(session, price_cents=4502)
    sent = on_account(shift, of(door), cents=2500, customer=customer)
    sent["payments"].append({"method": "cash", "tendered_cents": 2000})
    answer = api.post("/sales", sent)
    assert (answer.json["rounding_cents"], owes(session, customer)) == (-2, 2500)


def test_nobody_owes_without_a_name(api, session):
    shift = make.shift(session)
    door = make.item(session, price_cents=4500)
    answer = api.post("/sales", on_account(shift, of(door), cents=4500))
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/who-buys")
    assert (sales(session), left(session, door)) == (0, 1000)


def test_an_unknown_customer_buys_nothing(api, session):
    shift = make.shift(session)
    door = make.item(session, price_cents=4500)
    answer = api.post("/sales", on_account(shift, of(door), cents=4500, customer=uuid4()))
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/unknown-buyer")
    assert sales(session) == 0


def test_nobody_owes_more_than_they_may(api, session):
    shift, customer = make.shift(session), buyer(session, 4499)
    door = make.item(session, price_cents=4500)
    answer = api.post("/sales", on_account(shift, of(door), cents=4500, customer=customer))
    assert answer.status_code == 409
    assert (sales(session), left(session, door), owes(session, customer)) == (0, 1000, 0)


def test_what_comes_back_is_owed_no_more(api, session):
    shift, customer = make.shift(session), buyer(session)
    tiles = make.item(session, price_cents=500, quantity=6)
    sent = on_account(shift, of(tiles, 6), cents=3000, customer=customer)
    sale = api.post("/sales", sent).json["id"]
    back = {"id": str(uuid4()), "method": "account"}
    back["lines"] = [{"line": 1, "quantity": 2, "back_to": "stock"}]
    answer = api.post(f"/sales/{sale}/refunds", back)
    assert answer.status_code == 201
    assert owes(session, customer) == 2000
    in_cash = {**back, "id": str(uuid4()), "method": "cash"}
    assert api.post(f"/sales/{sale}/refunds", in_cash).status_code == 409


def test_a_customer_stands_at_a_sale_that_was_paid_at_once(api, session):
    shift, customer = make.shift(session), buyer(session)
    door = make.item(session, price_cents=4500)
    api.post("/sales", basket(shift, of(door), pin=4500, customer=str(customer)))
    session.rollback()
    known = select(Customer.uuid).join(Sale, Sale.customer_id == Customer.id)
    assert session.scalar(known) == customer
    assert owes(session, customer) == 0
