"""Sales to be invoiced, as the till makes them."""

from dataclasses import replace
from uuid import uuid4

from sqlalchemy import select

from bouwkringloop.invoicing import basis, issue
from bouwkringloop.till import sell
from bouwkringloop.till.basket import Basket, ComesBack, Paid, Wanted
from bouwkringloop.till.models import Sale, Shift
from tests import make


def sale(session, price_cents=12_100, **described):
    """A door that was sold by card; gives the sale's id."""
    door = make.item(session, price_cents=price_cents, **described)
    return _sold(session, Wanted(door.code, None, "", 1000, None, 0, None, ""), "pin")


def _sold(session, wanted, method, customer=None):
    shift = session.scalar(select(Shift.uuid).where(Shift.closed_at.is_(None)))
    sold = Basket(
        uuid4(),
        shift or make.shift(session),
        (wanted,),
        (Paid(method, None),),
        uuid4().hex,
        customer=customer,
    )
    sell.record(session, sold, by=make.actor(session))
    session.commit()
    return sold.id


def issued(session, uuid, customer=None, **changed):
    """The invoice of a sale; `changed` is what of the sale is otherwise than the till told."""
    found = replace(basis.read(session, uuid), **changed)
    chosen = customer.uuid if customer else None
    made = issue.issue(
        session, issue.Wanted(uuid4(), chosen, "Werk 4711"), found, by=make.actor(session)
    )
    session.commit()
    return made


def sold_on_account(session, customer, cents=12_100):
    """A length that costs a cent a millimetre, sold on account; gives the sale's id."""
    beam = make.item(session, price_cents=1000, unit="m", quantity=1000)
    wanted = Wanted(beam.code, None, "", cents, None, 0, None, "")
    return _sold(session, wanted, "account", customer.uuid)


def on_account(session, customer, cents=12_100):
    """An invoice of which everything is open."""
    return issued(session, sold_on_account(session, customer, cents), customer)


def brought_back(session, sale, cents=12_100):
    """Some of that length came back and was taken off the account; gives the sale's id."""
    back = Wanted(None, None, "", cents, None, 0, None, "", comes_back=ComesBack("stock", sale, 1))
    return _sold(session, back, "account")


def given_back(session, invoice, cents=12_100):
    """The credit note for some of the length of an invoice."""
    sold = session.get_one(Sale, invoice.sale_id).uuid
    return issued(session, brought_back(session, sold, cents))


def builder(session, **changed):
    """A company that may buy on account, in a shop that may issue invoices."""
    make.shop_details(session)
    terms = {"may_buy_on_account": True, "account_limit_cents": 1_000_000}
    return make.customer(session, **terms, **changed)
