"""What is wrong with a printer or a job, in words for whoever stands beside it."""

from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from printers import Problem

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
