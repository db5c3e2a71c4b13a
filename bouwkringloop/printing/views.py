"""Pages of the printing room: the paper of the day, and the printers."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_, ntranslate
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.people import audit
from bouwkringloop.printing import (
    arrange,
    decide,
    finding,
    jobs,
    overview,
    reach,
    setup,
    trial_page,
    words,
)
from bouwkringloop.printing.forms import KIND_NAMES, PrinterForm, shown
from bouwkringloop.printing.models import PrintJob
from printers import PrinterConfig

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
KINDS = {
    "label": N_("Label"),
    "receipt": N_("Receipt"),
    "report": N_("Report"),
    "badge": N_("Badge"),
    "drawer": N_("Cash drawer"),
}
#: At which field a refusal is shown.
_FIELDS: dict[type[Refused], str] = {
    arrange.NameTaken: "name",
    reach.NoSuchSite: "sites",
    reach.NoSuchTill: "tills",
}


def _title(job: PrintJob) -> str:
    """Say what sort of paper a job is."""
    return _("Test page") if job.is_test_page else _(KINDS[job.kind])


def _told() -> dict[str, Any]:
    """Give what the lists of jobs need to speak."""
    now = overview.of(g.session, g.config, by=g.person)
    return {
        "states": STATES,
        "title": _title,
        "acks": words.ACKS,
        "say": words.problem,
        "now": now,
        "names": [standing.printer.name for standing in now.printers],
    }


@bp.get("/printing")
@requires(Permission.PRINT)
def paper() -> ResponseReturnValue:
    """Show what was printed last, as it looks on paper, and what still waits."""
    before = request.args.get("before", type=int)
    shown_jobs = jobs.latest(g.session, before=before, many=PAGE + 1, by=g.person)
    return render_template(
        "printing/paper.html",
        jobs=shown_jobs[:PAGE],
        older=shown_jobs[PAGE - 1].id if len(shown_jobs) > PAGE else None,
        newest=before is None,
        **_told(),
    )


@bp.get("/printing/live")
@requires(Permission.PRINT)
def live() -> ResponseReturnValue:
    """Give the part of the page that changes by itself."""
    shown_jobs = jobs.latest(g.session, before=None, many=PAGE, by=g.person)
    return render_template("printing/_live.html", jobs=shown_jobs, newest=True, **_told())


@bp.get("/printing/attention")
@requires(Permission.PRINT)
def attention() -> ResponseReturnValue:
    """Give what the bar of every page says of the printers."""
    till = request.args.get("till", "")
    return {"words": overview.attention(g.session, g.config, till, by=g.person)}


@bp.get("/printing/printers")
@requires(Permission.MANAGE_PRINTERS)
def printers() -> ResponseReturnValue:
    """Show the printers, how they are, and what each prints."""
    return render_template(
        "printing/printers.html",
        now=overview.of(g.session, g.config, by=g.person),
        file=g.config.printers_file,
        kinds=KIND_NAMES,
    )


@bp.route("/printing/new-printer", methods=["GET", "POST"])
@requires(Permission.MANAGE_PRINTERS)
def new_printer() -> ResponseReturnValue:
    """Add a printer; what is found near by can be filled in with one touch."""
    guess = finding.as_printer(request.args)
    form = PrinterForm(request.form if request.method == "POST" else None, data=shown(guess))
    if request.method == "POST" and form.validate():
        made = form.printer(PrinterConfig(""))
        if _stored(form, lambda: arrange.add(g.session, g.config, made, by=g.person)):
            flash(_("Added. Now print a test page."), "success")
            return redirect(url_for(".printer", name=made.name), 303)
    return render_template("printing/printer.html", form=form, printer=None, kinds=KIND_NAMES)


def _stored(form: PrinterForm, act: Callable[[], None]) -> bool:
    """Do what the form asks; say at its field what the shop does not allow."""
    try:
        act()
    except tuple(_FIELDS) as refusal:
        form.refuse(_FIELDS[type(refusal)], refusal)
        return False
    return True


@bp.get("/printing/printers-near-by")
@requires(Permission.MANAGE_PRINTERS)
def found() -> ResponseReturnValue:
    """Show the printers that make themselves known; nothing is sent to them."""
    return render_template("printing/_found.html", found=finding.near(g.config))


@bp.route("/printing/printers/<name>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PRINTERS)
def printer(name: str) -> ResponseReturnValue:
    """Show and change the settings of a printer."""
    known = setup.by_name(g.config, name)
    form = PrinterForm(request.form if request.method == "POST" else None, data=shown(known))
    if request.method == "POST" and form.validate():
        changed = form.printer(known)
        if _stored(form, lambda: arrange.change(g.session, g.config, changed, by=g.person)):
            flash(_("Saved."), "success")
            return redirect(url_for(".printer", name=name), 303)
    return render_template(
        "printing/printer.html",
        form=form,
        printer=known,
        kinds=KIND_NAMES,
        candidates=trial_page.CANDIDATES,
    )


@bp.post("/printing/printers/<name>/page")
@requires(Permission.MANAGE_PRINTERS)
def choose_page(name: str) -> ResponseReturnValue:
    """Choose the code page whose line on the test page was right."""
    page = trial_page.CANDIDATES.get(request.form.get("page", ""))
    arrange.choose_page(g.session, g.config, name, page, by=g.person)
    flash(_("Saved. Print a test page once more to be sure."), "success")
    return redirect(url_for(".printer", name=name), 303)


@bp.post("/printing/printers/<name>/move")
@requires(Permission.MANAGE_PRINTERS)
def move_printer(name: str) -> ResponseReturnValue:
    """Move a printer up or down the list."""
    steps = 1 if request.form.get("to") == "down" else -1
    arrange.move(g.session, g.config, name, steps, by=g.person)
    return redirect(url_for(".printers"), 303)


@bp.post("/printing/printers/<name>/remove")
@requires(Permission.MANAGE_PRINTERS)
def remove_printer(name: str) -> ResponseReturnValue:
    """Take a printer away."""
    arrange.remove(g.session, g.config, name, by=g.person)
    flash(_("Removed."), "info")
    return redirect(url_for(".printers"), 303)


@bp.post("/printing/printers/<name>/test")
@requires(Permission.MANAGE_PRINTERS)
def test_printer(name: str) -> ResponseReturnValue:
    """Queue the test page of a printer."""
    trial_page.order(g.session, setup.by_name(g.config, name), by=g.person)
    audit.note(g.session, g.person, "printer.tested", f"printer:{name}")
    flash(_("The test page is on its way."), "success")
    return redirect(url_for(".paper"), 303)


@bp.post("/printing/printers/<name>/drawer")
@requires(Permission.MANAGE_PRINTERS)
def test_drawer(name: str) -> ResponseReturnValue:
    """Open the drawer at a printer, to see whether it does."""
    trial_page.open_drawer(g.session, setup.by_name(g.config, name), by=g.person)
    audit.note(g.session, g.person, "drawer.opened", f"printer:{name}", reason="test")
    flash(_("The drawer opens now, or not at all."), "info")
    return redirect(url_for(".printer", name=name), 303)


@bp.post("/printing/printers/<name>/try")
@requires(Permission.PRINT)
def try_printer(name: str) -> ResponseReturnValue:
    """Try a resting printer at once."""
    decide.try_now(g.session, g.config, name, by=g.person)
    return redirect(url_for(".paper"), 303)


@bp.post("/printing/printers/<name>/relieve")
@requires(Permission.PRINT)
def relieve_printer(name: str) -> ResponseReturnValue:
    """Give everything that waits for a printer to another."""
    many = decide.send_all_to(
        g.session, g.config, name, request.form.get("printer", ""), by=g.person
    )
    flash(
        ntranslate("One document goes to another printer.", "%(num)d documents go elsewhere.", many)
        % {"num": many},
        "success",
    )
    return redirect(url_for(".paper"), 303)


@bp.post("/printing/jobs/<int:number>/again")
@requires(Permission.PRINT)
def again(number: int) -> ResponseReturnValue:
    """Print a document once more."""
    decide.print_again(g.session, number, by=g.person)
    flash(_("It is printed once more."), "success")
    return redirect(url_for(".paper"), 303)


@bp.post("/printing/jobs/<int:number>/move")
@requires(Permission.PRINT)
def move_job(number: int) -> ResponseReturnValue:
    """Give a job to another printer."""
    other = request.form.get("printer", "")
    decide.send_to(g.session, g.config, number, other, by=g.person)
    flash(_("It goes to printer %(name)s.") % {"name": other}, "success")
    return redirect(url_for(".paper"), 303)


@bp.post("/printing/jobs/<int:number>/cancel")
@requires(Permission.PRINT)
def cancel(number: int) -> ResponseReturnValue:
    """Take a job off the queue."""
    decide.cancel(g.session, number, by=g.person)
    flash(_("It will not be printed."), "info")
    return redirect(url_for(".paper"), 303)


@bp.post("/printing/jobs/<int:number>/settle")
@requires(Permission.PRINT)
def settle(number: int) -> ResponseReturnValue:
    """Note that a doubtful job was seen on paper."""
    decide.settle(g.session, number, by=g.person)
    flash(_("Noted: it is on paper."), "success")
    return redirect(url_for(".paper"), 303)
