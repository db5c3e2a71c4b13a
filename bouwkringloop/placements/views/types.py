"""Pages of the types of placements."""

from collections.abc import Callable

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.placements import types
from bouwkringloop.placements.forms import PLACES, TypeForm
from bouwkringloop.placements.models import PlacementType
from bouwkringloop.placements.views.blueprint import bp
from bouwkringloop.placements.words import FACTS


@bp.get("/placements/types")
@requires(Permission.KEEP_PLACEMENTS)
def placement_types() -> ResponseReturnValue:
    """List the types."""
    return render_template("placements/types.html", types=types.every(g.session), facts=FACTS)


@bp.get("/placements/types/new")
@requires(Permission.KEEP_PLACEMENTS)
def new_type() -> ResponseReturnValue:
    """Ask what a new type is."""
    return _page(TypeForm(data={"growth": True, "active": True}), None)


@bp.post("/placements/types/new")
@requires(Permission.KEEP_PLACEMENTS)
def add_type() -> ResponseReturnValue:
    """Add a type."""
    form = TypeForm(request.form)
    return _store(form, None, lambda: types.add(g.session, form.facts(), by=g.person))


@bp.get("/placements/types/<slug>")
@requires(Permission.KEEP_PLACEMENTS)
def edit_type(slug: str) -> ResponseReturnValue:
    """Show a type, to be changed."""
    kind = types.one(g.session, slug)
    return _page(TypeForm(obj=kind, data={"needs": kind.facts}), kind)


@bp.post("/placements/types/<slug>")
@requires(Permission.KEEP_PLACEMENTS)
def change_type(slug: str) -> ResponseReturnValue:
    """Change a type."""
    form, kind = TypeForm(request.form), types.one(g.session, slug)
    return _store(form, kind, lambda: types.change(g.session, kind, form.facts(), by=g.person))


def _store(
    form: TypeForm, kind: PlacementType | None, work: Callable[[], PlacementType]
) -> ResponseReturnValue:
    if not form.validate():
        return _page(form, kind), 422
    try:
        work()
    except Refused as refusal:
        field = PLACES.get(type(refusal).__name__)
        if field is None or field not in form:
            raise
        form.refuse(field, refusal)
        return _page(form, kind), refusal.status
    flash(_("The change is stored."), "success")
    return redirect(url_for(".placement_types"), 303)


def _page(form: TypeForm, kind: PlacementType | None) -> str:
    return render_template("placements/type.html", form=form, kind=kind)
