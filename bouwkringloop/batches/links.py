"""The link that leads a builder to their own page, and back from it to the builder.

It is 160 bits of a keyed hash (HMAC-SHA-256) of the link's id, in base32. What is stored is a hash
of that, so who reads a copy of the database without the shop's keys can open no builder's page, and
the shop can still mail the same link once more.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock, keys
from bouwkringloop.base.codes import fingerprint
from bouwkringloop.base.errors import NotFound
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.batches.models import BuilderLink
from bouwkringloop.config import Config
from bouwkringloop.partners import forget
from bouwkringloop.partners.models import Contact, Customer
from bouwkringloop.people import audit

#: How long a link works unless it is made anew.
KEPT = timedelta(days=180)
#: What the key is for, so that no other use of the secret gives the same hashes.
_PURPOSE = b"bouwkringloop builder link 1"
_BYTES = 20
#: Where builders' pages are found, below the address of the shop.
PAGES = "/builder/"


class UnknownLink(NotFound):
    """No builder has this link."""

    message = N_("There is nothing at this address. Check the link, or ask the shop for a new one.")


class LinkEnded(NotFound):
    """The link has worked for its whole time, or the shop withdrew it."""

    status = 410
    message = N_("This link no longer works. Ask the shop for a new one; nothing is lost.")


def make(
    session: Session,
    config: Config,
    customer: Customer,
    *,
    by: Actor,
    contact: Contact | None = None,
    language: str = "nl",
) -> BuilderLink:
    """Make a link for a builder, or for one of their people."""
    uuid, now = uuid4(), clock.now()
    made = BuilderLink(
        uuid=uuid,
        customer=customer,
        contact=contact,
        token_hash=fingerprint(_token(config, uuid)),
        language=contact.language if contact else language,
        made_at=now,
        expires_at=now + KEPT,
        person_id=by.id,
    )
    session.add(made)
    session.flush()  # Whoever mails it needs it stored.
    forget.used(customer)
    audit.note(session, by, "builder_link.made", customer.subject, link=str(uuid))
    return made


def withdraw(session: Session, link: BuilderLink, *, by: Actor) -> None:
    """Let a link lead nowhere from now on."""
    if link.withdrawn_at is None:
        link.withdrawn_at = clock.now()
        audit.note(
            session, by, "builder_link.withdrawn", link.customer.subject, link=str(link.uuid)
        )


def one(session: Session, customer_id: int, uuid: UUID) -> BuilderLink:
    """Find a link of a builder, for whoever keeps them."""
    query = select(BuilderLink).where(
        BuilderLink.uuid == uuid, BuilderLink.customer_id == customer_id
    )
    found = session.scalar(query)
    if found is None:
        raise UnknownLink
    return found


def of_customer(session: Session, customer_id: int) -> Sequence[BuilderLink]:
    """List the links of a builder, the newest first."""
    query = select(BuilderLink).where(BuilderLink.customer_id == customer_id)
    query = query.options(joinedload(BuilderLink.contact))
    return session.scalars(query.order_by(BuilderLink.id.desc())).all()


def people_of(session: Session, customer_id: int) -> Sequence[Contact]:
    """List for whom of a builder's people a link can be made."""
    query = select(Contact).where(Contact.customer_id == customer_id, Contact.active)
    return session.scalars(query.order_by(Contact.name, Contact.id)).all()


def token(config: Config, link: BuilderLink) -> str:
    """Give the secret part of a link's address."""
    return _token(config, link.uuid)


def address(config: Config, link: BuilderLink) -> str:
    """Give the whole address for a mail; nothing where the shop has no public address."""
    return f"{config.public_root}{PAGES}{token(config, link)}" if config.public_url else ""


def opened(session: Session, told: str) -> BuilderLink:
    """Give the link that somebody came by; refuse one that never was, or no longer works."""
    query = select(BuilderLink).where(BuilderLink.token_hash == fingerprint(told.lower()))
    found = session.scalar(query)
    if found is None:
        raise UnknownLink
    if not works(found):
        raise LinkEnded
    return found


def works(link: BuilderLink) -> bool:
    """Tell whether a link still leads somewhere."""
    return link.withdrawn_at is None and clock.now() < link.expires_at


def _token(config: Config, uuid: UUID) -> str:
    secret = keys.secret(config.practises_for or config.home)
    key = hmac.digest(secret.encode(), _PURPOSE, hashlib.sha256)
    proof = hmac.digest(key, uuid.bytes, hashlib.sha256)[:_BYTES]
    return base64.b32encode(proof).decode().lower()
