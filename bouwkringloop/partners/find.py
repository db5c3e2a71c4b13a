"""Look customers up, the partners in the chain among them, and who works there."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.text import clean, fold
from bouwkringloop.partners.models import Contact, Customer, PartnerRole

PAGE = 50
#: As many as a till offers to choose from.
FEW = 20
#: Stands for a role where an organisation has none yet.
NO_ROLE = "none"


class UnknownCustomer(NotFound):
    """No customer has this id, or what was known of them was erased."""

    message = N_("This customer does not exist, or was erased.")


class UnknownContact(NotFound):
    """No contact has this id, or what was known of them was erased."""

    message = N_("This contact does not exist, or was erased.")


class NotAnOrganisation(Refused):
    """A private person where only organisations belong."""

    status = 422
    message = N_("%(name)s is a private person. Only companies and organisations can be partners.")


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
    query = _by_words(words, retired=retired)
    return session.scalars(query.limit(most).offset(skip)).all()


def partner(session: Session, uuid: UUID) -> Customer:
    """Find an organisation, whether it has a role already or not; a person is refused."""
    return _organisation(one(session, uuid))


def partner_to_change(session: Session, uuid: UUID) -> Customer:
    """Find an organisation and keep others from changing it until this is done."""
    return _organisation(to_change(session, uuid))


def _organisation(customer: Customer) -> Customer:
    if customer.kind != "organisation":
        raise NotAnOrganisation(name=customer.name)
    return customer


def partners(
    session: Session,
    words: str = "",
    role: str = "",
    *,
    retired: bool = False,
    most: int = PAGE,
    skip: int = 0,
) -> Sequence[Customer]:
    """List organisations with a role in the chain by name, or with this one.

    `NO_ROLE` lists those of which nobody said yet what they are.
    """
    held = exists().where(PartnerRole.customer_id == Customer.id)
    if role and role != NO_ROLE:
        held = held.where(PartnerRole.role == role)
    query = _by_words(words, retired=retired).where(Customer.kind == "organisation")
    query = query.where(~held if role == NO_ROLE else held)
    return session.scalars(query.limit(most).offset(skip)).all()


def is_partner(session: Session, customer: Customer) -> bool:
    """Tell whether a customer has a role in the chain, or contacts."""
    role = exists().where(PartnerRole.customer_id == customer.id)
    known = exists().where(Contact.customer_id == customer.id, Contact.wiped_at.is_(None))
    return bool(session.scalar(select(role | known)))


def _by_words(words: str, *, retired: bool) -> Select[Customer]:
    query = select(Customer).where(Customer.wiped_at.is_(None))
    if not retired:
        query = query.where(Customer.active)
    for word in fold(clean(words)[:120]).split():
        query = query.where(Customer.folded.contains(word, autoescape=True))
    return query.order_by(Customer.folded, Customer.id)


def contacts(session: Session, customer: Customer, *, retired: bool = False) -> Sequence[Contact]:
    """List who works at a partner's, by name."""
    query = select(Contact).where(Contact.customer_id == customer.id, Contact.wiped_at.is_(None))
    if not retired:
        query = query.where(Contact.active)
    return session.scalars(query.order_by(func.lower(Contact.name), Contact.id)).all()


def contact_counts(session: Session, customer_ids: Sequence[int]) -> dict[int, int]:
    """Count the contacts of many organisations by their rows."""
    query = (
        select(Contact.customer_id, func.count())
        .where(Contact.customer_id.in_(customer_ids), Contact.active)
        .group_by(Contact.customer_id)
    )
    return dict(session.execute(query).all())


def contact(session: Session, uuid: UUID) -> Contact:
    """Find a contact with the organisation."""
    query = select(Contact).options(joinedload(Contact.customer)).where(Contact.uuid == uuid)
    return _not_wiped(session.scalar(query))


def contact_to_change(session: Session, uuid: UUID) -> Contact:
    """Find a contact and keep others from changing it, or its organisation, until this is done."""
    found = contact(session, uuid)
    partner_to_change(session, found.customer.uuid)
    # Whoever changes a contact holds its organisation, so what is read now stays so.
    session.refresh(found)
    return _not_wiped(found)


def _not_wiped(contact: Contact | None) -> Contact:
    if contact is None or contact.wiped_at is not None:
        raise UnknownContact
    return contact
