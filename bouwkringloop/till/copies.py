"""Print once more what was printed before, and an X of an open shift; the journal tells of both."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.printing.submit import ANYWHERE, Where, submit
from bouwkringloop.till import close, journal, report, z_paper
from bouwkringloop.till.models import JournalEntry, Shift


class NotClosed(Refused):
    """There is no Z report of a shift that is open."""

    message = N_("This till is still open. Its Z report is there when it is closed.")


class ClosedMeanwhile(Refused):
    """An X report is of a shift that is open."""

    message = N_("This till was closed meanwhile. Its Z report is final.")


def of_z(session: Session, shift_uuid: UUID, *, by: Actor) -> None:
    """Print the Z report of a closed shift once more, marked as a copy."""
    shift = close.by_id(session, shift_uuid)
    if shift.closed_at is None:
        raise NotClosed
    subject = f"shift:{shift_uuid}"
    tell(session, journal.head(session, shift.till_id), subject, by)
    entry = session.execute(
        select(JournalEntry.number, JournalEntry.hash).where(
            JournalEntry.subject == subject, JournalEntry.kind == "shift.closed"
        )
    ).one()
    document = z_paper.document(report.of(session, shift), journal.seal(*entry))
    print_again(session, document, "report", subject, by=by)


def print_x(session: Session, shift_uuid: UUID, *, by: Actor) -> None:
    """Print the figures of an open shift so far; the next Z tells how often somebody did."""
    shift = close.by_id(session, shift_uuid)
    head = journal.head(session, shift.till_id)
    session.refresh(shift)
    if shift.closed_at is not None:
        raise ClosedMeanwhile
    subject = f"shift:{shift_uuid}"
    facts = {"person": by.id}
    journal.add(session, head, kind="x", subject=subject, at=clock.now(), facts=facts)
    audit.note(session, by, "x.printed", subject)
    submit(
        session,
        z_paper.document(report.of(session, shift)),
        kind="report",
        subject=f"{subject}:x",
        where=_where(shift),
        by=by,
    )


def tell(session: Session, head: journal.Head, subject: str, by: Actor) -> None:
    """Tell a till's journal that somebody prints once more what was printed before."""
    facts = {"person": by.id}
    journal.add(session, head, kind="copy", subject=subject, at=clock.now(), facts=facts)


def print_again(
    session: Session, document: str, kind: str, subject: str, *, by: Actor, where: Where = ANYWHERE
) -> None:
    """Print a document marked KOPIE."""
    job = submit(session, document, kind=kind, subject=subject, by=by, where=where, is_copy=True)
    audit.note(session, by, "job.reprinted", f"job:{job}")


def _where(shift: Shift) -> Where:
    return Where(site=shift.till.site.slug, till=shift.till.slug)
