"""State what a builder's dealings with the shop come to for social return (SROI), and freeze it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, money
from bouwkringloop.base.errors import NotFound, OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.batches import prints
from bouwkringloop.batches.settling import frozen, sroi_values
from bouwkringloop.batches.settling.models import SroiStatement, SroiValue
from bouwkringloop.batches.settling.words import EXTRAS, GROUPS
from bouwkringloop.invoicing.models import Invoice
from bouwkringloop.partners import find as customers
from bouwkringloop.partners import forget, shop

#: A week of work by the municipalities' tables, in thousandths of an hour, and months of a year.
_WEEK_MILLI, _YEAR = 36_000, 12
MOST_HOURS_MILLI = 40_000
MOST_MONTHS = 60
MOST_HELP_MILLI = 100_000_000
MOST_PLACEMENTS = 20
LONGEST_NOTE = 200


class UnknownSroi(NotFound):
    """No such statement was issued."""

    message = N_("This SROI statement does not exist.")


class NoValues(Refused):
    """The region's table says nothing for that day."""

    status = 422
    message = N_("No values are known of this region for this period. Add them first.")


class NotInTable(Refused):
    """The region does not count it."""

    status = 422
    message = N_("The table of %(region)s has no value for this. Add it first, or leave it out.")


class BadPlacement(Refused):
    """Hours or months that cannot be."""

    status = 422
    message = N_("A placement has up to 40 hours a week and 60 months.")


class BadPeriod(Refused):
    """A period that ends before it begins, or is not over."""

    status = 422
    message = N_("The period has to end on or after its first day, and not after today.")


class NothingToState(Refused):
    """Nothing was bought, nobody helped, and nobody was placed."""

    status = 422
    message = N_("There is nothing to state: nothing bought, no help and no placement.")


@dataclass(frozen=True)
class Placement:
    """Somebody who works at the shop at the builder's request; no name, and nothing about them."""

    group: str
    hours_milli: int
    months: int
    #: Which extras count for them, of `EXTRAS`.
    extras: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """A statement as a page asked for it."""

    id: UUID
    customer: UUID
    region: str
    first: date
    last: date
    help_milli: int = 0
    placements: tuple[Placement, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Bought:
    """An invoice of the period, without VAT."""

    name: str
    day: date
    cents: int


def value(base_cents: int, placement: Placement, extras_cents: int) -> int:
    """Work out base · hours/36 · months/12 + extras, half-up, the extras as they are."""
    part = base_cents * placement.hours_milli * placement.months
    return money.divide_half_up(part, _WEEK_MILLI * _YEAR) + extras_cents


def bought(session: Session, customer_id: int, first: date, last: date) -> list[Bought]:
    """List the invoices and credit notes of a period, without VAT."""
    rows = session.scalars(
        select(Invoice)
        .where(Invoice.customer_id == customer_id, Invoice.issued_on.between(first, last))
        .order_by(Invoice.id)
    )
    return [Bought(row.name, row.issued_on, row.total_cents - row.vat_cents) for row in rows]


def issue(session: Session, wanted: Wanted, *, by: Actor) -> SroiStatement:
    """Issue a statement, however often it is sent under one id."""
    customer = customers.to_change(session, wanted.customer)
    first = session.scalar(select(SroiStatement).where(SroiStatement.uuid == wanted.id))
    if first is not None:
        of_first = (first.customer_id, first.first, first.last)
        if of_first != (customer.id, wanted.first, wanted.last):
            raise OtherContentUnderThisId
        return first
    if not wanted.first <= wanted.last <= clock.today():
        raise BadPeriod
    values = sroi_values.on(session, wanted.region, wanted.last)
    if not values:
        raise NoValues
    told = _told(wanted, values, bought(session, customer.id, wanted.first, wanted.last))
    if not told["bought"] and not told["help"] and not told["placements"]:
        raise NothingToState
    details = frozen.shop(shop.details(session))
    content = frozen.write({"shop": details, "language": customer.language, **told})
    many = select(func.count()).where(SroiStatement.customer_id == customer.id)
    made = SroiStatement(
        uuid=wanted.id,
        customer=customer,
        number=(session.scalar(many) or 0) + 1,
        first=wanted.first,
        last=wanted.last,
        total_cents=told["total_cents"],
        content=content,
        hash=frozen.hash_of(content),
        builder=frozen.builder(customer),
        at=clock.now(),
        person_id=by.id,
    )
    session.add(made)
    forget.used(customer)
    session.flush()  # Who asks next finds it.
    prints.note(
        session,
        by,
        "sroi.issued",
        customer.subject,
        [made],
        number=made.number,
        total_cents=total(told),
    )
    return made


def total(told: Mapping[str, Any]) -> int:
    """Add up what stands on a statement."""
    return sum(each["cents"] for name in ("bought", "help", "placements") for each in told[name])


def _told(
    wanted: Wanted, values: Mapping[str, SroiValue], invoices: Sequence[Bought]
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "region": wanted.region,
        "first": wanted.first.isoformat(),
        "last": wanted.last.isoformat(),
        "note": clean(wanted.note)[:LONGEST_NOTE],
        "bought": [{**asdict(each), "day": each.day.isoformat()} for each in invoices],
        "help": [],
        "placements": [_placed(wanted, values, each) for each in wanted.placements],
    }
    if wanted.help_milli:
        if not 0 < wanted.help_milli <= MOST_HELP_MILLI:
            raise BadPlacement
        hour = _of(values, "help", wanted.region)
        cents = money.times(hour.cents, wanted.help_milli)
        told["help"] = [{"hours_milli": wanted.help_milli, "cents": cents, **_from(hour)}]
    told["total_cents"] = total(told)
    return told


def _placed(
    wanted: Wanted, values: Mapping[str, SroiValue], placement: Placement
) -> dict[str, Any]:
    if (
        not 0 < placement.hours_milli <= MOST_HOURS_MILLI
        or not 0 < placement.months <= MOST_MONTHS
        or len(wanted.placements) > MOST_PLACEMENTS
    ):
        raise BadPlacement
    if placement.group not in GROUPS or not set(placement.extras) <= set(EXTRAS):
        raise sroi_values.NoSuchTarget
    base = _of(values, placement.group, wanted.region)
    extras = [_of(values, name, wanted.region) for name in placement.extras]
    return {
        "group": placement.group,
        "hours_milli": placement.hours_milli,
        "months": placement.months,
        "extras": [{"target": each.target, **_from(each)} for each in extras],
        "cents": value(base.cents, placement, sum(each.cents for each in extras)),
        **_from(base),
    }


def _of(values: Mapping[str, SroiValue], target: str, region: str) -> SroiValue:
    if target not in values:
        raise NotInTable(region=region)
    return values[target]


def _from(row: SroiValue) -> dict[str, Any]:
    return {
        "value_cents": row.cents,
        "from_age": row.from_age,
        "valid_from": row.valid_from.isoformat(),
        "source": row.source,
        "value_note": row.note,
    }


def one(session: Session, uuid: UUID) -> SroiStatement:
    """Find a statement."""
    found = session.scalar(select(SroiStatement).where(SroiStatement.uuid == uuid))
    if found is None:
        raise UnknownSroi
    return found


def of_customer(session: Session, customer_id: int) -> Sequence[SroiStatement]:
    """List the statements of a builder, the newest first."""
    query = select(SroiStatement).where(SroiStatement.customer_id == customer_id)
    return session.scalars(query.order_by(SroiStatement.number.desc())).all()


def content_of(statement: SroiStatement) -> dict[str, Any]:
    """Read what stands on a statement."""
    return dict(json.loads(statement.content))
