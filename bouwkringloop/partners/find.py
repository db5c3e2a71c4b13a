"""Look customers up."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.errors import NotFound
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.text import clean, fold
from bouwkringloop.partners.models import Customer

PAGE = 50
#: As many as a till offers to choose from.
FEW = 20


class UnknownCustomer(NotFound):
    """No customer has this id, or what was known of them was erased."""

    message = N_("This customer does not exist, or was erased.")


def one(session: Session, uuid: UUID) -> Customer:
    """Find a customer."""
    return _known(session.scalar(select(Customer).where(Customer.uuid == uuid)))


def of_sale(session: Session, customer_id: int | None) -> Customer | None:
    """Find who bought, by the number that a sale keeps; None where that is nobody known."""
    found = session.get(Customer, customer_id) if customer_id is not None else None
    return None if found is None or found.wiped_at is not None else found


def to_change(session: Session, uuid: UUID) -> Customer:
    """Find a customer and keep others from changing them until this is done."""
    query = select(Customer).where(Customer.uuid == uuid).with_for_update()
    return _known(session.scalar(query.execution_options(populate_existing=True)))


def _known(customer: Customer | None) -> Customer:
    if customer is None or customer.wiped_at is not None:
        raise UnknownCustomer
    return customer


def listed(
    session: Session, words: str = "", *, retired: bool = False, most: int = PAGE, skip: int = 0
) -> Sequence[Customer]:
    """List customers by name; every word has to occur in name, place, postcode or a number."""
    query = select(Customer).where(Customer.wiped_at.is_(None))
    if not retired:
        query = query.where(Customer.active)
    for word in fold(clean(words)[:120]).split():
        query = query.where(Customer.folded.contains(word, autoescape=True))
    return session.scalars(
        query.order_by(Customer.folded, Customer.id).limit(most).offset(skip)
    ).all()
