"""The slip for whoever brought something, and the public page to which it leads."""

from uuid import UUID

from flask import Response, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, public, requires
from bouwkringloop.intake import became, find, slip
from bouwkringloop.intake.views.pages import bp


def link(token: str) -> str:
    """Write the address of the public page: as the public reaches it, else as it was asked now."""
    host = g.config.public_url or request.host_url.rstrip("/")
    return f"{host}{url_for('intake.brought', token=token)}"


@bp.post("/intakes/<uuid:uuid>/slip")
@requires(Permission.INTAKE)
def print_slip(uuid: UUID) -> ResponseReturnValue:
    """Have the slip of a delivery printed."""
    slip.order(g.session, uuid, link, by=g.person, language=request.form.get("language", "nl"))
    flash(_("The slip is being printed."), "success")
    if request.form.get("from") == "list":
        return redirect(url_for(".deliveries"), 303)
    return redirect(url_for(".delivery", uuid=uuid), 303)


@bp.get("/brought/<token>")
@public
def brought(token: str) -> Response:
    """Show what became of a delivery to whoever has its slip."""
    if g.person is None and "language" not in request.cookies:
        i18n.speak(request.accept_languages.best_match(list(i18n.LANGUAGES), i18n.DEFAULT))
    intake = find.by_slip(g.session, token)
    page = render_template(
        "intake/brought.html",
        intake=intake,
        day=clock.local(intake.at).date(),
        told=became.tell(g.session, intake),
        fates=became.FATES,
    )
    answer = make_response(page)
    # Who has the address sees the page, so no machine may list either of them.
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer
