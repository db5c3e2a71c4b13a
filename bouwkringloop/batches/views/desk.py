"""What the desk sees of batches: a list of them, and the offer of one."""

from uuid import UUID

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from bouwkringloop.base import web
from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.batches import find, waiting
from bouwkringloop.batches.forms_decide import sent_id
from bouwkringloop.batches.views.blueprint import bp
from bouwkringloop.batches.views.offered_page import page
from bouwkringloop.batches.words import STATES


@bp.get("/batches")
@requires(Permission.INTAKE)
def batches() -> ResponseReturnValue:
    """List batches: what waits for somebody first."""
    asked = {name: request.args.get(name, "") for name in ("q", "state", "builder")}
    skip = max(request.args.get("skip", 0, type=int), 0)
    rows = waiting.listed(
        g.session,
        state=asked["state"],
        builder=_builder(asked["builder"]),
        words=asked["q"],
        skip=skip,
    )
    newer = older = ""
    if skip:
        newer = web.url_with(".batches", {**asked, "skip": str(max(skip - find.PAGE, 0) or "")})
    if len(rows) > find.PAGE:
        older = web.url_with(".batches", {**asked, "skip": str(skip + find.PAGE)})
    groups: dict[int, list[waiting.Listed]] = {}
    for row in rows[: find.PAGE]:
        groups.setdefault(row.group, []).append(row)
    return render_template(
        "batches/batches.html",
        groups=groups,
        titles=waiting.GROUPS,
        asked=asked,
        builders=waiting.builders(g.session),
        states=STATES,
        newer=newer,
        older=older,
    )


def _builder(text: str) -> UUID | None:
    try:
        return sent_id(text)
    except BadInput:
        return None


@bp.get("/batches/<uuid:uuid>")
@requires(Permission.INTAKE)
def batch(uuid: UUID) -> ResponseReturnValue:
    """Show what is offered, and what was decided about it."""
    return page(find.one(g.session, uuid))
