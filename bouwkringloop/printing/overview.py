"""How the printers and their jobs are at this moment, for whoever stands before them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.i18n import ntranslate
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Actor
from bouwkringloop.config import Config
from bouwkringloop.printing import jobs, reach, setup, words
from bouwkringloop.printing.models import PrinterState, PrintJob
from printers import PrinterConfig

#: What is printed while something is sold.
_AT_TILLS = ("receipt", "report", "drawer")


@dataclass(frozen=True)
class Standing:
    """One printer: what keeps it from printing, and how much waits for it."""

    printer: PrinterConfig
    #: A sentence in the language being spoken; empty when nothing is wrong.
    trouble: str
    paper_low: bool
    waiting: int
    rests: bool

    @property
    def is_virtual(self) -> bool:
        """Tell whether it prints on the screen."""
        return setup.is_virtual(self.printer)


@dataclass(frozen=True)
class Overview:
    """Everything that is not settled yet."""

    printers: Sequence[Standing]
    underway: Sequence[PrintJob]
    attention: Sequence[PrintJob]
    #: Jobs that no printer prints as they are set up now.
    homeless: Sequence[PrintJob]
    #: What each job waits for that has met no problem itself, in the language being spoken.
    reasons: Mapping[int, str]
    #: What is wrong in the printers file; empty when nothing is.
    mistake: str


def of(session: Session, config: Config, *, by: Actor) -> Overview:
    """Look at the printers and what waits for them, as far as somebody may see it."""
    known = setup.printers(config)
    states = {state.printer: state for state in session.scalars(select(PrinterState))}
    waiting = {job.id: printer_for(job, known) for job in jobs.underway(session)}
    standings = []
    for name, printer in known.items():
        state = states.get(name)
        standings.append(
            Standing(
                printer,
                trouble=words.problem(state.problem, name) if state else "",
                paper_low=bool(state and state.paper_low),
                waiting=sum(wanted == name for wanted in waiting.values()),
                rests=bool(state and state.retry_at),
            )
        )
    underway = jobs.underway(session, by=by)
    homeless = [job for job in underway if known and waiting[job.id] not in known]
    troubles = {standing.printer.name: standing.trouble for standing in standings}
    reasons = {
        job.id: _reason(waiting[job.id], troubles)
        for job in underway
        if known and job.state == "queued" and not job.problem
    }
    return Overview(
        standings,
        underway,
        jobs.needing_attention(session, by=by),
        homeless,
        reasons,
        setup.mistake(config),
    )


def _reason(printer: str | None, troubles: Mapping[str, str]) -> str:
    """Say what a job waits for."""
    if printer is None or printer not in troubles:
        return _("No printer prints this.")
    return troubles[printer] or _("It waits for printer %(name)s.") % {"name": printer}


def attention(session: Session, config: Config, till: str = "", *, by: Actor) -> list[str]:
    """Say what is wrong with the printers, for whoever works at a till or anywhere.

    A till is told of the printers that it uses, and of no others.
    """
    mistake = setup.mistake(config)
    told = [mistake] if mistake else []
    known = setup.printers(config)
    concerned = _at_till(session, known, till) if till else set(known)
    states = {state.printer: state for state in session.scalars(select(PrinterState))}
    told += [
        words.problem(states[name].problem, name)
        for name in known
        if name in concerned and name in states and states[name].problem
    ]
    many = jobs.doubtful(session, by=by)
    if many:
        told.append(
            ntranslate("One print needs a look.", "%(num)d prints need a look.", many)
            % {"num": many}
        )
    return told


def _at_till(session: Session, known: Mapping[str, PrinterConfig], till: str) -> set[str]:
    """Name the printers that a till uses."""
    site = reach.site_of(session, till)
    routed = (setup.route(known.values(), kind, site, till) for kind in _AT_TILLS)
    return {printer.name for printer in routed if printer}


def printer_for(job: PrintJob, known: dict[str, PrinterConfig]) -> str | None:
    """Tell which printer a job goes to; None when none prints it."""
    if job.printer is not None:
        return job.printer
    found = setup.route(known.values(), job.kind, job.site, job.till)
    return found.name if found else None
