"""Where a thing came from, and what a builder sees of their deliveries."""

from uuid import UUID

from flask import g, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from bouwkringloop.base.permissions import Permission, public, requires
from bouwkringloop.batches.delivery import find, receipt, trace
from bouwkringloop.batches.delivery.models import BatchDelivery
from bouwkringloop.batches.views.blueprint import bp, come_in
from bouwkringloop.batches.views.deliveries import send_receipt
from bouwkringloop.batches.words import OUTCOMES


@bp.get("/items/<code>/origin")
@requires(Permission.VIEW_STOCK)
def origin(code: str) -> ResponseReturnValue:
    """Show where a thing came from, step by step back to its builder."""
    return render_template(
        "batches/origin.html",
        origin=trace.of(g.session, code),
        knows_builder=trace.may_know_builder(g.person),
        outcomes=OUTCOMES,
        number=receipt.number,
    )


@bp.get("/builder/<token>/deliveries/<uuid:uuid>.pdf")
@public
def own_receipt(token: str, uuid: UUID) -> ResponseReturnValue:
    """Give a builder the receipt of what they delivered, and nobody else's."""
    link = come_in(token)
    found = g.session.scalar(select(BatchDelivery).where(BatchDelivery.uuid == uuid))
    if found is None or found.batch.customer_id != link.customer_id:
        raise find.UnknownDelivery
    return send_receipt(found)
