"""What programs do with batches: offer one, ask how one stands, and list them."""

from uuid import UUID

from flask import g, request

from bouwkringloop.base.api import Api
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.permissions import Permission
from bouwkringloop.batches import find, offer, step
from bouwkringloop.batches.forms import BatchAnswer, OfferBody
from bouwkringloop.batches.models import STEPS, Batch
from bouwkringloop.partners import find as partners

api = Api("batches")


@api.operation(
    "POST",
    "/batches",
    permission=Permission.KEEP_BATCHES,
    summary="Offer a batch for a builder. The same id with the same content answers the first"
    " result; without a weight, a line weighs what its category says.",
    body=OfferBody,
    answer=BatchAnswer,
    status=201,
)
def offer_batch(body: OfferBody) -> BatchAnswer:
    by = step.By(person=g.person)

    def work() -> Batch:
        return offer.take(g.session, g.config, body.told(), by=by)

    return BatchAnswer.of(again_if_raced(g.session, work))


@api.operation(
    "GET",
    "/batches",
    permission=Permission.INTAKE,
    summary="The newest batches, at most fifty; those before a number with `before`.",
    answer=list[BatchAnswer],
    query={
        "state": "only those in this state",
        "builder": "only those of the builder with this id",
        "before": "only those with a lower number",
    },
)
def batches() -> list[BatchAnswer]:
    asked = request.args.get
    state = asked("state", "")
    if state and state not in STEPS:
        raise BadInput(what="state")
    found = find.listed(
        g.session,
        state=state,
        customer=_builder(asked("builder", "")),
        before=asked("before", type=int),
    )
    return [BatchAnswer.of(batch) for batch in found]


def _builder(text: str) -> int | None:
    try:
        return partners.one(g.session, UUID(text)).id if text else None
    except ValueError:
        raise BadInput(what="builder") from None


@api.operation(
    "GET",
    "/batches/<uuid:batch_id>",
    permission=Permission.INTAKE,
    summary="How a batch stands, with what was decided about each line",
    answer=BatchAnswer,
)
def show_batch(batch_id: UUID) -> BatchAnswer:
    return BatchAnswer.of(find.one(g.session, batch_id))
