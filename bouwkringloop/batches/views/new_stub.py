"""The page of a new batch."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.batches.views.blueprint import bp


@bp.get("/batches/new")
@requires(Permission.INTAKE)
def new() -> ResponseReturnValue:
    """Lead back to the list."""
    return redirect(url_for(".batches"))
