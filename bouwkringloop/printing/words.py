"""What is wrong with a printer or a job, in words for whoever stands beside it."""

from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from printers import BadConfig, Mistake, Problem

#: A sentence for each problem; a test insists that none is missing.
PROBLEMS = {
    Problem.UNREACHABLE: N_("Printer %(name)s cannot be reached. Is it on, and is its cable in?"),
    Problem.SILENT: N_(
        "Printer %(name)s gives no answer. Look at its paper and its lid, or switch it off and on."
    ),
    Problem.PAPER_OUT: N_("Paper is out at printer %(name)s."),
    Problem.COVER_OPEN: N_("The cover of printer %(name)s is open."),
    Problem.PAUSED: N_("Printer %(name)s is paused. Press its button."),
    Problem.RIBBON_OUT: N_("The ribbon of printer %(name)s is used up."),
    Problem.DEVICE: N_("Printer %(name)s reports a fault. Look at its lamp."),
    Problem.UNCONFIRMED: N_("Printer %(name)s took it, but does not say that it is on paper."),
    Problem.BROKEN: N_("The connection with printer %(name)s broke while it was printing."),
    Problem.STOPPED: N_("The program stopped while printer %(name)s was printing."),
    Problem.DOCUMENT: N_("This cannot be printed on printer %(name)s."),
    Problem.EXPIRED: N_("It came too late for printer %(name)s."),
}
#: What is wrong in the printers file; a test insists that none is missing.
MISTAKES = {
    Mistake.UNREADABLE: N_("it cannot be read (%(value)s)."),
    Mistake.SYNTAX: N_(
        "this is not written as the file asks. Look at brackets, quotes and commas."
    ),
    Mistake.STRANGER: N_("“%(key)s” is not known. A printer begins with [printer.NAME]."),
    Mistake.NO_PRINTER: N_("there is no printer in it. A printer begins with [printer.NAME]."),
    Mistake.NOT_A_TABLE: N_("printer “%(printer)s” begins with [printer.%(printer)s]."),
    Mistake.UNKNOWN_SETTING: N_("printer “%(printer)s” has no setting “%(key)s”."),
    Mistake.BAD_VALUE: N_("“%(key)s” of printer “%(printer)s” cannot be %(value)s."),
}
#: How it is known that something is on paper.
ACKS = {
    "printed": N_("The printer says that it is on paper."),
    "closed": N_("The printer took it; whether it had paper it cannot say."),
    "sent": N_("Handed over; this printer cannot say more."),
    "seen": N_("Somebody saw it on paper."),
}


def problem(code: str, printer: str | None) -> str:
    """Say what is wrong, naming the printer; empty when nothing is."""
    if not code:
        return ""
    return _(PROBLEMS[Problem(code)]) % {"name": printer or "?"}


def english(code: Problem, printer: str) -> str:
    """Say what is wrong to whoever types commands."""
    return PROBLEMS[code] % {"name": printer}


def mistake(error: BadConfig) -> str:
    """Say what is wrong in the printers file, and on which line."""
    facts = {"printer": error.printer, "key": error.key, "value": error.value}
    said = _(MISTAKES[error.mistake]) % facts
    if error.line is None:
        return said
    return _("line %(line)s: %(said)s") % {"line": error.line, "said": said}
