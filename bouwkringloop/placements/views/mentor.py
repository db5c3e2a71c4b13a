"""The page of a mentor: whom they guide, by first name, and the hours that they sign."""

from datetime import timedelta
from uuid import UUID, uuid4

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import clock
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.placements.hours import clock_in, guided, week
from bouwkringloop.placements.hours.words import ABSENCES
from bouwkringloop.placements.views.blueprint import bp


@bp.get("/mentor", endpoint="mentor")
@requires(Permission.OWN)
def guides() -> ResponseReturnValue:
    """Show a week of everybody whom somebody guides."""
    monday = week.read_week(request.args.get("week", ""))
    lines = guided.lines(g.session, monday, by=g.person)
    return render_template(
        "placements/mentor.html",
        monday=monday,
        lines=lines,
        inside=clock_in.inside(g.session, [line.placement for line in lines]),
        absences=ABSENCES,
        today=clock.today(),
        ids={line.placement.id: uuid4() for line in lines},
        before=url_for(".mentor", week=f"{monday - timedelta(days=7):%G-W%V}"),
        after=url_for(".mentor", week=f"{monday + timedelta(days=7):%G-W%V}"),
    )


@bp.post("/mentor/<uuid:uuid>/sign")
@requires(Permission.OWN)
def sign_hours(uuid: UUID) -> ResponseReturnValue:
    """Sign somebody's week as it was shown."""
    monday = week.read_week(request.form.get("week", ""))
    try:
        minutes, mark = int(request.form.get("minutes", "")), UUID(request.form.get("id", ""))
    except ValueError:
        raise BadInput(what="minutes") from None
    again_if_raced(
        g.session, lambda: guided.sign(g.session, uuid, monday, minutes, mark, by=g.person)
    )
    flash(_("The hours are signed."), "success")
    return redirect(url_for(".mentor", week=f"{monday:%G-W%V}"), 303)
