"""Pages of what became of a batch, and of what its builder gets for it."""

from uuid import UUID

from flask import g, render_template
from flask.typing import ResponseReturnValue

from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.batches import find
from bouwkringloop.batches.views.blueprint import bp


@bp.get("/batches/<uuid:uuid>/figures")
@requires(Permission.KEEP_BATCHES)
def figures(uuid: UUID) -> ResponseReturnValue:
    """Show what became of a batch."""
    return render_template("batches/figures.html", batch=find.one(g.session, uuid))
