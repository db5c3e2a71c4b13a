"""Pages of what is sent from one site to another."""

from collections.abc import Callable
from uuid import UUID, uuid4

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import BadInput, Refused
from bouwkringloop.base.i18n import N_, ntranslate, translate
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.stock import find, places, sites, transfer
from bouwkringloop.stock.models import Transfer

bp = Blueprint("transfers", __name__)


@bp.get("/transfers")
@requires(Permission.HANDLE_STOCK)
def overview() -> ResponseReturnValue:
    """List what is on its way, and what arrived lately."""
    return render_template("stock/transfers.html", transfers=transfer.latest(g.session))


@bp.route("/transfers/new", methods=["GET", "POST"])
@requires(Permission.HANDLE_STOCK)
def new_transfer() -> ResponseReturnValue:
    """Send things to another site; codes come one a line, as a scanner types them."""
    asked = request.form.get
    refused = ""
    if request.method == "POST":
        try:
            made = again_if_raced(g.session, _send)
        except Refused as refusal:
            g.session.rollback()
            refused = refusal.sentence
        else:
            flash(translate(N_("They are on their way.")), "success")
            return redirect(url_for(".one", uuid=made.uuid), 303)
    page = render_template(
        "stock/new_transfer.html",
        sites=find.sites(g.session),
        uuid=asked("id") or uuid4(),
        codes=asked("codes", request.args.get("codes", "")),
        to=asked("to", ""),
        refused=refused,
    )
    return page, 422 if refused else 200


def _send() -> Transfer:
    try:
        uuid = UUID(request.form["id"])
    except ValueError:
        raise BadInput(what="id") from None
    to = sites.by_slug(g.session, request.form.get("to", ""))
    codes = request.form.get("codes", "").split()
    return transfer.send(g.session, uuid, codes, to, by=g.person)


@bp.get("/transfers/<uuid:uuid>")
@requires(Permission.HANDLE_STOCK)
def one(uuid: UUID) -> ResponseReturnValue:
    """Show a transfer: what is still on its way, and what came."""
    found = transfer.one(g.session, uuid)
    drawn = places.drawing(g.session, found.to_site)
    return render_template("stock/transfer.html", transfer=found, drawn=drawn)


@bp.post("/transfers/<uuid:uuid>/arrive")
@requires(Permission.HANDLE_STOCK)
def arrive(uuid: UUID) -> ResponseReturnValue:
    """Take the things that were ticked in at their new site."""
    place = request.form.get("place")
    at = places.by_code(g.session, place) if place else None
    return _unload(
        uuid,
        lambda codes: transfer.arrive(g.session, uuid, codes, by=g.person, place=at),
    )


@bp.post("/transfers/<uuid:uuid>/turn-back")
@requires(Permission.HANDLE_STOCK)
def turn_back(uuid: UUID) -> ResponseReturnValue:
    """Take the things that were ticked back to where they left from."""
    why = request.form.get("back_reason", "")
    return _unload(uuid, lambda codes: transfer.turn_back(g.session, uuid, codes, why, by=g.person))


@bp.post("/transfers/<uuid:uuid>/missing")
@requires(Permission.JUDGE_STOCK)
def missing(uuid: UUID) -> ResponseReturnValue:
    """Give up on the things that were ticked."""
    reason = request.form.get("reason", "")
    return _unload(uuid, lambda codes: transfer.miss(g.session, uuid, codes, reason, by=g.person))


def _unload(uuid: UUID, work: Callable[[list[str]], Transfer]) -> ResponseReturnValue:
    codes = request.form.getlist("code")
    work(codes)
    said = ntranslate("One thing is written down.", "%(num)d things are written down.", len(codes))
    flash(said % {"num": len(codes)}, "success")
    return redirect(url_for(".one", uuid=uuid), 303)
