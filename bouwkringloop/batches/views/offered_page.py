"""The page of what is offered, with everything that can be done about it now."""

from flask import g, render_template

from bouwkringloop.base import mail
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Permission
from bouwkringloop.batches import decide, files, told, waiting, wanted, who
from bouwkringloop.batches.agreements import find as agreements
from bouwkringloop.batches.forms_decide import REASONS, DecideForm
from bouwkringloop.batches.models import Batch, BatchLine
from bouwkringloop.batches.words import BASES, DECISIONS, STATES
from bouwkringloop.catalogue import find as catalogue
from bouwkringloop.catalogue.models import DANGER
from bouwkringloop.wishes.words import REASONS as FITS

#: What a mail tells, and how it stands with it.
MAILS = {
    "arrived": N_("Confirmation of the offer"),
    "decided": N_("What was decided"),
    "asked": N_("A question"),
    "declined": N_("Declined"),
    "cancelled": N_("Cancelled"),
    "planned": N_("Transport planned"),
    "statement": N_("What became of it"),
}
MAIL_STATES = {
    "queued": (N_("Waiting"), "wait"),
    "sending": (N_("Waiting"), "wait"),
    "sent": (N_("Sent"), "good"),
    "failed": (N_("Not sent"), "bad"),
}


def page(
    batch: Batch,
    refusal: Refused | None = None,
    where: str = "",
    filled: tuple[BatchLine, DecideForm] | None = None,
) -> str:
    """Show an offer; `where` says at what a refusal stands, `filled` what was typed at a line."""
    may_decide = g.person.may(Permission.KEEP_BATCHES) and batch.state in decide.OPEN
    forms = {line.id: _form(line) for line in batch.lines} if may_decide else {}
    if filled is not None:
        forms[filled[0].id] = filled[1]
    return render_template(
        "batches/batch.html",
        batch=batch,
        states=STATES,
        decisions=DECISIONS,
        bases=BASES,
        names=who.names(g.session, batch),
        files=files.by_line(batch),
        file_kinds=files.KINDS,
        matches=wanted.matches(g.session, batch.lines)
        if g.person.may(Permission.KEEP_WISHES)
        else {},
        fits=FITS,
        overdue=waiting.overdue(batch),
        progress=_progress(batch),
        forms=forms,
        kinds=_kinds() if may_decide else (),
        reasons=REASONS,
        bought=decide.buys(g.session, batch),
        agreements=agreements.in_force(g.session, batch.customer_id),
        by_mail=told.can_go(g.session, g.config, batch),
        mails=mail.about(g.session, batch.subject),
        mail_kinds=MAILS,
        mail_states=MAIL_STATES,
        problems=mail.PROBLEMS,
        refusal=refusal,
        where=where,
    )


def _form(line: BatchLine) -> DecideForm:
    """Begin with what counts now."""
    made = line.decided
    facts = {
        "seen": len(line.decisions),
        "outcome": made.outcome if made else "",
        "quantity": made.quantity_milli or None if made else None,
        "weight": made.weight_g if made and made.outcome == "part" else None,
        "price": made.price_cents or None if made else None,
        "waste": made.waste if made else False,
    }
    return DecideForm(data=facts, line=line.uuid)


def _kinds() -> list[tuple[str, str]]:
    rows = catalogue.active_rows(g.session)
    return [(row.slug, row.name) for row in rows if row.group != DANGER]


def _progress(batch: Batch) -> dict[str, int]:
    """Count what is decided, what is asked, and what that weighs."""
    newest = [line.decided for line in batch.lines]
    asked = [made for made in newest if made and made.outcome == "asked"]
    return {
        "lines": len(newest),
        "decided": sum(made is not None for made in newest) - len(asked),
        "untouched": sum(made is None for made in newest),
        "open": sum(made.answer is None for made in asked),
        "answered": sum(made.answer is not None for made in asked),
        "taken": sum(made.quantity_milli > 0 for made in newest if made),
        "offered_g": sum(line.weight_g for line in batch.lines),
        "taken_g": sum(made.weight_g for made in newest if made),
    }
