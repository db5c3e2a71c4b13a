"""The queue: what waits, what is printed next, and how a job goes on."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, func, or_, select, true, update
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor, Permission
from bouwkringloop.printing import setup
from bouwkringloop.printing.models import STEPS, PrinterState, PrintJob
from printers import PrinterConfig, Problem

#: A receipt that went out so often without an answer waits for somebody to look.
MOST_DOUBTS = 3
#: What is printed again with a mark when nobody knows whether it is on paper. A label is not: a
#: second sticker on another thing would be a mistake in the stock.
MARKED = ("receipt", "report")


class UnknownJob(NotFound):
    """No print job has this number."""

    message = N_("This print job does not exist.")


class NotThatStep(Refused):
    """The job's state does not allow it."""

    message = N_("This print job is in another state by now. Look at the list again.")


def visible(by: Actor) -> ColumnElement[bool]:
    """Tell which papers somebody may see: labels and their own, and whoever sells all of them.

    Receipts, reports, vouchers and slips hold takings, codes that are money, and names.
    """
    if by.may(Permission.SELL):
        return true()
    return or_(PrintJob.kind == "label", PrintJob.person_id == by.id)


def seen(session: Session, number: int, *, by: Actor) -> PrintJob:
    """Find a job that somebody may see; for others it does not exist."""
    job = session.scalar(select(PrintJob).where(PrintJob.id == number, visible(by)))
    if job is None:
        raise UnknownJob
    return job


def by_id(session: Session, number: int) -> PrintJob:
    """Find a job."""
    job = session.get(PrintJob, number)
    if job is None:
        raise UnknownJob
    return job


def move(job: PrintJob, state: str, problem: str = "", detail: str = "") -> None:
    """Bring a job to another state, if its present one allows it."""
    if state not in STEPS[job.state]:
        raise NotThatStep
    job.state = state
    job.problem = problem
    job.detail = detail
    job.ended_at = clock.now() if state in ("done", "cancelled") else None


def finish(job: PrintJob, ack: str) -> None:
    """End a job that is on paper, and keep how that is known."""
    move(job, "done")
    job.ack = ack


def doubt(job: PrintJob, problem: str, detail: str = "") -> None:
    """Go on with a job of which nobody knows whether it is on paper.

    A receipt goes once more, marked as a copy; a label waits for somebody to look; a drawer is
    never opened twice.
    """
    job.doubts += 1
    if job.kind == "drawer":
        move(job, "cancelled", problem, detail)
    elif job.kind in MARKED and job.doubts < MOST_DOUBTS:
        move(job, "queued", problem, detail)
        job.is_copy = True
    else:
        move(job, "uncertain", problem, detail)


def waiting(
    session: Session, printer: PrinterConfig, known: Iterable[PrinterConfig]
) -> Sequence[int]:
    """List the jobs that this printer may print now: drawers first, then the oldest."""
    known = list(known)
    columns = (PrintJob.id, PrintJob.printer, PrintJob.kind, PrintJob.site, PrintJob.till)
    rows = session.execute(
        select(*columns)
        .where(
            PrintJob.state == "queued",
            or_(PrintJob.printer == printer.name, PrintJob.printer.is_(None)),
        )
        .order_by(PrintJob.kind != "drawer", PrintJob.id)
    )
    return [
        number
        for number, name, kind, site, till in rows
        if name is not None or setup.route(known, kind, site, till) == printer
    ]


def claim(session: Session, number: int, printer: str) -> PrintJob | None:
    """Take a waiting job for printing; None when somebody else took it, or it came too late."""
    now = clock.now()
    taken = session.execute(
        update(PrintJob)
        .where(PrintJob.id == number, PrintJob.state == "queued")
        .values(state="sending", attempts=PrintJob.attempts + 1, printer=printer)
        .returning(PrintJob.id)
    ).scalar()
    if taken is None:
        return None
    job = by_id(session, number)
    session.refresh(job)
    if job.expires_at is not None and job.expires_at <= now:
        move(job, "cancelled", Problem.EXPIRED)
        return None
    return job


