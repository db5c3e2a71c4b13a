"""Pages of the intake room."""

from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.i18n import N_, ntranslate, translate
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.intake import drafts, overview, printed_codes, sheet
from bouwkringloop.intake.roll_form import PAPERS, RollForm
from bouwkringloop.intake.views.drafts_forms import for_page
from bouwkringloop.intake.words import ROUTES
from bouwkringloop.printing import sheets
from bouwkringloop.printing.submit import Where
from bouwkringloop.stock import attributes, find

bp = Blueprint("intake", __name__)

#: Where a delivery comes from: its tile, its icon, and one word for the bar of a phone.
SOURCES = {
    "yard": (N_("Brought to the yard"), "recycle", N_("Yard")),
    "shop": (N_("Brought to the shop"), "house", N_("Shop")),
    "pickup": (N_("We picked it up"), "truck", N_("Pick-up")),
    "batch": (N_("Builder's surplus"), "building", N_("Surplus")),
    "municipality": (N_("From the municipality"), "recycle", N_("Municipality")),
    "workshop": (N_("From our workshop"), "tools", N_("Workshop")),
}
#: Why things are refused most often; these words are stored as they are shown.
REASONS = (
    N_("Broken"),
    N_("Too dirty"),
    N_("Maybe asbestos"),
    N_("Nobody buys it"),
    N_("Too big"),
    N_("Chemical waste"),
)


@bp.get("/intake")
@requires(Permission.INTAKE)
def start() -> ResponseReturnValue:
    """Take things in, on a phone at the yard or at the desk."""
    return render_template(
        "intake/start.html",
        sheet=sheet.compose(g.session),
        sources=SOURCES,
        routes=ROUTES,
        reasons=REASONS,
        drafts=for_page(drafts.open_at(g.session)),
        most_of=attributes.most_milli,
    )


@bp.get("/intake/deliveries")
@requires(Permission.INTAKE)
def deliveries() -> ResponseReturnValue:
    """Look back on the last deliveries, and on what went where today."""
    return render_template(
        "intake/deliveries.html",
        deliveries=overview.last_deliveries(g.session),
        grams=overview.grams_today(g.session),
        sources=SOURCES,
        routes=ROUTES,
    )


@bp.get("/intake/rolls")
@requires(Permission.PRINT)
def rolls() -> ResponseReturnValue:
    """List the rolls of labels that were printed beforehand, and ask for another."""
    return _rolls(RollForm(sites=find.sites(g.session)))


@bp.post("/intake/rolls")
@requires(Permission.PRINT)
def print_roll() -> ResponseReturnValue:
    """Print a roll of labels that belong to nothing yet."""
    form = RollForm(request.form, sites=find.sites(g.session))
    if not form.validate():
        return _rolls(form), 422
    roll = printed_codes.print_roll(
        g.session,
        form.count.data,
        by=g.person,
        on_sheets=form.on_sheets,
        where=Where(site=form.site.data),
    )
    if not form.on_sheets:
        flash(translate("The labels are on their way to the printer."), "success")
    return redirect(url_for(".roll", roll=roll), 303)


def _rolls(form: RollForm) -> str:
    return render_template(
        "intake/rolls.html",
        form=form,
        papers=[
            {"value": value, "text": translate(text), "icon": icon, "note": translate(note)}
            for value, (text, icon, note) in PAPERS.items()
        ],
        rolls=printed_codes.rolls(g.session),
    )


@bp.get("/intake/rolls/<uuid:roll>")
@requires(Permission.PRINT)
def roll(roll: UUID) -> ResponseReturnValue:
    """Show a roll: which of its labels stick on what."""
    return render_template(
        "intake/roll.html",
        roll=printed_codes.roll(g.session, roll),
        codes=printed_codes.codes_of(g.session, roll),
        site_names=[(site.slug, site.name) for site in find.sites(g.session)],
        a_sheet=sheets.A_SHEET,
    )


@bp.post("/intake/rolls/<uuid:roll>/again")
@requires(Permission.PRINT)
def print_roll_again(roll: UUID) -> ResponseReturnValue:
    """Print once more what of a roll belongs to nothing yet."""
    where = Where(site=request.form.get("site") or None)
    many = printed_codes.print_again(g.session, roll, by=g.person, where=where)
    said = ntranslate("One label is printed once more.", "%(num)d labels are printed again.", many)
    flash(said % {"num": many}, "success")
    return redirect(url_for(".roll", roll=roll), 303)


@bp.get("/intake/rolls/<uuid:roll>/sheet.pdf")
@requires(Permission.PRINT)
def roll_sheet(roll: UUID) -> ResponseReturnValue:
    """Give what is left of a roll as A4 sheets of stickers, for an office printer."""
    made = sheets.pdf(printed_codes.sheet(g.session, roll))
    return Response(made, mimetype="application/pdf")


@bp.get("/intake/rolls/<uuid:roll>/sheet.png")
@requires(Permission.PRINT)
def roll_picture(roll: UUID) -> ResponseReturnValue:
    """Show what the first of these sheets looks like."""
    made = sheets.picture(printed_codes.sheet(g.session, roll))
    return Response(made, mimetype="image/png")
