"""Write in a till's journal when somebody practises at it; the sales of practice are not in it."""

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.till import journal
from bouwkringloop.till.models import Sale, Shift, Till

BEGAN, ENDED = "practice.on", "practice.off"


def begin(session: Session, till: Till, *, by: Actor) -> None:
    """Note that somebody goes from a till, open or closed, to practise."""
    _note(session, till, BEGAN, by)


def end(session: Session, till: Till, *, by: Actor) -> None:
    """Note that somebody who practised at a till came back."""
    _note(session, till, ENDED, by)


def open_tills(session: Session, person: Actor) -> Sequence[Shift]:
    """List the open shifts that somebody opened or sold in: the tills that they have open."""
    sold = exists().where(Sale.shift_id == Shift.id, Sale.person_id == person.id)
    return session.scalars(
        select(Shift)
        .where(Shift.closed_at.is_(None), (Shift.opened_by_id == person.id) | sold)
        .options(joinedload(Shift.till))
        .order_by(Shift.id)
    ).all()


def is_untold(session: Session, person: Actor) -> bool:
    """Tell whether somebody has tills open, and did not say at one of them that they practise.

    Who comes to practise by its address pressed no button that would have said so. The trail has
    what the journals have, and also tells of who left without a till.
    """
    shifts = open_tills(session, person)
    if not shifts:
        return False
    last = session.execute(
        select(AuditEntry.action, AuditEntry.subject, AuditEntry.at)
        .where(AuditEntry.person_id == person.id, AuditEntry.action.in_((BEGAN, ENDED)))
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).first()
    return last is None or not any(
        (last.action, last.subject) == (BEGAN, _subject(shift.till)) and last.at >= shift.opened_at
        for shift in shifts
    )


def _note(session: Session, till: Till, kind: str, by: Actor) -> None:
    subject = _subject(till)
    journal.add(
        session,
        journal.head(session, till.id),
        kind=kind,
        subject=subject,
        at=clock.now(),
        facts={"person": by.id},
    )
    audit.note(session, by, kind, subject)


def _subject(till: Till) -> str:
    return f"till:{till.slug}"