def finish_virtual(session: Session, numbers: Sequence[int], printer: str) -> None:
    """End jobs of a virtual printer: its paper is the page that shows it."""
    session.execute(
        update(PrintJob)
        .where(PrintJob.state == "queued", PrintJob.id.in_(numbers))
        .values(state="done", attempts=1, printer=printer, ack="sent", ended_at=clock.now())
    )


def recover(session: Session, printer: str) -> None:
    """Go on with what was being sent when the program stopped."""
    left = select(PrintJob).where(PrintJob.state == "sending", PrintJob.printer == printer)
    for job in session.scalars(left):
        doubt(job, Problem.STOPPED)


def state_of(session: Session, printer: str) -> PrinterState:
    """Find or begin what is known about a printer."""
    found = session.get(PrinterState, printer)
    if found is None:
        found = PrinterState(
            printer=printer, problem="", paper_low=False, failures=0, changed_at=clock.now()
        )
        session.add(found)
    return found


def printer_fails(session: Session, printer: PrinterConfig, problem: str) -> None:
    """Note that a printer does not print, and let it rest for a while, longer each time."""
    state = state_of(session, printer.name)
    if state.problem != problem:
        state.changed_at = clock.now()
    state.problem = problem
    pause = printer.retry_ms[min(state.failures, len(printer.retry_ms) - 1)]
    state.failures += 1
    state.retry_at = clock.now() + timedelta(milliseconds=pause)


def printer_works(session: Session, printer: str, *, paper_low: bool) -> None:
    """Note that a printer prints."""
    state = session.get(PrinterState, printer)
    if state is None and not paper_low:
        return
    state = state or state_of(session, printer)
    if state.problem or state.paper_low != paper_low or state.failures:
        state.changed_at = clock.now()
    state.problem, state.failures, state.retry_at = "", 0, None
    state.paper_low = paper_low


def rests(session: Session, printer: str) -> bool:
    """Tell whether a printer that failed is left alone for a while."""
    retry_at = session.scalar(select(PrinterState.retry_at).where(PrinterState.printer == printer))
    return retry_at is not None and retry_at > clock.now()


def latest(session: Session, *, before: int | None, many: int, by: Actor) -> Sequence[PrintJob]:
    """List the newest jobs that somebody may see, or those before one."""
    query = select(PrintJob).where(visible(by)).order_by(PrintJob.id.desc()).limit(many)
    if before is not None:
        query = query.where(PrintJob.id < before)
    return session.scalars(query).all()


def needing_attention(session: Session, *, by: Actor) -> Sequence[PrintJob]:
    """List the jobs about which somebody has to decide, oldest first."""
    query = select(PrintJob).where(PrintJob.state.in_(("uncertain", "failed")), visible(by))
    return session.scalars(query.order_by(PrintJob.id)).all()


def underway(session: Session, *, by: Actor | None = None) -> Sequence[PrintJob]:
    """List the jobs that wait or are on their way, oldest first: all, or what somebody may see."""
    query = select(PrintJob).where(PrintJob.state.in_(("queued", "sending")))
    if by is not None:
        query = query.where(visible(by))
    return session.scalars(query.order_by(PrintJob.id)).all()


def finish_all(session: Session) -> None:
    """End every waiting job at the moment it was made: its paper was printed long ago."""
    session.execute(
        update(PrintJob)
        .where(PrintJob.state == "queued")
        .values(state="done", attempts=1, ack="sent", ended_at=PrintJob.created_at)
        .execution_options(synchronize_session=False)
    )


def doubtful(session: Session, *, by: Actor) -> int:
    """Count the jobs that somebody has to look at: failed, or perhaps not on paper."""
    counted = (
        select(func.count())
        .select_from(PrintJob)
        .where(PrintJob.state.in_(("uncertain", "failed")), visible(by))
    )
    return session.scalar(counted) or 0
