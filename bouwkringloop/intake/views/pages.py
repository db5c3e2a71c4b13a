"""Pages of the intake room."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.intake import overview, sheet
from bouwkringloop.intake.words import ROUTES

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
