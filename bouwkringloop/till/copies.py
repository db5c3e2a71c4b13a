"""Print once more what was printed before, and an X of an open shift; the journal tells of both."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.printing.submit import Where, submit
from bouwkringloop.till import close, find, journal, receipt, report, z_paper
from bouwkringloop.till.models import Sale, Shift, Till


class NotClosed(Refused):
    """There is no Z report of a shift that is open."""

    message = N_("This till is still open. Its Z report is there when it is closed.")


class ClosedMeanwhile(Refused):
    """An X report is of a shift that is open."""

    message = N_("This till was closed meanwhile. Its Z report is final.")


def of_receipt(session: Session, sale_uuid: UUID, *, by: Actor) -> None:
    """Print the receipt of a sale once more, marked as a copy."""
    sold = find.sale(session, sale_uuid)
    till = session.scalars(
        select(Till).join(Sale, Sale.till_id == Till.id).where(Sale.uuid == sale_uuid)
    ).one()
    subject = f"sale:{sale_uuid}"
    _print_again(session, till, receipt.document(sold), "receipt", subject, by)


def of_z(session: Session, shift_uuid: UUID, *, by: Actor) -> None:
    """Print the Z report of a closed shift once more, marked as a copy."""
    shift = close.by_id(session, shift_uuid)
    if shift.closed_at is None:
        raise NotClosed
    document = z_paper.document(report.of(session, shift))
    _print_again(session, shift.till, document, "report", f"shift:{shift_uuid}", by)


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


def _print_again(
    session: Session, till: Till, document: str, kind: str, subject: str, by: Actor
) -> None:
    head = journal.head(session, till.id)
    facts = {"person": by.id}
    journal.add(session, head, kind="copy", subject=subject, at=clock.now(), facts=facts)
    job = submit(session, document, kind=kind, subject=subject, by=by, is_copy=True)
    audit.note(session, by, "job.reprinted", f"job:{job}")


def _where(shift: Shift) -> Where:
    return Where(site=shift.till.site.slug, till=shift.till.slug)
