"""Write in a till's journal when somebody practises at it; the sales of practice are not in it."""

from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.till import journal
from bouwkringloop.till.models import Till


def begin(session: Session, till: Till, *, by: Actor) -> None:
    """Note that somebody goes from a till, open or closed, to practise."""
    _note(session, till, "practice.on", by)


def end(session: Session, till: Till, *, by: Actor) -> None:
    """Note that somebody who practised at a till came back."""
    _note(session, till, "practice.off", by)


def _note(session: Session, till: Till, kind: str, by: Actor) -> None:
    subject = f"till:{till.slug}"
    journal.add(
        session,
        journal.head(session, till.id),
        kind=kind,
        subject=subject,
        at=clock.now(),
        facts={"person": by.id},
    )
    audit.note(session, by, kind, subject)
