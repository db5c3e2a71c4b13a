"""Close a shift: count the drawer, say why it differs, number the Z report, and print it."""

import json
from dataclasses import dataclass
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
from bouwkringloop.till.day import park
from bouwkringloop.till.desk import UnknownShift
from bouwkringloop.till.models import JournalEntry, Shift


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


class CountFirst(Refused):
    """Nobody counted the drawer yet, or money moved since."""

    message = N_("Count the drawer first: something was sold or moved since the last count.")


class WhyDifferent(Refused):
    """The drawer holds another sum than it should, and nobody says why."""

    status = 422
    message = N_("Say why the drawer differs, or count again.")


@dataclass(frozen=True)
class Tally:
    """What was counted of an open drawer, and what should have been in it at that moment."""

    counted: Counted
    expected_cents: int

    @property
    def difference_cents(self) -> int:
        """What was counted more than should be there; below zero for less."""
        return self.counted.cents - self.expected_cents


def by_id(session: Session, uuid: UUID) -> Shift:
    """Find a shift by the id that its device made."""
    shift = session.scalar(select(Shift).where(Shift.uuid == uuid))
    if shift is None:
        raise UnknownShift
    return shift


def count(session: Session, uuid: UUID, counted: Counted, *, by: Actor) -> int:
    """Write down what was counted of a drawer, and tell by how much it differs.

    Every count stands in the journal before anybody hears the difference, so that nobody guesses
    until it is right. The same count sent again is the same count. A shift that was closed with
    another count raises CountedAlready.
    """
    head = journal.head(session, by_id(session, uuid).till_id)
    shift = _read_anew(session, uuid)
    if shift.closed_at is not None:
        return _same_count(session, shift, counted).difference_cents or 0
    tally = Tally(counted, report.expected_cents(session, shift))
    if tally != last_count(session, shift):
        subject = f"shift:{uuid}"
        facts = {
            "person": by.id,
            "counted_cents": counted.cents,
            "expected_cents": tally.expected_cents,
            "pieces": {str(value): times for value, times in counted.pieces.items()},
        }
        journal.add(
            session, head, kind="drawer.counted", subject=subject, at=clock.now(), facts=facts
        )
        audit.note(
            session,
            by,
            "drawer.counted",
            subject,
            counted_cents=counted.cents,
            difference_cents=tally.difference_cents,
        )
    return tally.difference_cents


def last_count(session: Session, shift: Shift) -> Tally | None:
    """Give the last count of an open drawer, as long as no money moved since."""
    content = session.scalar(
        select(JournalEntry.content)
        .where(
            JournalEntry.till_id == shift.till_id,
            JournalEntry.kind == "drawer.counted",
            JournalEntry.subject == f"shift:{shift.uuid}",
        )
        .order_by(JournalEntry.number.desc())
        .limit(1)
    )
    if content is None:
        return None
    told = json.loads(content)
    if told["expected_cents"] != report.expected_cents(session, shift):
        return None
    pieces = {int(value): times for value, times in told["pieces"].items()}
    return Tally(Counted(told["counted_cents"], pieces), told["expected_cents"])


def close_counted(session: Session, uuid: UUID, reason: str, *, by: Actor) -> report.Report:
    """Close a shift with its last count; where that differs, only with the reason."""
    journal.head(session, by_id(session, uuid).till_id)
    shift = _read_anew(session, uuid)
    if shift.closed_at is not None:
        return report.of(session, shift)
    tally = last_count(session, shift)
    if tally is None:
        raise CountFirst
    if tally.difference_cents and not reason:
        raise WhyDifferent
    said = reason if tally.difference_cents else ""
    return close(session, uuid, tally.counted, by=by, reason=said)


def _read_anew(session: Session, uuid: UUID) -> Shift:
    """Read a shift after its till is locked: whoever held the lock may have closed it."""
    shift = by_id(session, uuid)
    session.refresh(shift)
    return shift


def _same_count(session: Session, shift: Shift, counted: Counted) -> report.Report:
    if shift.counted_cents != counted.cents:
        raise CountedAlready
    return report.of(session, shift)


def close(
    session: Session, uuid: UUID, counted: Counted, *, by: Actor, reason: str = ""
) -> report.Report:
    """Close a shift and give its Z report.

    Closing again with the same count gives the same report, so that a lost answer or a refresh
    harms nothing; another count is refused.
    """
    head = journal.head(session, by_id(session, uuid).till_id)
    shift = _read_anew(session, uuid)
    if shift.closed_at is not None:
        return _same_count(session, shift, counted)
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
    link = journal.add(
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
        z_paper.document(made, journal.seal(link.number, link.hash)),
        kind="report",
        subject=subject,
        where=Where(site=shift.till.site.slug, till=shift.till.slug),
        by=by,
    )
    return made


def _check_nothing_waits(session: Session, shift: Shift) -> None:
    if waiting := park.waiting(session, shift.till):
        raise BasketsWait(names=", ".join(basket.name for basket in waiting))
    if doubtful := card_payments.unsettled(session, shift):
        raise CardsInDoubt(count=len(doubtful))
