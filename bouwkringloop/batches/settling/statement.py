"""Issue to a builder what became of a batch up to a day; what was issued never changes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.errors import NotFound, OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.batches import find, prints
from bouwkringloop.batches.models import Batch
from bouwkringloop.batches.settling import frozen, read, yields_json
from bouwkringloop.batches.settling.models import YieldStatement
from bouwkringloop.batches.settling.yields import Yield
from bouwkringloop.partners import forget, shop

LONGEST_WORDS = 400
#: More hours of work placement than a shop gives in a year.
MOST_HOURS = 1_000_000


class UnknownStatement(NotFound):
    """No statement has this id."""

    message = N_("This yield statement does not exist.")


class NothingCameYet(Refused):
    """A statement of what never came."""

    message = N_("Nothing of this batch had come in by then, so there is nothing to state.")


class NotOverYet(Refused):
    """A statement up to a day that is still to come."""

    status = 422
    message = N_("Choose today or an earlier day.")


class HoursFromNowhere(Refused):
    """Hours of work placement without a word about where the figure is from."""

    status = 422
    message = N_("Say where the hours of work placement are from; it stands on the statement.")


class DoesNotAddUp(Refused):
    """Grams are missing; that is a fault of the books and not of anybody here."""

    message = N_("The kilograms of this batch do not add up. Let somebody look at the check first.")


@dataclass(frozen=True)
class Wanted:
    """A statement as a page or a program asked for it."""

    id: UUID
    upto: date
    #: Hours of work placement at the shop in that time, as somebody typed them.
    hours: int = 0
    hours_source: str = ""


def issue(session: Session, batch_id: UUID, wanted: Wanted, *, by: Actor) -> YieldStatement:
    """Issue a statement once, however often it is asked for under one id."""
    batch = find.to_change(session, batch_id)
    return store(session, batch, wanted, by=by)


def store(
    session: Session,
    batch: Batch,
    wanted: Wanted,
    *,
    by: Actor,
    final: bool = False,
    explanation: str = "",
) -> YieldStatement:
    """Freeze what became of a locked batch, with all that stands on the paper."""
    first = session.scalar(select(YieldStatement).where(YieldStatement.uuid == wanted.id))
    if first is not None:
        if (first.batch_id, first.upto) != (batch.id, wanted.upto):
            raise OtherContentUnderThisId
        return first
    if wanted.upto > clock.today():
        raise NotOverYet
    source = clean(wanted.hours_source)[:LONGEST_WORDS]
    if wanted.hours and not source:
        raise HoursFromNowhere
    with i18n.speaking(batch.language):
        told = read.at(session, batch, wanted.upto)
        if not told.whole.came_in_g:
            raise NothingCameYet
        if not told.adds_up:
            raise DoesNotAddUp
        content = frozen.write(
            {
                "shop": frozen.shop(shop.details(session)),
                "language": batch.language,
                "batch": batch.number,
                "project": batch.project,
                "city": batch.city,
                "basis": batch.agreement.basis if batch.agreement else "",
                "offered_on": clock.local(batch.offered_at).date().isoformat(),
                "yield": yields_json.to_json(told),
                "hours": min(max(wanted.hours, 0), MOST_HOURS),
                "hours_source": source,
                "explanation": explanation,
                "final": final,
            }
        )
    many = select(func.count()).where(YieldStatement.batch_id == batch.id)
    made = YieldStatement(
        uuid=wanted.id,
        batch=batch,
        number=(session.scalar(many) or 0) + 1,
        upto=wanted.upto,
        final=final,
        content=content,
        hash=frozen.hash_of(content),
        builder=frozen.builder(batch.customer),
        at=clock.now(),
        person_id=by.id,
    )
    session.add(made)
    forget.used(batch.customer)
    session.flush()  # Who asks next finds it.
    prints.note(session, by, "statement.issued", batch.subject, [made], name=made.name)
    return made


def one(session: Session, uuid: UUID) -> YieldStatement:
    """Find a statement."""
    found = session.scalar(
        select(YieldStatement)
        .options(joinedload(YieldStatement.batch))
        .where(YieldStatement.uuid == uuid)
    )
    if found is None:
        raise UnknownStatement
    return found


def of_builder(session: Session, uuid: UUID, customer_id: int) -> YieldStatement:
    """Find a statement that was issued to this builder; of any other there is nothing to see."""
    found = one(session, uuid)
    if found.batch.customer_id != customer_id:
        raise UnknownStatement
    return found


def of_batch(session: Session, batch_id: int) -> Sequence[YieldStatement]:
    """List the statements of a batch, the newest first."""
    return session.scalars(
        select(YieldStatement)
        .options(joinedload(YieldStatement.person), joinedload(YieldStatement.batch))
        .where(YieldStatement.batch_id == batch_id)
        .order_by(YieldStatement.number.desc())
    ).all()


@dataclass(frozen=True)
class Listed:
    """A statement with the figures that a list shows."""

    statement: YieldStatement
    told: Yield


def listed(statements: Sequence[YieldStatement]) -> list[Listed]:
    """Give statements with what stands on them."""
    return [Listed(each, yield_of(each)) for each in statements]


def content_of(statement: YieldStatement) -> dict[str, Any]:
    """Read what stands on a statement."""
    return dict(json.loads(statement.content))


def yield_of(statement: YieldStatement) -> Yield:
    """Read the figures of a statement as they were issued."""
    return yields_json.from_json(content_of(statement)["yield"])


def of_customer(session: Session, customer_id: int) -> Sequence[YieldStatement]:
    """List the statements of all batches of a builder, the newest first."""
    return session.scalars(
        select(YieldStatement)
        .join(Batch, Batch.id == YieldStatement.batch_id)
        .options(contains_eager(YieldStatement.batch))
        .where(Batch.customer_id == customer_id)
        .order_by(YieldStatement.id.desc())
    ).all()
