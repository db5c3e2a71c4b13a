"""Pages of the printing room: the paper of the day, and the printers."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.people import audit
from bouwkringloop.printing import jobs, setup

bp = Blueprint("printing", __name__)

PAGE = 24
#: How a job's state is said and shown.
STATES = {
    "queued": (N_("Waiting"), "wait"),
    "sending": (N_("Printing"), "wait"),
    "done": (N_("Printed"), "good"),
    "uncertain": (N_("Maybe printed"), "bad"),
    "failed": (N_("Failed"), "bad"),
    "cancelled": (N_("Cancelled"), "plain"),
}
KINDS = {"label": N_("Label"), "receipt": N_("Receipt"), "report": N_("Report")}


@bp.get("/printing")
@requires(Permission.PRINT)
def paper() -> ResponseReturnValue:
    """Show what was printed last, as it looks on paper, and what still waits."""
    before = request.args.get("before", type=int)
    shown = jobs.latest(g.session, before=before, many=PAGE + 1)
    return render_template(
        "printing/paper.html",
        jobs=shown[:PAGE],
        older=shown[PAGE - 1].id if len(shown) > PAGE else None,
        newest=before is None,
        attention=jobs.needing_attention(g.session),
        states=STATES,
        kinds=KINDS,
    )


@bp.get("/printing/printers")
@requires(Permission.MANAGE_PRINTERS)
def printers() -> ResponseReturnValue:
    """Show the printers and what each prints."""
    return render_template(
        "printing/printers.html",
        printers=setup.printers(g.config).values(),
        is_virtual=setup.is_virtual,
        file=g.config.printers_file,
        kinds=KINDS,
    )


@bp.post("/printing/printers/<name>/test")
@requires(Permission.MANAGE_PRINTERS)
def test_printer(name: str) -> ResponseReturnValue:
    """Queue the test page of a printer."""
    printer = setup.by_name(g.config, name)
    jobs.submit_test(g.session, printer, by=g.person)
    audit.note(g.session, g.person, "printer.tested", f"printer:{name}")
    flash(_("The test page is on its way."), "success")
    return redirect(url_for(".paper"), 303)


@bp.post("/printing/jobs/<int:number>/again")
@requires(Permission.PRINT)
def again(number: int) -> ResponseReturnValue:
    """Print a document once more."""
    jobs.print_again(g.session, number, by=g.person)
    flash(_("It is printed once more."), "success")
    return redirect(url_for(".paper"), 303)


@bp.post("/printing/jobs/<int:number>/cancel")
@requires(Permission.PRINT)
def cancel(number: int) -> ResponseReturnValue:
    """Take a job off the queue."""
    jobs.cancel(g.session, number, by=g.person)
    flash(_("It will not be printed."), "info")
    return redirect(url_for(".paper"), 303)


@bp.post("/printing/jobs/<int:number>/settle")
@requires(Permission.PRINT)
def settle(number: int) -> ResponseReturnValue:
    """Note that a doubtful job was seen on paper."""
    jobs.settle(g.session, number, by=g.person)
    flash(_("Noted: it is on paper."), "success")
    return redirect(url_for(".paper"), 303)
