"""What programs ask of batches: how one stands."""

from typing import Any
from uuid import UUID

from flask import g

from bouwkringloop.base.api import Api
from bouwkringloop.base.permissions import Permission
from bouwkringloop.batches import find
from bouwkringloop.batches.forms import BatchAnswer

api = Api("batches")


@api.operation(
    "GET",
    "/batches/<uuid:batch_id>",
    permission=Permission.INTAKE,
    summary="How a batch stands",
    answer=BatchAnswer,
)
def show_batch(batch_id: UUID) -> Any:
    batch = find.one(g.session, batch_id)
    return BatchAnswer(id=batch.uuid, number=batch.number, state=batch.state, project=batch.project)
