"""Make a payout statement of what a builder gets, once, and write down that it was paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.errors import NotFound, OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.batches import prints
from bouwkringloop.batches.settling import frozen, owed
from bouwkringloop.batches.settling.models import WAYS, Payout, PayoutLine, PayoutPaid
from bouwkringloop.batches.settling.owed import Owed
from bouwkringloop.invoicing.issue import ShopUnknown
from bouwkringloop.partners import find as customers
from bouwkringloop.partners import forget, shop
from bouwkringloop.partners.models import Customer

LONGEST_NOTE = 120


class UnknownPayout(NotFound):
    """No payout has this id."""

    message = N_("This payout statement does not exist.")


class NothingToPay(Refused):
    """Nothing was sold or bought that was not settled before."""

    message = N_(
        "Nothing is open up to this day. What is sold later comes with the next statement."
    )


class MoreCameBack(Refused):
    """What came back is worth as much as what was sold, or more."""

    message = N_(
        "More came back than was sold: what is open comes to %(amount)s. Nothing is paid out now;"
        " it stays open and is settled with what is sold next."
    )


class NotOverYet(Refused):
    """A payout up to a day that is still to come."""

    status = 422
    message = N_("Choose today or an earlier day.")


class PaidAlready(Refused):
    """A payout is paid once."""

    message = N_("This payout is marked as paid already.")


class NoSuchWay(Refused):
    """A way of paying that nobody knows."""

    status = 422
    message = N_("Choose how it was paid.")


@dataclass(frozen=True)
class Wanted:
    """A payout statement as a page asked for it."""

    id: UUID
    customer: UUID
    until: date


def make(session: Session, wanted: Wanted, *, by: Actor) -> Payout:
    """Make a payout statement of all that is open up to a day, however often it is sent.

    Two at one moment wait for each other at the builder's row, and the second finds nothing open.
    That a sold line has one payout, the database holds too.
    """
    customer = customers.to_change(session, wanted.customer)
    first = session.scalar(select(Payout).where(Payout.uuid == wanted.id))
    if first is not None:
        if (first.customer_id, first.until) != (customer.id, wanted.until):
            raise OtherContentUnderThisId
        return first
    if wanted.until > clock.today():
        raise NotOverYet
    details = shop.details(session)
    if not details.name:
        raise ShopUnknown(fields=shop.NEEDED["name"])
    batches = owed.open_to(session, customer.id, wanted.until)
    total = sum(each.cents for each in batches)
    if not batches:
        raise NothingToPay
    if total <= 0:
        raise MoreCameBack(amount=i18n.money(total))
    content = frozen.write(_content(customer, wanted.until, batches, frozen.shop(details)))
    made = Payout(
        uuid=wanted.id,
        number=(session.scalar(select(func.max(Payout.number))) or 0) + 1,
        customer_id=customer.id,
        until=wanted.until,
        total_cents=total,
        content=content,
        hash=frozen.hash_of(content),
        builder=frozen.builder(customer),
        at=clock.now(),
        person_id=by.id,
        lines=[_line(line) for each in batches for line in each.lines],
    )
    session.add(made)
    # It is a paper of the books, and kept as long as an invoice.
    forget.used(customer, invoiced_on=clock.today())
    session.flush()  # The same number or line at one moment is stopped here, by the database.
    rows = [made, *made.lines]
    prints.note(
        session,
        by,
        "payout.made",
        customer.subject,
        rows,
        name=made.name,
        total_cents=made.total_cents,
    )
    return made


def _content(
    customer: Customer, until: date, batches: Sequence[owed.OfBatch], seller: dict[str, str]
) -> dict[str, Any]:
    return {
        "shop": seller,
        "language": customer.language,
        "until": until.isoformat(),
        "batches": [
            {
                "number": each.batch.number,
                "project": each.batch.project,
                "basis": each.batch.agreement.basis if each.batch.agreement else "",
                "vat": each.batch.agreement.vat if each.batch.agreement else "",
                "lines": [_told(line) for line in each.lines],
            }
            for each in batches
        ],
    }


def _told(line: Owed) -> dict[str, Any]:
    return {
        "day": line.day.isoformat(),
        "what": line.what,
        "unit": line.unit,
        "quantity_milli": line.quantity_milli,
        "base_cents": line.base_cents,
        "share_milli": line.share_milli,
        "cents": line.cents,
    }


def _line(line: Owed) -> PayoutLine:
    return PayoutLine(
        sale_line_id=line.sale_line_id,
        inspection_id=line.inspection_id,
        base_cents=line.base_cents,
        share_milli=line.share_milli,
        cents=line.cents,
    )


def one(session: Session, uuid: UUID) -> Payout:
    """Find a payout."""
    found = session.scalar(
        select(Payout).options(joinedload(Payout.paid)).where(Payout.uuid == uuid)
    )
    if found is None:
        raise UnknownPayout
    return found


def of_customer(session: Session, customer_id: int) -> Sequence[Payout]:
    """List the payouts of a builder, the newest first."""
    return session.scalars(
        select(Payout)
        .options(joinedload(Payout.paid))
        .where(Payout.customer_id == customer_id)
        .order_by(Payout.number.desc())
    ).all()


def mark_paid(
    session: Session, uuid: UUID, paid_on: date, way: str, *, by: Actor, note: str = ""
) -> PayoutPaid:
    """Write down on which day a payout was paid, and how; once."""
    found = session.scalar(select(Payout).where(Payout.uuid == uuid).with_for_update())
    if found is None:
        raise UnknownPayout
    if session.get(PayoutPaid, found.id, populate_existing=True) is not None:
        raise PaidAlready
    if way not in WAYS:
        raise NoSuchWay
    if paid_on > clock.today():
        raise NotOverYet
    made = PayoutPaid(
        payout_id=found.id,
        paid_on=paid_on,
        way=way,
        note=clean(note)[:LONGEST_NOTE],
        at=clock.now(),
        person_id=by.id,
    )
    session.add(made)
    session.flush()  # Marked at two desks at one moment, the second is stopped here.
    session.refresh(found, ["paid"])
    prints.note(session, by, "payout.paid", found.customer.subject, [made], name=found.name)
    return made
