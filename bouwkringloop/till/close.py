"""Close a shift: count the drawer, number the Z report, and print it."""

import json
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.printing.submit import Where, submit
from bouwkringloop.till import card_payments, journal, report, z_paper
from bouwkringloop.till.count import Counted
from bouwkringloop.till.day.models import ParkedBasket
from bouwkringloop.till.desk import UnknownShift
from bouwkringloop.till.models import Shift


class BasketsWait(Refused):
    """Baskets that were parked at this till are neither paid nor given up."""

    message = N_("Baskets still wait at this till: %(names)s. Pay them or give them up first.")


class CardsInDoubt(Refused):
    """Of card payments of this shift nobody has said yet whether they were paid."""

    message = N_(
        "Of %(count)s card payments it is not known whether they were paid. Settle them first."
    )


class CountedAlready(Refused):
    """The drawer was counted before, with another outcome."""

    message = N_("This shift is closed already, with another count. Look at its Z report.")


def by_id(session: Session, uuid: UUID) -> Shift:
    """Find a shift by the id that its device made."""
    shift = session.scalar(select(Shift).where(Shift.uuid == uuid))
    if shift is None:
        raise UnknownShift
    return shift


def close(
    session: Session, uuid: UUID, counted: Counted, *, by: Actor, reason: str = ""
) -> report.Report:
    """Close a shift and give its Z report.

    Closing again with the same count gives the same report, so that a lost answer or a refresh
    harms nothing; another count is refused.
    """
    head = journal.head(session, by_id(session, uuid).till_id)
    # Whoever held the till's row until now may have closed the shift meanwhile.
    shift = by_id(session, uuid)
    session.refresh(shift)
    if shift.closed_at is not None:
        if shift.counted_cents == counted.cents:
            return report.of(session, shift)
        raise CountedAlready
    _check_nothing_waits(session, shift)
    now = clock.now()
    shift.counted = json.dumps(counted.pieces)
    shift.counted_cents = counted.cents
    shift.difference_reason = reason
    shift.closed_at = now
    shift.closed_by_id = by.id
    shift.z_number = head.z_number + 1
    session.flush()
    session.refresh(shift)
    made = report.work_out(session, shift)
    shift.expected_cents = made.expected_cents
    shift.report = made.model_dump_json()
    subject = f"shift:{uuid}"
    journal.add(
        session,
        head,
        kind="shift.closed",
        subject=subject,
        at=now,
        facts={"person": by.id, "z": json.loads(shift.report)},
        z_number=shift.z_number,
    )
    audit.note(
        session, by, "shift.closed", subject, z=shift.z_number, difference=made.difference_cents
    )
    submit(
        session,
        z_paper.document(made),
        kind="report",
        subject=subject,
        where=Where(site=shift.till.site.slug, till=shift.till.slug),
        by=by,
    )
    return made


def _check_nothing_waits(session: Session, shift: Shift) -> None:
    names = session.scalars(
        select(ParkedBasket.name)
        .where(ParkedBasket.till_id == shift.till_id, ParkedBasket.outcome == "")
        .order_by(ParkedBasket.id)
    ).all()
    if names:
        raise BasketsWait(names=", ".join(names))
    if doubtful := card_payments.unsettled(session, shift):
        raise CardsInDoubt(count=len(doubtful))
