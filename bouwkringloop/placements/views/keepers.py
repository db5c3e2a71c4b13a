"""Pages of who may read a file, who did, and of handing files over."""

from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.placements import keepers, reach
from bouwkringloop.placements.views.blueprint import bp, opened
from bouwkringloop.placements.views.pages import PAGES


@bp.get("/placements/files/<uuid:uuid>/readers")
@requires(Permission.KEEP_PLACEMENTS)
def readers(uuid: UUID) -> ResponseReturnValue:
    """Show who may read a file, and every time that somebody asked for it."""
    whose = opened(uuid)
    there = keepers.of(g.session, whose)
    known = {keeper.person_id for keeper in there}
    return render_template(
        "placements/readers.html",
        whose=whose,
        keepers=there,
        others=[each for each in keepers.possible(g.session) if each.id not in known],
        traces=reach.traces(g.session, whose),
        pages=PAGES,
    )


@bp.post("/placements/files/<uuid:uuid>/keepers")
@requires(Permission.KEEP_PLACEMENTS)
def let_in(uuid: UUID) -> ResponseReturnValue:
    """Let somebody read a file."""
    whose = opened(uuid)
    keepers.let_in(g.session, whose, request.form.get("person", 0, type=int), by=g.person)
    flash(_("The change is stored."), "success")
    return redirect(url_for(".readers", uuid=uuid), 303)


@bp.post("/placements/files/<uuid:uuid>/keepers/<int:person_id>/leave")
@requires(Permission.KEEP_PLACEMENTS)
def send_out(uuid: UUID, person_id: int) -> ResponseReturnValue:
    """Close a file to somebody."""
    keepers.send_out(g.session, opened(uuid), person_id, by=g.person)
    flash(_("The change is stored."), "success")
    if person_id == g.person.id:
        return redirect(url_for(".files"), 303)
    return redirect(url_for(".readers", uuid=uuid), 303)


@bp.get("/placements/keepers")
@requires(Permission.KEEP_PLACEMENTS)
def file_keepers() -> ResponseReturnValue:
    """Show how many files each keeper has, and let them be handed over."""
    return render_template(
        "placements/keepers.html",
        counts=keepers.counts(g.session),
        takers=keepers.possible(g.session),
    )


@bp.post("/placements/keepers/<int:person_id>/hand-over")
@requires(Permission.KEEP_PLACEMENTS)
def hand_files_over(person_id: int) -> ResponseReturnValue:
    """Give somebody's files to another keeper."""
    taker = request.form.get("person", 0, type=int)
    keepers.hand_over(g.session, person_id, taker, by=g.person)
    flash(_("The change is stored."), "success")
    return redirect(url_for(".file_keepers"), 303)
