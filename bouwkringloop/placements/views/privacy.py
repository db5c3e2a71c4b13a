"""Pages of what somebody may ask of their file: a copy, what is shared, and its end."""

from uuid import UUID

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.errors import NotFound
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.base.web import given
from bouwkringloop.placements.privacy import consent, export, retention
from bouwkringloop.placements.privacy.words import CAUSES, CONSENTS
from bouwkringloop.placements.views.blueprint import bp, opened

_COPIES = {"json": export.as_json, "pdf": export.as_pdf}


@bp.get("/placements/files/<uuid:uuid>/privacy")
@requires(Permission.KEEP_PLACEMENTS)
def privacy(uuid: UUID) -> ResponseReturnValue:
    """Show what may be shared, how long the file is kept, and how to get a copy."""
    whose = opened(uuid)
    return render_template(
        "placements/privacy.html",
        whose=whose,
        consents=consent.of(g.session, whose),
        kinds=CONSENTS,
        ends_on=retention.of(g.session, whose),
        months=retention.KEPT_MONTHS,
    )


@bp.post("/placements/files/<uuid:uuid>/consent")
@requires(Permission.KEEP_PLACEMENTS)
def say_consent(uuid: UUID) -> ResponseReturnValue:
    """Write down what somebody agrees to."""
    whose = opened(uuid)
    for kind in CONSENTS:
        consent.say(g.session, whose, kind, kind in request.form, by=g.person)
    flash(_("The change is stored."), "success")
    return redirect(url_for(".privacy", uuid=uuid), 303)


@bp.post("/placements/files/<uuid:uuid>/copy/<kind>")
@requires(Permission.KEEP_PLACEMENTS)
def copy_file(uuid: UUID, kind: str) -> Response:
    """Give a copy of the file, for the person that it is about."""
    if kind not in _COPIES:
        raise NotFound
    return given(_COPIES[kind](g.session, opened(uuid), g.config.home, by=g.person))


@bp.post("/placements/files/<uuid:uuid>/erase")
@requires(Permission.KEEP_PLACEMENTS)
def erase_file(uuid: UUID) -> ResponseReturnValue:
    """Erase a file because somebody asked for it."""
    retention.erase(g.session, opened(uuid), g.config.home, by=g.person)
    flash(_("The file is erased. Hours and outcomes stay, without a name."), "success")
    return redirect(url_for(".files"), 303)


@bp.get("/placements/retention")
@requires(Permission.KEEP_PLACEMENTS)
def file_retention() -> ResponseReturnValue:
    """Show which files end soon, and which were erased."""
    return render_template(
        "placements/retention.html",
        coming=retention.coming(g.session, by=g.person),
        done=retention.done(g.session),
        causes=CAUSES,
        months=retention.KEPT_MONTHS,
        unused=retention.UNUSED_MONTHS,
    )
