"""Sales to be invoiced: those that the till makes, and those that it will make."""

from dataclasses import replace
from uuid import uuid4

from sqlalchemy import select

from bouwkringloop.invoicing import basis, issue
from bouwkringloop.partners import account
from bouwkringloop.till import sell
from bouwkringloop.till.basket import Basket, Paid, Wanted
from bouwkringloop.till.models import Sale, Shift
from tests import make


def sale(session, price_cents=12_100, **described):
    """A door that was sold by card; gives the sale's id."""
    shift = session.scalar(select(Shift.uuid).where(Shift.closed_at.is_(None)))
    shift = shift or make.shift(session)
    door = make.item(session, price_cents=price_cents, **described)
    wanted = Wanted(door.code, None, "", 1000, None, 0, None, "")
    sold = Basket(uuid4(), shift, (wanted,), (Paid("pin", price_cents),), uuid4().hex)
    sell.record(session, sold, by=make.actor(session))
    session.commit()
    return sold.id


def issued(session, uuid, customer=None, **changed):
    """The invoice of a sale; `changed` is what of the sale the till cannot do yet."""
    found = replace(basis.read(session, uuid), **changed)
    chosen = customer.uuid if customer else None
    if found.on_account_cents:
        owes = customer or issue_of(session, found.refunds_sale_id).customer
        account.charge(session, owes.id, found.on_account_cents)
    made = issue.issue(
        session, issue.Wanted(uuid4(), chosen, "Werk 4711"), found, by=make.actor(session)
    )
    session.commit()
    return made


def issue_of(session, sale_id):
    """The invoice of a sale that has one."""
    return issue.of_sale(session, sale_id)


def on_account(session, customer, cents=12_100):
    """An invoice of which everything is open."""
    return issued(session, sale(session, cents), customer, on_account_cents=cents)


def given_back(session, invoice, cents=12_100, *, account_cents=0):
    """The credit note for a thing of an invoice that came back."""
    uuid = sale(session, cents)
    row = session.scalars(select(Sale).where(Sale.uuid == uuid)).one()
    found = basis.read(session, uuid)
    lines = tuple(
        replace(
            line,
            quantity_milli=-line.quantity_milli,
            total_cents=-line.total_cents,
            vat_cents=-line.vat_cents,
        )
        for line in found.lines
    )
    row.total_cents = -row.total_cents
    return issued(
        session,
        uuid,
        lines=lines,
        refunds_sale_id=invoice.sale_id,
        on_account_cents=-account_cents,
    )


def builder(session, **changed):
    """A company that may buy on account, in a shop that may issue invoices."""
    make.shop_details(session)
    terms = {"may_buy_on_account": True, "account_limit_cents": 1_000_000}
    return make.customer(session, **terms, **changed)
