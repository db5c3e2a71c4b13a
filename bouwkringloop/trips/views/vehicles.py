"""Pages of the vehicles, and of the number under which the shop drives waste."""

from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.batches.transport import carrier
from bouwkringloop.batches.transport import find as transport
from bouwkringloop.trips import vehicles as kept
from bouwkringloop.trips.forms import VehicleForm
from bouwkringloop.trips.models import Vehicle
from bouwkringloop.trips.views.blueprint import bp


@bp.get("/vehicles")
@requires(Permission.KEEP_BATCHES)
def vehicles() -> ResponseReturnValue:
    """List the vehicles."""
    return _list_page()


def _list_page(typed: str | None = None, refusal: Refused | None = None) -> str:
    vihb = transport.vihb(g.session) if typed is None else typed
    return render_template(
        "trips/vehicles.html", vehicles=kept.every(g.session), vihb=vihb, refusal=refusal
    )


@bp.post("/vehicles/carrier")
@requires(Permission.KEEP_BATCHES)
def write_carrier() -> ResponseReturnValue:
    """Write down the number under which the shop drives waste."""
    typed = request.form.get("vihb", "")
    try:
        carrier.write(g.session, typed, by=g.person)
    except carrier.NotAVihbNumber as refusal:
        return _list_page(typed, refusal), refusal.status
    return _back(_("The change is stored."))


@bp.get("/vehicles/new")
@requires(Permission.KEEP_BATCHES)
def new_vehicle() -> ResponseReturnValue:
    """Ask what vehicle it is."""
    return _form_page(None, VehicleForm())


@bp.post("/vehicles/new")
@requires(Permission.KEEP_BATCHES)
def add_vehicle() -> ResponseReturnValue:
    """Add a vehicle."""
    return _store(None, lambda facts: kept.add(g.session, facts, by=g.person))


@bp.get("/vehicles/<slug>")
@requires(Permission.KEEP_BATCHES)
def vehicle(slug: str) -> ResponseReturnValue:
    """Show a vehicle."""
    found = kept.one(g.session, slug)
    return _form_page(found, VehicleForm(obj=found))


@bp.post("/vehicles/<slug>")
@requires(Permission.KEEP_BATCHES)
def change_vehicle(slug: str) -> ResponseReturnValue:
    """Change a vehicle."""
    found = kept.one(g.session, slug)
    return _store(found, lambda facts: kept.change(g.session, found, facts, by=g.person))


@bp.post("/vehicles/<slug>/retire")
@requires(Permission.KEEP_BATCHES)
def retire_vehicle(slug: str) -> ResponseReturnValue:
    """Take a vehicle out of use."""
    kept.retire(g.session, kept.one(g.session, slug), by=g.person)
    return _back(_("The change is stored."))


@bp.post("/vehicles/<slug>/return")
@requires(Permission.KEEP_BATCHES)
def return_vehicle(slug: str) -> ResponseReturnValue:
    """Take a vehicle into use again."""
    kept.bring_back(g.session, kept.one(g.session, slug), by=g.person)
    return _back(_("The change is stored."))


def _store(found: Vehicle | None, act: Callable[[kept.Facts], Any]) -> ResponseReturnValue:
    form = VehicleForm(request.form)
    if not form.validate():
        return _form_page(found, form), 422
    try:
        act(form.facts())
    except kept.AbsurdLoad as refusal:
        form.refuse("max_g", refusal)
    except Refused as refusal:
        form.refuse("name", refusal)
    else:
        return _back(_("The change is stored."))
    return _form_page(found, form), 422


def _form_page(found: Vehicle | None, form: VehicleForm) -> str:
    return render_template("trips/vehicle.html", vehicle=found, form=form)


def _back(said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for(".vehicles"), 303)
