"""Draw up an agreement for a builder: a new version with its own words, which wait for a yes."""

import json
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.batches import prints
from bouwkringloop.batches.agreements import terms, text
from bouwkringloop.batches.agreements.models import Agreement, AgreementWords
from bouwkringloop.partners import find as partners
from bouwkringloop.partners import forget, shop
from bouwkringloop.partners.models import Customer
from bouwkringloop.partners.shop import Details

MOST_FREE_DAYS = 3650
#: Room for each of the things that are written in one's own words.
LONGEST = 2000
WHOLE_MILLI = 1000


class ShopUnknown(Refused):
    """An agreement needs to say with whom it is."""

    message = N_("First fill in the details of the shop: they stand in every agreement.")


class DoesNotFit(Refused):
    """What is agreed on contradicts itself; `field` is what has to be chosen otherwise."""

    status = 422
    field = "basis"


class ConsignedUnderMargin(DoesNotFit):
    """A builder whose things are sold on consignment, without VAT."""

    message = N_(
        "On consignment the builder delivers with VAT. Without VAT, choose that the shop buys"
        " the things, or gets them."
    )
    field = "vat"


class NoShare(DoesNotFit):
    """Consignment of which the builder gets nothing, or more than all."""

    message = N_("Type which part is for the builder, such as 40 or 37,5.")
    field = "share"


class OwnershipDoesNotFit(DoesNotFit):
    """Things of the shop that it sells on consignment, or things that it never gets."""

    message = N_(
        "What is sold on consignment stays the builder's until it is sold; what is given or"
        " bought becomes the shop's before that."
    )
    field = "ownership"


@dataclass(frozen=True)
class Told:
    """What is agreed on, as it was filled in."""

    basis: str
    share_milli: int
    vat: str
    transport: str
    ownership: str
    leftovers: str
    free_days: int
    norms: str
    reporting: str
    extra: str
    language: str


def record(
    session: Session, uuid: UUID, customer_uuid: UUID, told: Told, *, by: Actor
) -> Agreement:
    """Store the next version of what is agreed with a builder; the same form once.

    Two at one moment with one id are told apart by the database (`again_if_raced`).
    """
    first = session.scalar(select(Agreement).where(Agreement.uuid == uuid))
    if first is not None:
        if first.customer.uuid != customer_uuid or told_by(first) != told:
            raise OtherContentUnderThisId
        return first
    check(told)
    # Of two versions at one moment the second counts on from the first.
    customer = partners.to_change(session, customer_uuid)
    own = shop.details(session)
    if not own.name:
        raise ShopUnknown
    last = select(func.max(Agreement.number)).where(Agreement.customer_id == customer.id)
    made = Agreement(
        uuid=uuid,
        customer=customer,
        number=(session.scalar(last) or 0) + 1,
        terms=terms.newest(session),
        made_at=clock.now(),
        person_id=by.id,
        **asdict(told),
    )
    keep_words(session, made, customer, own)
    session.flush()  # The same id at one moment is stopped here, by the database.
    forget.used(customer)
    prints.note(session, by, "agreement.drawn_up", made.subject, [made], basis=told.basis)
    return made


def keep_words(session: Session, made: Agreement, customer: Customer, own: Details) -> None:
    """Write an agreement out, and keep its words and their hash with it."""
    words = text.compose(made, customer, own, terms.read_in(made.terms, made.language)).to_json()
    made.content_hash = text.hashed(words)
    session.add(AgreementWords(agreement=made, words=words, shop=json.dumps(asdict(own))))


def check(told: Told) -> None:
    """Raise the refusal that fits where what is agreed on contradicts itself."""
    consigned = told.basis == "consigned"
    if consigned and not 0 < told.share_milli <= WHOLE_MILLI:
        raise NoShare
    if consigned and told.vat == "margin":
        raise ConsignedUnderMargin
    if consigned != (told.ownership == "sale"):
        raise OwnershipDoesNotFit


def told_by(agreement: Agreement) -> Told:
    """Give what an agreement says, for the next version to begin with."""
    return Told(**{name: getattr(agreement, name) for name in Told.__dataclass_fields__})
