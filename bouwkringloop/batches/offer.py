"""Store what a builder offers: through their own link, or by somebody here who was called."""

from collections.abc import Sequence
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import OtherContentUnderThisId
from bouwkringloop.batches import files, offer_check, prints, step
from bouwkringloop.batches import told as letters
from bouwkringloop.batches.files import Written
from bouwkringloop.batches.models import Batch, BatchLine
from bouwkringloop.batches.offer_check import OfferNotRight
from bouwkringloop.batches.offered import Told, ToldLine, cleaned
from bouwkringloop.catalogue.models import Category
from bouwkringloop.config import Config
from bouwkringloop.partners import find as partners
from bouwkringloop.partners import numbers
from bouwkringloop.stock import numbers as counted

__all__ = ["Told", "ToldLine", "earlier", "record", "take"]


def earlier(session: Session, told: Told) -> Batch | None:
    """Find the offer that was sent before under this id, if it said the same."""
    first = session.scalar(select(Batch).where(Batch.uuid == told.id))
    if first is not None and first.content_hash != cleaned(told).content_hash:
        raise OtherContentUnderThisId
    return first


def take(
    session: Session,
    config: Config,
    told: Told,
    *,
    by: step.By,
    written: Sequence[Written] = (),
) -> Batch:
    """Store an offer, and confirm it by mail where that can be; sent again, it is found."""
    first = earlier(session, told)
    if first is not None:
        return first
    made = record(session, told, by=by, written=written)
    letters.arrived(session, config, made)
    return made


def record(session: Session, told: Told, *, by: step.By, written: Sequence[Written] = ()) -> Batch:
    """Store an offer once, however often it is sent; raise OfferNotRight before anything is stored.

    Two with one id at one moment raise IntegrityError for the second to store, which finds the
    first when it starts over (`again_if_raced`). `written` are the photos and papers of its lines,
    whose files lie in the folder already.
    """
    first = earlier(session, told)
    if first is not None:
        return first
    told = cleaned(told)
    customer = partners.to_change(session, told.customer)
    if not customer.active or (by.link is not None and by.link.customer_id != customer.id):
        raise partners.UnknownCustomer
    found = offer_check.problems(session, told)
    if found or told.available_from is None or told.available_until is None:
        raise OfferNotRight(found)
    known = offer_check.kinds(session, told)
    batch = Batch(
        uuid=told.id,
        content_hash=told.content_hash,
        number=counted.next_one(session, Batch.number),
        customer=customer,
        project=told.project,
        street=told.street,
        postcode=numbers.postcode(told.postcode),
        city=told.city,
        contact_name=told.contact_name,
        contact_phone=numbers.phone(told.contact_phone),
        contact_email=told.contact_email,
        access=told.access,
        available_from=told.available_from,
        available_until=told.available_until,
        language=told.language,
        offered_at=clock.now(),
        person_id=by.person.id if by.person else None,
        link_id=by.link.id if by.link else None,
        lines=[
            _line(each, known[each.category], position)
            for position, each in enumerate(told.lines, 1)
        ],
    )
    session.add(batch)
    session.flush()  # The same id sent at one moment is stopped here, by the database.
    files.attach(session, batch, written)
    step.begin(session, batch, by)
    prints.note(
        session,
        by.person,
        "batch.offered",
        batch.subject,
        batch.lines,
        batch=batch.number,
        lines=len(batch.lines),
        files=len(written),
    )
    return batch


def _line(told: ToldLine, category: Category, position: int) -> BatchLine:
    weight_g, source = offer_check.weighed(told, category)
    facts = {**vars(told), "category": category, "unit": category.unit, "weight_g": weight_g}
    return BatchLine(**facts, uuid=uuid4(), position=position, weight_source=source)
