"""The API's call for the slip of a delivery."""

from uuid import UUID

from flask import g, request

from bouwkringloop.base.api import Answer
from bouwkringloop.base.permissions import Permission
from bouwkringloop.intake import slip
from bouwkringloop.intake.api import api
from bouwkringloop.intake.views.slips import link


class SlipAnswer(Answer):
    """The print job of a slip, and the address that is on it."""

    job: int
    url: str


@api.operation(
    "POST",
    "/intakes/<uuid:intake_id>/slip",
    permission=Permission.INTAKE,
    summary="Print the slip that tells who brought a delivery where to see what became of it",
    answer=SlipAnswer,
    status=202,
    query={"language": "nl or en; nl where nothing is said"},
)
def print_intake_slip(intake_id: UUID) -> SlipAnswer:
    """Have the slip of a delivery printed."""
    language = request.args.get("language", "nl")
    job, url = slip.order(g.session, intake_id, link, by=g.person, language=language)
    return SlipAnswer(job=job, url=url)
