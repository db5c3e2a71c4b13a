"""Add customers and change what is known of them; the trail tells what changed, but not who."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import BadInput, Forbidden, OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import LANGUAGES, N_
from bouwkringloop.base.money import MOST_CENTS
from bouwkringloop.base.permissions import Actor, Permission
from bouwkringloop.base.smtp import is_address
from bouwkringloop.base.text import clean, fold
from bouwkringloop.partners import find, numbers
from bouwkringloop.partners.models import KINDS, PERSONAL, Customer
from bouwkringloop.people import audit

LONGEST = {"name": 100, "street": 100, "city": 60, "reference": 60, "phone": 24}
MOST_DAYS = 120
_TERMS = ("may_buy_on_account", "account_limit_cents")


class NoCustomerName(Refused):
    """A customer without a name."""

    status = 422
    message = N_("Type the customer's name.")


class BadMailAddress(Refused):
    """Nothing that mail can go to."""

    status = 422
    message = N_("A mail address is like name@example.nl.")


class NoLimit(Refused):
    """Somebody may buy on account, but for nothing."""

    status = 422
    message = N_("Type how much may be open on account.")


class StillAPartner(Refused):
    """An organisation with a role in the chain, or with contacts, cannot become a person."""

    message = N_(
        "This organisation is a partner. Take away its roles and contacts"
        " before you make it a private person."
    )


@dataclass(frozen=True)
class Facts:
    """What is known of a customer."""

    name: str
    kind: str = "person"
    kvk: str = ""
    vat_number: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "NL"
    email: str = ""
    phone: str = ""
    reference: str = ""
    payment_days: int = 14
    language: str = "nl"
    may_buy_on_account: bool = False
    account_limit_cents: int = 0

    @property
    def content_hash(self) -> str:
        """Tell these facts from others that come under the same id."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


def checked(facts: Facts) -> Facts:
    """Bring facts into one form; raise the refusal that fits the first that cannot be."""
    cleaned: dict[str, Any] = {
        name: clean(getattr(facts, name))[:most] for name, most in LONGEST.items()
    }
    tidy = replace(facts, **cleaned)
    if not tidy.name:
        raise NoCustomerName
    if tidy.kind not in KINDS:
        raise BadInput(what="kind")
    if tidy.language not in LANGUAGES:
        raise BadInput(what="language")
    if tidy.email and not is_address(tidy.email):
        raise BadMailAddress
    if not 0 <= tidy.payment_days <= MOST_DAYS:
        raise BadInput(what="payment_days")
    if not 0 <= tidy.account_limit_cents <= MOST_CENTS:
        raise BadInput(what="account_limit_cents")
    if tidy.may_buy_on_account and not tidy.account_limit_cents:
        raise NoLimit
    country = numbers.country(tidy.country)
    return replace(
        tidy,
        country=country,
        postcode=numbers.postcode(clean(tidy.postcode)[:12], country),
        kvk=numbers.kvk(tidy.kvk),
        vat_number=numbers.vat_number(tidy.vat_number),
        phone=numbers.phone(tidy.phone),
    )


def add(session: Session, uuid: UUID, facts: Facts, *, by: Actor) -> Customer:
    """Add a customer once, however often it is sent.

    Two requests with one id at one moment raise IntegrityError for the second to store, which
    finds the first when it starts over (`again_if_raced`).
    """
    facts = checked(facts)
    first = session.scalar(select(Customer).where(Customer.uuid == uuid))
    if first is not None:
        if first.content_hash != facts.content_hash:
            raise OtherContentUnderThisId
        return first
    if facts.may_buy_on_account or facts.account_limit_cents:
        _check_terms(by)
    now = clock.now()
    made = Customer(
        uuid=uuid,
        content_hash=facts.content_hash,
        **asdict(facts),
        folded=_folded(facts),
        created_at=now,
        last_used_at=now,
    )
    session.add(made)
    session.flush()  # The same id sent at one moment is stopped here, by the database.
    audit_terms = {name: getattr(facts, name) for name in _TERMS if getattr(facts, name)}
    audit.note(session, by, "customer.added", made.subject, **audit_terms)
    return made


def change(session: Session, uuid: UUID, facts: Facts, *, by: Actor) -> Customer:
    """Change what is known of a customer; only who keeps accounts may change their terms."""
    facts = checked(facts)
    customer = find.to_change(session, uuid)
    changed = {
        name: [getattr(customer, name), value]
        for name, value in asdict(facts).items()
        if getattr(customer, name) != value
    }
    if changed.keys() & set(_TERMS):
        _check_terms(by)
    if facts.kind == "person" and "kind" in changed and find.is_partner(session, customer):
        raise StillAPartner
    if not changed:
        return customer
    for name, (_, value) in changed.items():
        setattr(customer, name, value)
    customer.folded, customer.last_used_at = _folded(facts), clock.now()
    open_facts: dict[str, Any] = {
        name: pair for name, pair in changed.items() if name not in PERSONAL
    }
    personal = " ".join(name for name in changed if name in PERSONAL)
    if personal:
        open_facts["changed"] = personal
    # The trail is never wiped, so nothing that says who it is stands in it.
    audit.note(session, by, "customer.changed", customer.subject, **open_facts)
    return customer


def retire(session: Session, uuid: UUID, *, by: Actor) -> None:
    """Offer a customer no more."""
    customer = find.to_change(session, uuid)
    customer.active = False
    audit.note(session, by, "customer.retired", customer.subject)


def take_back(session: Session, uuid: UUID, *, by: Actor) -> None:
    """Offer a customer again."""
    customer = find.to_change(session, uuid)
    customer.active, customer.last_used_at = True, clock.now()
    audit.note(session, by, "customer.returned", customer.subject)


def _check_terms(by: Actor) -> None:
    if not by.may(Permission.KEEP_ACCOUNTS):
        raise Forbidden


def _folded(facts: Facts) -> str:
    told = (facts.name, facts.city, facts.postcode.replace(" ", ""), facts.kvk, facts.reference)
    return fold(" ".join(part for part in told if part))
