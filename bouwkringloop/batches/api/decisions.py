"""What programs do with offers: decide about lines, agree, decline, and call off."""

from typing import Any
from uuid import UUID

from flask import g

from bouwkringloop.base.permissions import Permission
from bouwkringloop.batches import agree, decide, find, told
from bouwkringloop.batches.api.offers import api
from bouwkringloop.batches.forms import BatchAnswer
from bouwkringloop.batches.forms_decide import AgreeBody, DecidedAnswer, DecisionsBody, ReasonBody
from bouwkringloop.batches.step import By


@api.operation(
    "POST",
    "/batches/<uuid:batch_id>/decisions",
    permission=Permission.KEEP_BATCHES,
    summary="Decide about lines of a batch, all of them or none",
    body=DecisionsBody,
    answer=DecidedAnswer,
    status=201,
)
def decide_lines(batch_id: UUID, body: DecisionsBody) -> Any:
    made = decide.several(g.session, batch_id, body.abouts(), by=g.person)
    batch = find.one(g.session, batch_id)
    told.asked(g.session, g.config, batch, made)
    return DecidedAnswer.of(batch, made)


@api.operation(
    "POST",
    "/batches/<uuid:batch_id>/agree",
    permission=Permission.KEEP_BATCHES,
    summary="Agree on a batch as it was decided; declined where nothing of it is taken",
    body=AgreeBody,
    answer=BatchAnswer,
)
def agree_batch(batch_id: UUID, body: AgreeBody) -> Any:
    return BatchAnswer.of(
        agree.agree(
            g.session,
            g.config,
            batch_id,
            body.agreement,
            for_nothing=body.for_nothing,
            by=g.person,
        )
    )


@api.operation(
    "POST",
    "/batches/<uuid:batch_id>/decline",
    permission=Permission.KEEP_BATCHES,
    summary="Decline a whole batch with a reason that its builder reads",
    body=ReasonBody,
    answer=BatchAnswer,
)
def decline_batch(batch_id: UUID, body: ReasonBody) -> Any:
    return BatchAnswer.of(
        agree.decline(g.session, g.config, batch_id, reason=body.reason, by=g.person)
    )


@api.operation(
    "POST",
    "/batches/<uuid:batch_id>/cancel",
    permission=Permission.KEEP_BATCHES,
    summary="Call a batch off with a reason that its builder reads",
    body=ReasonBody,
    answer=BatchAnswer,
)
def cancel_batch(batch_id: UUID, body: ReasonBody) -> Any:
    by = By(person=g.person)
    return BatchAnswer.of(agree.cancel(g.session, g.config, batch_id, reason=body.reason, by=by))
