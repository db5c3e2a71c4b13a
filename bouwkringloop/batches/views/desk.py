"""What the desk does with batches: list them, and look at one."""

from uuid import UUID

from flask import g, render_template
from flask.typing import ResponseReturnValue

from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.batches import find
from bouwkringloop.batches.views.blueprint import bp


@bp.get("/batches/<uuid:uuid>")
@requires(Permission.INTAKE)
def batch(uuid: UUID) -> ResponseReturnValue:
    """Show what is offered, and what was decided about it."""
    return render_template("batches/batch.html", batch=find.one(g.session, uuid))
