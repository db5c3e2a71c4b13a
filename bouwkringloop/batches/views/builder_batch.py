"""The page on which a builder follows one of their batches."""

from uuid import UUID

from flask import g, render_template
from flask.typing import ResponseReturnValue

from bouwkringloop.base.permissions import public
from bouwkringloop.batches import find
from bouwkringloop.batches.views.blueprint import bp, come_in
from bouwkringloop.batches.words import STATES


@bp.get("/builder/<token>/batches/<uuid:uuid>")
@public
def builder_batch(token: str, uuid: UUID) -> ResponseReturnValue:
    """Show a builder how one of their batches stands."""
    link, batch = come_in(token), find.one(g.session, uuid)
    if batch.customer_id != link.customer_id:
        raise find.UnknownBatch
    return render_template(
        "batches/builder_batch.html", token=token, batch=batch, batch_states=STATES
    )
