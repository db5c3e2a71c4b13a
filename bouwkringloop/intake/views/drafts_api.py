"""The API's calls for what is photographed now and described later."""

from uuid import UUID

from flask import g, request

from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.permissions import Permission
from bouwkringloop.intake import drafts
from bouwkringloop.intake.api import api
from bouwkringloop.intake.views.drafts_forms import DraftAnswer, DraftBody, told


@api.operation(
    "POST",
    "/drafts",
    permission=Permission.INTAKE,
    summary="Keep something whose photo was sent, to be described later by a line of an intake",
    body=DraftBody,
    answer=DraftAnswer,
    status=201,
)
def make_draft(body: DraftBody) -> DraftAnswer:
    """Keep something that was photographed."""
    shot = body.shot()
    return told(again_if_raced(g.session, lambda: drafts.keep(g.session, shot, by=g.person)))


@api.operation(
    "GET",
    "/drafts",
    permission=Permission.INTAKE,
    summary="List what waits to be described, the oldest first",
    answer=list[DraftAnswer],
    query={"site": "slug of a site; everywhere where nothing is said"},
)
def open_drafts() -> list[DraftAnswer]:
    """List what waits to be described."""
    return [told(each) for each in drafts.open_at(g.session, request.args.get("site", ""))]


@api.operation(
    "GET",
    "/drafts/<uuid:draft_id>",
    permission=Permission.INTAKE,
    summary="What waits to be described under this id, or what became of it",
    answer=DraftAnswer,
)
def draft(draft_id: UUID) -> DraftAnswer:
    """Tell of one draft."""
    return told(drafts.one(g.session, draft_id))


@api.operation(
    "POST",
    "/drafts/<uuid:draft_id>/drop",
    permission=Permission.INTAKE,
    summary="Drop what need not be described; it can be put back for a week",
    answer=DraftAnswer,
)
def drop_draft(draft_id: UUID) -> DraftAnswer:
    """Drop what need not be described."""
    return told(drafts.drop(g.session, draft_id, by=g.person))


@api.operation(
    "POST",
    "/drafts/<uuid:draft_id>/put-back",
    permission=Permission.INTAKE,
    summary="Put a dropped draft back among those that wait",
    answer=DraftAnswer,
)
def put_draft_back(draft_id: UUID) -> DraftAnswer:
    """Put a dropped draft back."""
    return told(drafts.put_back(g.session, draft_id, by=g.person))
