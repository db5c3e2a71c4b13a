"""Pages that bring hours in from a list, and give the list to be filled in."""

from datetime import timedelta

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import web
from bouwkringloop.base.errors import BadInput, Refused
from bouwkringloop.base.i18n import ntranslate as ngettext
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.base.smtp import Attachment
from bouwkringloop.placements import find
from bouwkringloop.placements.hours import bring, week
from bouwkringloop.placements.views.blueprint import bp, opened_all
from bouwkringloop.spreadsheets.export_items import FORMATS


@bp.get("/placements/hours/list")
@requires(Permission.KEEP_PLACEMENTS)
def ask_list() -> ResponseReturnValue:
    """Ask for a list of hours."""
    return _page(None)


@bp.post("/placements/hours/list")
@requires(Permission.KEEP_PLACEMENTS)
@web.takes(bring.MOST_BYTES + 64 * 1024)
def take_list() -> ResponseReturnValue:
    """Write the hours of a list down, or say of every line what is wrong with it."""
    chosen = request.files.get("list")
    data = chosen.stream.read(bring.MOST_BYTES + 1) if chosen else b""
    try:
        many = bring.store(g.session, bring.opened(data), by=g.person)
    except Refused as refusal:
        return _page(refusal), refusal.status
    text = ngettext("%(num)s day is stored.", "%(num)s days are stored.", many)
    flash(text % {"num": many}, "success")
    return redirect(url_for(".hours_week", week=request.args.get("week")), 303)


@bp.get("/placements/hours/list.<form>")
@requires(Permission.KEEP_PLACEMENTS)
def blank_list(form: str) -> Response:
    """Give the list of a week to be filled in."""
    if form not in FORMATS:
        raise BadInput(what="form")
    monday = week.read_week(request.args.get("week", ""))
    sunday = monday + timedelta(days=6)
    shown = week.placements(g.session, monday, sunday, by=g.person, most=find.PAGE * 10)
    opened_all([each.participant for each in shown])
    name, data = f"uren-{monday:%G-W%V}.{form}", bring.blank(form, shown, monday)
    return web.given(Attachment(name, FORMATS[form], data))


def _page(refusal: Refused | None) -> str:
    monday = week.read_week(request.args.get("week", ""))
    return render_template(
        "placements/hours_list.html",
        refusal=refusal,
        problems=getattr(refusal, "problems", ()),
        week=f"{monday:%G-W%V}",
    )
