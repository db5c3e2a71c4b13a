"""The page of what was photographed and waits to be described."""

from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.intake import drafts
from bouwkringloop.intake.views.pages import SOURCES, bp
from bouwkringloop.stock import find


@bp.get("/intake/drafts")
@requires(Permission.INTAKE)
def waiting() -> ResponseReturnValue:
    """Show what waits to be described, the oldest first, and what was dropped lately."""
    site = request.args.get("site", "")
    listed = drafts.open_at(g.session, site)
    dropped = drafts.dropped_lately(g.session, site)
    return render_template(
        "intake/drafts.html",
        listed=listed,
        long=sum(each.is_long for each in listed),
        dropped=dropped,
        just_dropped=[each for each in dropped if str(each.draft.uuid) == request.args.get("drop")],
        sites=find.sites(g.session),
        site=site,
        sources=SOURCES,
    )


@bp.post("/intake/drafts/<uuid:uuid>/drop")
@requires(Permission.INTAKE)
def drop_draft(uuid: UUID) -> ResponseReturnValue:
    """Drop what need not be described."""
    drafts.drop(g.session, uuid, by=g.person)
    return _back(drop=str(uuid))


@bp.post("/intake/drafts/<uuid:uuid>/put-back")
@requires(Permission.INTAKE)
def put_draft_back(uuid: UUID) -> ResponseReturnValue:
    """Put a dropped draft back among those that wait."""
    drafts.put_back(g.session, uuid, by=g.person)
    return _back()


def _back(drop: str | None = None) -> ResponseReturnValue:
    """Go back to the page as it was filtered."""
    site = request.form.get("site") or None
    return redirect(url_for(".waiting", site=site, drop=drop), 303)
