"""What people decide about jobs: printed after all, once more, elsewhere, or not at all."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.permissions import Actor
from bouwkringloop.config import Config
from bouwkringloop.people import audit
from bouwkringloop.printing import jobs, setup
from bouwkringloop.printing.models import PrinterState, PrintJob
from bouwkringloop.printing.submit import Where, submit


def cancel(session: Session, number: int, *, by: Actor) -> None:
    """Take a job off the queue."""
    job = jobs.seen(session, number, by=by)
    jobs.move(job, "cancelled", job.problem, job.detail)
    audit.note(session, by, "job.cancelled", f"job:{number}")


def settle(session: Session, number: int, *, by: Actor) -> None:
    """Say of a doubtful job that somebody saw it on paper."""
    job = jobs.seen(session, number, by=by)
    if job.state != "uncertain":
        raise jobs.NotThatStep
    jobs.finish(job, "seen")
    audit.note(session, by, "job.settled", f"job:{number}")


def print_again(session: Session, number: int, *, by: Actor) -> int:
    """Print a document once more; give the number of the job that does it.

    What came to no end goes on under its own number. A receipt that may be on paper says KOPIE.
    """
    job = jobs.seen(session, number, by=by)
    audit.note(session, by, "job.reprinted", f"job:{number}")
    if job.state in ("uncertain", "failed"):
        _requeue(job)
        return job.id
    if job.state in ("queued", "sending") or job.kind == "drawer":
        raise jobs.NotThatStep
    return submit(
        session,
        job.document,
        kind=job.kind,
        subject=job.subject,
        where=Where(site=job.site, till=job.till),
        is_copy=job.kind in jobs.MARKED and job.state == "done",
        by=by,
    )


def send_to(session: Session, config: Config, number: int, printer: str, *, by: Actor) -> None:
    """Give a job to another printer."""
    job = jobs.seen(session, number, by=by)
    _send_to(job, setup.by_name(config, printer).name)
    audit.note(session, by, "job.moved", f"job:{number}", printer=printer)


def send_all_to(session: Session, config: Config, name: str, other: str, *, by: Actor) -> int:
    """Give everything that waits for one printer to another; tell how much that was."""
    known, printer = setup.printers(config).values(), setup.by_name(config, name)
    setup.by_name(config, other)
    numbers = list(jobs.waiting(session, printer, known))
    failed = select(PrintJob.id).where(PrintJob.state == "failed", PrintJob.printer == name)
    numbers += session.scalars(failed)
    for number in numbers:
        _send_to(jobs.by_id(session, number), other)
    audit.note(session, by, "printer.relieved", f"printer:{name}", printer=other, jobs=len(numbers))
    return len(numbers)


def try_now(session: Session, config: Config, name: str, *, by: Actor) -> None:
    """Try a printer at once that is resting after a failure."""
    state = session.get(PrinterState, setup.by_name(config, name).name)
    if state is not None:
        state.retry_at = None
    audit.note(session, by, "printer.tried", f"printer:{name}")


def _send_to(job: PrintJob, printer: str) -> None:
    if job.state != "queued":
        _requeue(job)
    job.printer = printer
    job.problem = job.detail = ""


def _requeue(job: PrintJob) -> None:
    job.is_copy = job.is_copy or (job.state == "uncertain" and job.kind in jobs.MARKED)
    jobs.move(job, "queued")
    job.doubts = 0
