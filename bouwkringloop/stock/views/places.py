"""Pages of the places of a site, and of moving things by scanning."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_, ntranslate, translate
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.stock import find, places, sites
from bouwkringloop.stock.models import Site
from bouwkringloop.stock.views.forms import PlaceForm

bp = Blueprint("places", __name__)


@bp.get("/places")
@requires(Permission.VIEW_STOCK)
def overview() -> ResponseReturnValue:
    """Show the places of every site."""
    drawn = [(site, places.drawing(g.session, site)) for site in find.sites(g.session)]
    return render_template("stock/places.html", drawn=drawn, kind_name=places.kind_name)


@bp.route("/places/new/<site>", methods=["GET", "POST"])
@requires(Permission.JUDGE_STOCK)
def new_place(site: str) -> ResponseReturnValue:
    """Add a place to a site."""
    home = sites.by_slug(g.session, site)
    form = PlaceForm(request.form or None, parents=_parents(home), data={"kind": "rack"})
    if request.method == "POST" and form.validate():
        parent = places.by_code(g.session, form.parent.data) if form.parent.data else None
        try:
            added = places.add(
                g.session,
                home,
                name=form.name.data,
                kind=form.kind.data,
                parent=parent,
                by=g.person,
            )
        except Refused as refusal:
            form.refuse("parent" if isinstance(refusal, places.DoesNotFit) else "name", refusal)
        else:
            flash(translate(N_("%(name)s is there.")) % {"name": added.name}, "success")
            return redirect(url_for(".overview"), 303)
    status = 422 if request.method == "POST" else 200
    return render_template("stock/new_place.html", form=form, site=home), status


def _parents(site: Site) -> dict[str, str]:
    drawn = places.drawing(g.session, site)
    return {
        shown.place.code: "· " * shown.depth + shown.place.name
        for shown in drawn
        if shown.place.kind != "bin"
    }


@bp.get("/places/<code>")
@requires(Permission.VIEW_STOCK)
def place(code: str) -> ResponseReturnValue:
    """Show a place: where it is, what lies there, and its label."""
    found = places.by_code(g.session, code)
    return render_template(
        "stock/place.html",
        place=found,
        where=places.path(g.session, found),
        kind=places.kind_name(found.kind),
        items=places.things(g.session, found),
    )


@bp.post("/places/labels")
@requires(Permission.PRINT)
def print_labels() -> ResponseReturnValue:
    """Print the labels of one place, or of all the places of a site."""
    asked = request.form.getlist("code")
    printed = [places.by_code(g.session, code) for code in asked[:100]]
    places.order_labels(g.session, printed, by=g.person)
    said = ntranslate(
        "The label is being printed.", "%(num)d labels are being printed.", len(printed)
    )
    flash(said % {"num": len(printed)}, "success")
    return redirect(request.referrer or url_for(".overview"), 303)


@bp.post("/places/<code>/rename")
@requires(Permission.JUDGE_STOCK)
def rename(code: str) -> ResponseReturnValue:
    """Give a place another name."""
    places.rename(g.session, places.by_code(g.session, code), request.form["name"], by=g.person)
    flash(translate(N_("The change is stored.")), "success")
    return redirect(url_for(".place", code=code), 303)


@bp.post("/places/<code>/retire")
@requires(Permission.JUDGE_STOCK)
def retire(code: str) -> ResponseReturnValue:
    """Take an empty place out of use."""
    found = places.by_code(g.session, code)
    places.retire(g.session, found, by=g.person)
    flash(translate(N_("%(name)s is out of use.")) % {"name": found.name}, "success")
    return redirect(url_for(".overview"), 303)


@bp.get("/move")
@requires(Permission.HANDLE_STOCK)
def scan_and_move() -> ResponseReturnValue:
    """Move things by scanning them and then the place."""
    return render_template("stock/scan_and_move.html")
