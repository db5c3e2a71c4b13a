"""What is to be collected, for programs and for the till's page."""

from flask import g, request

from bouwkringloop.base.api import Api
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.permissions import Permission
from bouwkringloop.till.collecting import hand_over, waiting
from bouwkringloop.till.collecting.forms import CollectionAnswer, HandOverBody, told
from bouwkringloop.till.collecting.waiting import Waits

api = Api("collections")


@api.operation(
    "GET",
    "/collections",
    permission=Permission.SELL,
    summary="What is sold and still here, the oldest first.",
    answer=list[CollectionAnswer],
    query={"code": "Only of the thing with this code."},
)
def collections() -> list[CollectionAnswer]:
    """List what waits."""
    return [told(one) for one in waiting.here(g.session, request.args.get("code"))]


@api.operation(
    "POST",
    "/collections/<int:number>/hand-over",
    permission=Permission.SELL,
    summary="Say that it left the shop.",
    answer=CollectionAnswer,
)
def hand_over_collection(number: int) -> CollectionAnswer:
    """Say that it left the shop."""
    (one,) = hand_over.hand_over(g.session, [number], by=g.person)
    return told(one)


@api.operation(
    "POST",
    "/collections/<int:number>/hand-overs",
    permission=Permission.SELL,
    summary="Say that a part of it left the shop; the rest keeps waiting. Once for each id.",
    body=HandOverBody,
    answer=CollectionAnswer,
    status=201,
)
def hand_over_part(number: int, body: HandOverBody) -> CollectionAnswer:
    """Say that a part of it left the shop."""

    def work() -> list[Waits]:
        return hand_over.hand_over(
            g.session,
            [number],
            by=g.person,
            uuid=body.id,
            amounts={number: body.quantity},
            tag_rest=body.tag,
        )

    (one,) = again_if_raced(g.session, work)
    return told(one)
