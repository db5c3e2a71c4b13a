"""The page of what stands at the hub of builders' batches."""

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.stock import find as stock
from bouwkringloop.trips import hub as stored
from bouwkringloop.trips.views.blueprint import bp


@bp.get("/hub")
@requires(Permission.VIEW_STOCK)
def hub() -> ResponseReturnValue:
    """List what of builders' batches stands where, and since when."""
    site = request.args.get("site", "")
    found = stored.stands(g.session, site)
    return render_template("trips/hub.html", found=found, site=site, sites=stock.sites(g.session))


@bp.get("/hub.csv")
@requires(Permission.VIEW_STOCK)
def hub_csv() -> ResponseReturnValue:
    """Give the same list as a file."""
    data = stored.to_csv(stored.stands(g.session, request.args.get("site", "")))
    response = Response(data, mimetype="text/csv")
    name = f"hub-{clock.today().isoformat()}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
