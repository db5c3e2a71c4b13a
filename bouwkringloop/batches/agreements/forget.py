"""Forget who accepted an agreement, and let old links lead nowhere, when a builder came no more."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, mail
from bouwkringloop.batches.agreements.models import Acceptance, Agreement, AgreementWords
from bouwkringloop.batches.models import BuilderLink
from bouwkringloop.partners.forget import UNUSED
from bouwkringloop.partners.models import Customer
from bouwkringloop.people import audit

#: What stands in the place of a hash that leads nowhere.
_NOWHERE = "erased:"


def wipe_old(session: Session) -> int:
    """Erase names and links of builders two years after their last use; tell of how many.

    The words of their agreements name them, and go with the builder's own row.
    """
    before = clock.now() - UNUSED
    wiped = _names(session, before) | _links(session, before) | _words(session)
    for subject in sorted(wiped):
        audit.note(session, None, "agreement.wiped", subject)
    return len(wiped)


def _names(session: Session, before: datetime) -> set[str]:
    """Empty who accepted, and tell whose agreements these were."""
    query = (
        select(Acceptance, Customer)
        .join(Agreement, Agreement.id == Acceptance.agreement_id)
        .join(Customer, Customer.id == Agreement.customer_id)
        .where(Customer.last_used_at < before, Acceptance.name != "")
    )
    found = session.execute(query).all()
    for acceptance, _ in found:
        acceptance.name = acceptance.function = ""
    return {customer.subject for _, customer in found}


def _links(session: Session, before: datetime) -> set[str]:
    """Empty links: what batches and agreements came by stays, but it leads nowhere."""
    query = (
        select(BuilderLink)
        .join(Customer, Customer.id == BuilderLink.customer_id)
        .where(Customer.last_used_at < before, ~BuilderLink.token_hash.startswith(_NOWHERE))
    )
    found = session.scalars(query).all()
    for link in found:
        mail.forget(session, link.subject)
        link.contact, link.withdrawn_at = None, link.withdrawn_at or clock.now()
        link.token_hash = f"{_NOWHERE}{link.uuid}"
    return {link.customer.subject for link in found}


def _words(session: Session) -> set[str]:
    """Empty the words of agreements with builders who were erased."""
    query = (
        select(AgreementWords, Customer)
        .join(Agreement, Agreement.id == AgreementWords.agreement_id)
        .join(Customer, Customer.id == Agreement.customer_id)
        .where(Customer.wiped_at.is_not(None), AgreementWords.words != "")
    )
    found = session.execute(query).all()
    for words, _ in found:
        words.words = ""
    return {customer.subject for _, customer in found}
