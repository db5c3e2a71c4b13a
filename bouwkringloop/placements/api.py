"""The placements room's part of the API: clocking at a kiosk, and nothing of a file."""

from typing import Annotated, Literal
from uuid import UUID

from flask import g
from pydantic import StringConstraints

from bouwkringloop.base import i18n
from bouwkringloop.base.api import Answer, Api, Body
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.placements.hours import clock_in, kiosks

api = Api("placements")


class ClockingBody(Body):
    """A badge that was held up; `id` is made by the kiosk, so that sending twice clocks once."""

    id: UUID
    code: Annotated[str, StringConstraints(max_length=40)]
    #: Empty for whoever is in to go and whoever is out to come.
    kind: Literal["", "in", "out"] = ""


class ClockingAnswer(Answer):
    """What a kiosk says: a first name, whether somebody came or went, and when by its clock."""

    name: str
    kind: Literal["in", "out", "missing"]
    at: str


@api.operation(
    "POST",
    "/kiosks/<secret>/clockings",
    # The secret in the address is the key; a kiosk has nobody who could log in.
    permission=None,
    summary="Clock somebody in or out with a badge; the same id again gives the first answer again",
    body=ClockingBody,
    answer=ClockingAnswer,
)
def clock_with_badge(secret: str, body: ClockingBody) -> ClockingAnswer:
    """Clock with a badge."""
    kiosk = kiosks.at(g.session, secret)
    told = again_if_raced(
        g.session, lambda: clock_in.scan(g.session, kiosk, body.code, body.id, body.kind)
    )
    return ClockingAnswer.model_construct(
        name=told.first_name, kind=told.kind, at=i18n.hour(told.at)
    )
