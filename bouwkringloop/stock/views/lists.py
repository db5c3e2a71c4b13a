"""Lists to work through: what is kept for whom, what stands long, one thing done to many."""

from flask import Blueprint, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bouwkringloop.base import web
from bouwkringloop.base.errors import BadInput, Refused
from bouwkringloop.base.i18n import N_, ntranslate, translate
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.stock import ageing, asked, bulk, find, places, reserve, slip
from bouwkringloop.stock.models import Item
from bouwkringloop.stock.views.forms import WAYS

bp = Blueprint("lists", __name__)


@bp.get("/reservations")
@requires(Permission.VIEW_STOCK)
def reservations() -> ResponseReturnValue:
    """List what is kept for whom."""
    return render_template(
        "stock/reservations.html",
        reservations=reserve.all_open(g.session),
        last_day=slip.last_day,
    )


@bp.get("/items/long")
@requires(Permission.VIEW_STOCK)
def standing_long() -> ResponseReturnValue:
    """List what stands too long, with a proposal for each."""
    days = min(max(request.args.get("days", ageing.LONG_DAYS, type=int), 1), 3650)
    return render_template(
        "stock/standing_long.html",
        standing=ageing.standing(g.session, at_least_days=days),
        days=days,
        most=ageing.MOST_SHOWN,
    )


@bp.route("/items/bulk", methods=["GET", "POST"])
@requires(Permission.JUDGE_STOCK)
def in_bulk() -> ResponseReturnValue:
    """Do one thing to everything in a filtered list."""
    wish = _wish()
    refused = ""
    if request.method == "POST":
        try:
            items = bulk.locked(g.session, wish, request.form.get("fingerprint", ""))
            _carry_out(items)
        except Refused as refusal:
            g.session.rollback()
            refused = refusal.sentence
        else:
            said = ntranslate("Done with one thing.", "Done with %(num)d things.", len(items))
            flash(said % {"num": len(items)}, "success")
            return redirect(web.url_with("stock.items", _filters()), 303)
    try:
        selection = bulk.select_all(g.session, wish)
    except Refused as refusal:
        selection, refused = bulk.Selection(()), refusal.sentence
    drawn = [(site, places.drawing(g.session, site)) for site in find.sites(g.session)]
    page = render_template(
        "stock/bulk.html",
        wish=wish,
        filters=_filters(),
        list_url=web.url_with("stock.items", _filters()),
        selection=selection,
        sample=[find.by_code(g.session, code) for code in selection.codes[:12]],
        drawn=drawn,
        ways=WAYS,
        refused=refused,
    )
    return page, 422 if refused else 200


def _wish() -> find.Wish:
    """Read the filters of the list that somebody came from."""
    offered = asked.offered(g.session, request.values)
    told = asked.read(request.values, offered, only_available=True)
    return find.understood(g.session, told.wish)


#: What the page sends along that is no filter.
_NOT_FILTERS = {"act", "fingerprint", "percent", "reason", "way", "to_place", "page"}


def _filters() -> dict[str, str]:
    """Give the filters that were asked for, to be sent along."""
    return {
        key: value for key, value in request.values.items() if key not in _NOT_FILTERS and value
    }


def _carry_out(items: list[Item]) -> None:
    form = request.form
    match form.get("act", ""):
        case "relabel":
            bulk.relabel(g.session, items, by=g.person)
        case "move":
            place = places.by_code(g.session, form.get("to_place", ""))
            bulk.move_all(g.session, items, place, by=g.person)
        case "mark_down":
            percent = form.get("percent", 0, type=int)
            bulk.mark_down(g.session, items, percent, form.get("reason", ""), by=g.person)
        case "hand_over":
            way, reason = form.get("way", ""), form.get("reason", "")
            bulk.hand_over(g.session, items, way, reason, by=g.person)
        case _:
            raise BadInput(what=translate(N_("what to do")))
