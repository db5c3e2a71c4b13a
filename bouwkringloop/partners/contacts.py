"""Keep who works at a partner's; the trail tells what changed, but not who it is."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.errors import BadInput, OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import LANGUAGES, N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.smtp import is_address
from bouwkringloop.base.text import clean
from bouwkringloop.partners import find, forget, numbers
from bouwkringloop.partners.keep import LONGEST, BadMailAddress
from bouwkringloop.partners.models import Contact
from bouwkringloop.partners.words import DISCIPLINES
from bouwkringloop.people import audit

#: What says who a contact is and how to reach them.
PERSONAL = ("name", "function", "email", "phone")


class NoContactName(Refused):
    """A contact without a name."""

    status = 422
    message = N_("Type the contact's name.")


@dataclass(frozen=True)
class Facts:
    """What is known of a contact."""

    name: str
    discipline: str = "other"
    function: str = ""
    email: str = ""
    phone: str = ""
    language: str = "nl"


def checked(facts: Facts) -> Facts:
    """Bring facts into one form; raise the refusal that fits the first that cannot be."""
    tidy = Facts(
        name=clean(facts.name)[: LONGEST["name"]],
        discipline=facts.discipline,
        function=clean(facts.function)[: LONGEST["name"]],
        email=clean(facts.email),
        phone=numbers.phone(clean(facts.phone)[: LONGEST["phone"]]),
        language=facts.language,
    )
    if not tidy.name:
        raise NoContactName
    if tidy.discipline not in DISCIPLINES:
        raise BadInput(what="discipline")
    if tidy.language not in LANGUAGES:
        raise BadInput(what="language")
    if tidy.email and not is_address(tidy.email):
        raise BadMailAddress
    return tidy


def add(session: Session, partner: UUID, uuid: UUID, facts: Facts, *, by: Actor) -> Contact:
    """Add a contact of a partner once, however often it is sent.

    Two requests with one id at one moment raise IntegrityError for the second to store, which
    finds the first when it starts over (`again_if_raced`).
    """
    facts = checked(facts)
    customer = find.partner_to_change(session, partner)
    first = session.scalar(select(Contact).where(Contact.uuid == uuid))
    if first is not None:
        if first.customer_id != customer.id or _changes(first, facts):
            raise OtherContentUnderThisId
        return first
    made = Contact(uuid=uuid, customer=customer, **asdict(facts))
    session.add(made)
    session.flush()  # The same id sent at one moment is stopped here, by the database.
    forget.used(customer)
    _note(session, made, "contact.added", by=by, discipline=facts.discipline)
    return made


def change(session: Session, uuid: UUID, facts: Facts, *, by: Actor) -> Contact:
    """Change what is known of a contact."""
    facts = checked(facts)
    contact = find.contact_to_change(session, uuid)
    changed = _changes(contact, facts)
    if not changed:
        return contact
    for name, (_, value) in changed.items():
        setattr(contact, name, value)
    told: dict[str, Any] = {name: pair for name, pair in changed.items() if name not in PERSONAL}
    personal = " ".join(name for name in changed if name in PERSONAL)
    if personal:
        told["changed"] = personal
    forget.used(contact.customer)
    # The trail is never wiped, so nothing that says who it is stands in it.
    _note(session, contact, "contact.changed", by=by, **told)
    return contact


def retire(session: Session, uuid: UUID, *, by: Actor) -> Contact:
    """Offer a contact no more, since they work there no longer."""
    contact = find.contact_to_change(session, uuid)
    contact.active = False
    _note(session, contact, "contact.retired", by=by)
    return contact


def take_back(session: Session, uuid: UUID, *, by: Actor) -> Contact:
    """Offer a contact again."""
    contact = find.contact_to_change(session, uuid)
    contact.active = True
    _note(session, contact, "contact.returned", by=by)
    return contact


def erase(session: Session, uuid: UUID, *, by: Actor) -> Contact:
    """Erase who a contact is, because they ask for it or left long ago."""
    contact = find.contact_to_change(session, uuid)
    forget.wipe_contact(contact)
    _note(session, contact, "contact.wiped", by=by)
    return contact


def _changes(contact: Contact, facts: Facts) -> dict[str, list[str]]:
    return {
        name: [getattr(contact, name), value]
        for name, value in asdict(facts).items()
        if getattr(contact, name) != value
    }


def _note(session: Session, contact: Contact, action: str, *, by: Actor, **told: Any) -> None:
    audit.note(session, by, action, contact.customer.subject, contact=contact.uuid, **told)
