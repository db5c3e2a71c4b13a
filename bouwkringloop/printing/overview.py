"""How the printers and their jobs are at this moment, for whoever stands before them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.i18n import ntranslate
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.config import Config
from bouwkringloop.printing import jobs, setup, words
from bouwkringloop.printing.models import PrinterState, PrintJob
from printers import PrinterConfig

#: What is printed while something is sold.
_AT_TILLS = frozenset({"receipt", "report", "drawer"})


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
    #: What each waiting job waits for, in the language being spoken.
    reasons: Mapping[int, str]
    #: What is wrong in the printers file; empty when nothing is.
    mistake: str


def of(session: Session, config: Config) -> Overview:
    """Look at the printers and what waits for them."""
    known, mistake = setup.printers_or_last(config)
    states = {state.printer: state for state in session.scalars(select(PrinterState))}
    underway = jobs.underway(session)
    waiting = {job.id: printer_for(job, known) for job in underway}
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
    homeless = [job for job in underway if waiting[job.id] not in known]
    troubles = {standing.printer.name: standing.trouble for standing in standings}
    reasons = {number: _reason(name, troubles) for number, name in waiting.items()}
    return Overview(
        standings, underway, jobs.needing_attention(session), homeless, reasons, mistake
    )


def _reason(printer: str | None, troubles: Mapping[str, str]) -> str:
    """Say what a job waits for."""
    if printer is None or printer not in troubles:
        return _("No printer prints this.")
    return troubles[printer] or _("It waits for printer %(name)s.") % {"name": printer}


def attention(session: Session, config: Config, till: str = "") -> list[str]:
    """Say what is wrong with the printers, for whoever works at a till or anywhere.

    A till is told nothing of a printer that serves other tills alone, or prints nothing for tills.
    """
    try:
        known = setup.printers(config)
    except setup.BadPrintersFile as mistake:
        return [mistake.sentence]
    states = {state.printer: state for state in session.scalars(select(PrinterState))}
    told = [
        words.problem(states[name].problem, name)
        for name, printer in known.items()
        if name in states and states[name].problem and (not till or _serves(printer, till))
    ]
    many = jobs.doubtful(session)
    if many:
        told.append(
            ntranslate("One print needs a look.", "%(num)d prints need a look.", many)
            % {"num": many}
        )
    return told


def _serves(printer: PrinterConfig, till: str) -> bool:
    """Tell whether a till may need this printer."""
    is_theirs = not printer.tills or till in printer.tills
    return is_theirs and not _AT_TILLS.isdisjoint(printer.prints)


def printer_for(job: PrintJob, known: dict[str, PrinterConfig]) -> str | None:
    """Tell which printer a job goes to; None when none prints it."""
    if job.printer is not None:
        return job.printer
    found = setup.route(known.values(), job.kind, job.site, job.till)
    return found.name if found else None
