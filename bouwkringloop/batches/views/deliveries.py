"""Pages of what came of a batch."""

from uuid import UUID

from flask import g, render_template
from flask.typing import ResponseReturnValue

from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.batches import find
from bouwkringloop.batches.views.blueprint import bp


@bp.get("/batches/<uuid:uuid>/deliveries")
@requires(Permission.INTAKE)
def deliveries(uuid: UUID) -> ResponseReturnValue:
    """Show what came of a batch, and what is still to come."""
    return render_template("batches/deliveries.html", batch=find.one(g.session, uuid))
