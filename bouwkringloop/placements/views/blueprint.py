"""The one blueprint of the room's pages, and the door to a file."""

from uuid import UUID

from flask import Blueprint, g, request

from bouwkringloop.base import web
from bouwkringloop.placements import reach
from bouwkringloop.placements.models import Participant, Placement

bp = Blueprint("placements", __name__)


def opened(uuid: UUID) -> Participant:
    """Open a participant's file to who asks, and write down that it was read.

    The trace is a transaction of its own and comes first: no page of a file without it.
    """
    try:
        found = reach.file(g.session, uuid, by=g.person)
    except reach.NoSuchFile:
        _refused(uuid)
        raise
    _shown(found)
    return found


def opened_placement(uuid: UUID) -> Placement:
    """Open a placement by its own address, with the same trace."""
    try:
        found = reach.placement(g.session, uuid, by=g.person)
    except reach.NoSuchFile:
        _refused(uuid)
        raise
    _shown(found.participant)
    return found


def _shown(whose: Participant) -> None:
    number, page = whose.id, (request.endpoint or "").removeprefix("placements.")
    # A request that writes holds the turn to do so; it takes it again with its next question.
    web.let_others_write()
    with g.database.writing() as session:
        reach.shown(session, number, page, by=g.person)


def _refused(uuid: UUID) -> None:
    web.let_others_write()
    with g.database.writing() as session:
        reach.refused(session, request.path, uuid, by=g.person)
