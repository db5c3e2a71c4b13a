"""Who buys: known for what is bought on account, and for an invoice."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.partners import account
from bouwkringloop.partners.models import Customer
from bouwkringloop.till.basket import Basket, Line
from bouwkringloop.till.models import Sale
from bouwkringloop.till.settle import Settlement


class UnknownBuyer(Refused):
    """No customer has this id, or they were forgotten."""

    status = 422
    message = N_("This customer is not known. Choose another, or add them.")


class WhoBuys(Refused):
    """Somebody has to owe what is bought on account."""

    status = 422
    message = N_("Say which customer buys on account.")


def of(
    session: Session, basket: Basket, lines: Sequence[Line], settlement: Settlement
) -> int | None:
    """Find who buys; what comes back is of whom bought it."""
    on_account = any(payment.method == "account" for payment in settlement.payments)
    if basket.customer is not None:
        found = session.scalar(
            select(Customer.id).where(
                Customer.uuid == basket.customer, Customer.active, Customer.wiped_at.is_(None)
            )
        )
        if found is None:
            raise UnknownBuyer
        return found
    sales = {line.returned_sale_id for line in lines if line.returned_sale_id is not None}
    if sales:
        known = set(session.scalars(select(Sale.customer_id).where(Sale.id.in_(sales))))
        if len(known) == 1:
            return known.pop()
    if on_account:
        raise WhoBuys
    return None


def charge(session: Session, customer_id: int | None, settlement: Settlement) -> None:
    """Let the customer owe what is left on account, or owe less for what came back."""
    cents = sum(p.amount_cents for p in settlement.payments if p.method == "account")
    if not cents:
        return
    if customer_id is None:
        raise WhoBuys
    account.charge(session, customer_id, cents)
