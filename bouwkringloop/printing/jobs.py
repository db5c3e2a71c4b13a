"""The queue: claim a job, bring it to its end, and let people decide about doubtful ones."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.printing import setup
from bouwkringloop.printing.models import STEPS, PrintJob
from bouwkringloop.printing.submit import submit
from printers import PrinterConfig, to_json

#: How long to wait before the next try, in seconds; the last one repeats.
BACKOFF_S = (1, 2, 5, 15, 60)


class UnknownJob(NotFound):
    """No print job has this number."""

    message = N_("This print job does not exist.")


class NotThatStep(Refused):
    """The job's state does not allow it."""

    message = N_("This print job is in another state by now. Look at the list again.")


def by_id(session: Session, number: int) -> PrintJob:
    """Find a job."""
    job = session.get(PrintJob, number)
    if job is None:
        raise UnknownJob
    return job


def move(job: PrintJob, state: str, problem: str = "") -> None:
    """Bring a job to another state, if its present one allows it."""
    if state not in STEPS[job.state]:
        raise NotThatStep
    job.state = state
    job.problem = problem
    job.ended_at = clock.now() if state in ("done", "cancelled") else None


def waiting(session: Session, printer: str, kinds: Sequence[str]) -> PrintJob | None:
    """Find the oldest job that this printer may print now."""
    return session.scalar(
        select(PrintJob)
        .where(
            PrintJob.state == "queued",
            or_(
                PrintJob.printer == printer,
                PrintJob.printer.is_(None) & PrintJob.kind.in_(kinds),
            ),
            or_(PrintJob.not_before.is_(None), PrintJob.not_before <= clock.now()),
        )
        .order_by(PrintJob.id)
        .limit(1)
    )


def claim(session: Session, printer: str, kinds: Sequence[str]) -> PrintJob | None:
    """Take the oldest waiting job for printing; nobody else can take it too."""
    job = waiting(session, printer, kinds)
    if job is None:
        return None
    taken = session.execute(
        update(PrintJob)
        .where(PrintJob.id == job.id, PrintJob.state == "queued")
        .values(state="sending", attempts=PrintJob.attempts + 1, printer=printer)
        .returning(PrintJob.id)
    ).scalar()
    if taken is None:
        return None
    session.refresh(job)
    return job


def finish_virtual(session: Session, printer: str, kinds: Sequence[str]) -> None:
    """End every waiting job of a virtual printer: its paper is the page that shows it."""
    session.execute(
        update(PrintJob)
        .where(
            PrintJob.state == "queued",
            or_(
                PrintJob.printer == printer,
                PrintJob.printer.is_(None) & PrintJob.kind.in_(kinds),
            ),
        )
        .values(state="done", attempts=1, printer=printer, ended_at=clock.now())
    )


def put_back(job: PrintJob, problem: str) -> None:
    """Queue a job again of which nothing was sent, to be tried after a while."""
    wait = BACKOFF_S[min(job.attempts, len(BACKOFF_S)) - 1]
    move(job, "queued", problem)
    job.not_before = clock.now() + timedelta(seconds=wait)


def recover(session: Session, printer: str) -> None:
    """Mark what was being sent when the program stopped: nobody knows whether it is on paper."""
    session.execute(
        update(PrintJob)
        .where(PrintJob.state == "sending", PrintJob.printer == printer)
        .values(state="uncertain", problem="the program stopped while this was being sent")
    )


def latest(session: Session, *, before: int | None, many: int) -> Sequence[PrintJob]:
    """List the newest jobs, or those before one."""
    query = select(PrintJob).order_by(PrintJob.id.desc()).limit(many)
    if before is not None:
        query = query.where(PrintJob.id < before)
    return session.scalars(query).all()


def needing_attention(session: Session) -> Sequence[PrintJob]:
    """List the jobs about which somebody has to decide, and those that a printer keeps waiting."""
    query = select(PrintJob).where(
        PrintJob.state.in_(("uncertain", "failed"))
        | ((PrintJob.state == "queued") & (PrintJob.problem != ""))
    )
    return session.scalars(query.order_by(PrintJob.id)).all()


def submit_test(session: Session, printer: PrinterConfig, *, by: Actor) -> int:
    """Queue the test page of a printer."""
    page = to_json(setup.test_page(printer))
    return submit(
        session, page, kind="report", subject=f"printer:{printer.name}", by=by, printer=printer.name
    )


def cancel(session: Session, number: int, *, by: Actor) -> None:
    """Take a job off the queue."""
    job = by_id(session, number)
    move(job, "cancelled")
    audit.note(session, by, "job.cancelled", f"job:{number}")


def settle(session: Session, number: int, *, by: Actor) -> None:
    """Say of a doubtful job that somebody saw it on paper."""
    job = by_id(session, number)
    if job.state != "uncertain":
        raise NotThatStep
    move(job, "done")
    audit.note(session, by, "job.settled", f"job:{number}")


def print_again(session: Session, number: int, *, by: Actor) -> int:
    """Print a document once more; give the new job's number."""
    job = by_id(session, number)
    audit.note(session, by, "job.reprinted", f"job:{number}")
    return submit(session, job.document, kind=job.kind, subject=job.subject, by=by)


def finish_all(session: Session) -> None:
    """End every waiting job at the moment it was made: its paper was printed long ago."""
    session.execute(
        update(PrintJob)
        .where(PrintJob.state == "queued")
        .values(state="done", attempts=1, ended_at=PrintJob.created_at)
        .execution_options(synchronize_session=False)
    )


def doubtful(session: Session) -> int:
    """Count the jobs that somebody has to look at: failed, or perhaps not on paper."""
    return (
        session.scalar(
            select(func.count())
            .select_from(PrintJob)
            .where(PrintJob.state.in_(("uncertain", "failed")))
        )
        or 0
    )
