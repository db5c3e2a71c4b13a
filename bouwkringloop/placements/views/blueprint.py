"""The one blueprint of the room's pages, and the door to a file."""

from collections.abc import Sequence
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
    opened_all([found])
    return found


def opened_placement(uuid: UUID) -> Placement:
    """Open a placement by its own address, with the same trace."""
    try:
        found = reach.placement(g.session, uuid, by=g.person)
    except reach.NoSuchFile:
        _refused(uuid)
        raise
    opened_all([found.participant])
    return found


def opened_all(whose: Sequence[Participant]) -> None:
    """Write down that something of several files is shown, which were found by their keeper."""
    numbers, page = (
        {each.id for each in whose},
        (request.endpoint or "").removeprefix("placements."),
    )
    # A request that writes holds the turn to do so; it takes it again with its next question.
    web.let_others_write()
    with g.database.writing() as session:
        for number in sorted(numbers):
            reach.shown(session, number, page, by=g.person)


def _refused(uuid: UUID) -> None:
    web.let_others_write()
    with g.database.writing() as session:
        reach.refused(session, request.path, uuid, by=g.person)
