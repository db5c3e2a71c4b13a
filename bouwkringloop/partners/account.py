"""What a customer owes the shop: it grows with what is bought on account, and shrinks when paid."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.partners.models import Customer


class NotOnAccount(Refused):
    """The customer may not buy on account, or would owe more than may be."""

    message = N_(
        "This customer cannot buy this on account: it is not allowed, or too much is open."
    )


def charge(session: Session, customer_id: int, cents: int) -> None:
    """Let a customer owe more, or less when something is taken back on account.

    Testing and adding are one statement, so two tills cannot go over the limit together.
    """
    new = Customer.open_cents + cents
    rule = update(Customer).where(Customer.id == customer_id, Customer.wiped_at.is_(None))
    if cents > 0:
        rule = rule.where(
            Customer.active, Customer.may_buy_on_account, new <= Customer.account_limit_cents
        )
    if session.execute(rule.values(open_cents=new)).rowcount != 1:  # type: ignore[attr-defined]
        raise NotOnAccount


def settle(session: Session, customer_id: int, cents: int) -> None:
    """Let a customer owe less by what was paid; a payment that is taken back is below zero."""
    session.execute(
        update(Customer)
        .where(Customer.id == customer_id)
        .values(open_cents=Customer.open_cents - cents)
    )
