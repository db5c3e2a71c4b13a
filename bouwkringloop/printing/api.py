"""The printing room's part of the API."""

from datetime import datetime

from flask import Response, g

from bouwkringloop.base.api import Answer, Api
from bouwkringloop.base.permissions import Permission
from bouwkringloop.printing import jobs, preview

api = Api("printing")


class JobAnswer(Answer):
    """A print job. `state` is queued, sending, done, uncertain, failed or cancelled.

    `ack` tells how it is known to be on paper: printed (the printer said so), closed, sent, seen.
    `is_copy` is true when a receipt says that it may be a second one.
    """

    id: int
    kind: str
    subject: str
    printer: str | None
    state: str
    attempts: int
    problem: str
    detail: str
    ack: str
    is_copy: bool
    created_at: datetime
    ended_at: datetime | None


@api.operation(
    "GET",
    "/print-jobs/<int:number>",
    permission=Permission.PRINT,
    summary="The state of a print job.",
    answer=JobAnswer,
)
def print_job(number: int) -> JobAnswer:
    return JobAnswer.model_validate(jobs.seen(g.session, number, by=g.person))


@api.operation(
    "GET",
    "/print-jobs/<int:number>/preview.png",
    permission=Permission.PRINT,
    summary="A picture of what the paper shows.",
)
def print_job_preview(number: int) -> Response:
    picture = preview.of_job(g.config, jobs.seen(g.session, number, by=g.person))
    return Response(picture, mimetype="image/png")
