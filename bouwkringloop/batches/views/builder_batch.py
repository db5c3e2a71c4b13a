"""A builder's own page of one batch."""

from uuid import UUID

from flask import g, render_template
from flask.typing import ResponseReturnValue

from bouwkringloop.base.permissions import public
from bouwkringloop.batches import find
from bouwkringloop.batches.views.blueprint import bp, come_in


@bp.get("/builder/<token>/batches/<uuid:uuid>")
@public
def builder_batch(token: str, uuid: UUID) -> ResponseReturnValue:
    """Show a builder one of their batches; those of others do not exist for them."""
    link = come_in(token)
    batch = find.one(g.session, uuid)
    if batch.customer_id != link.customer_id:
        raise find.UnknownBatch
    return render_template("batches/builder_batch.html", batch=batch, token=token)
