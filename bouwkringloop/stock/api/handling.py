"""What programs do with things and places: move, keep for somebody, let go."""

from typing import Any
from uuid import UUID

from flask import g, request

from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.permissions import Permission
from bouwkringloop.stock import find, move, places, reserve, write_off
from bouwkringloop.stock.api.items import api
from bouwkringloop.stock.forms import (
    LeaveBody,
    LeftAnswer,
    MoveBody,
    MovedAnswer,
    PlaceAnswer,
    ReservationAnswer,
    ReservationBody,
)
from bouwkringloop.stock.models import Reservation
from bouwkringloop.stock.sites import by_slug as find_site


@api.operation(
    "GET",
    "/places",
    permission=Permission.VIEW_STOCK,
    summary="List the places of a site in the order of a walk through it",
    answer=list[PlaceAnswer],
    query={"site": "slug of a site"},
)
def list_places() -> Any:
    """List the places of a site."""
    site = find_site(g.session, request.args.get("site", ""))
    drawn = places.drawing(g.session, site)
    by_number = {shown.place.id: shown.place.code for shown in drawn}
    return [
        PlaceAnswer(
            code=shown.place.code,
            name=shown.place.name,
            kind=shown.place.kind,
            site=site.slug,
            parent=by_number.get(shown.place.parent_id or 0),
            things=shown.things,
        )
        for shown in drawn
    ]


@api.operation(
    "POST",
    "/items/<code>/moves",
    permission=Permission.HANDLE_STOCK,
    summary="Move a thing, or a part of it, to a place on its site",
    body=MoveBody,
    answer=MovedAnswer,
    status=201,
)
def move_item(code: str, body: MoveBody) -> Any:
    """Move a thing."""
    place = places.by_code(g.session, body.place)
    moved = move.move(g.session, code, place, by=g.person, quantity_milli=body.quantity)
    return MovedAnswer.model_construct(
        code=moved.code,
        title=moved.title,
        place=place.code,
        place_name=place.name,
        quantity=moved.quantity_milli,
    )


@api.operation(
    "POST",
    "/items/<code>/reservations",
    permission=Permission.HANDLE_STOCK,
    summary="Keep something for somebody; the same id and content again give the first answer",
    body=ReservationBody,
    answer=ReservationAnswer,
    status=201,
)
def reserve_item(code: str, body: ReservationBody) -> Any:
    """Keep something for somebody."""
    wanted = reserve.Wanted(body.id, code, body.quantity, body.name, body.days)
    made = again_if_raced(g.session, lambda: reserve.reserve(g.session, wanted, by=g.person))
    return _reservation(made)


@api.operation(
    "POST",
    "/reservations/<uuid:reservation>/release",
    permission=Permission.HANDLE_STOCK,
    summary="Let go of what was kept",
    answer=ReservationAnswer,
)
def release_reservation(reservation: UUID) -> Any:
    """Let go of what was kept."""
    return _reservation(reserve.release(g.session, reservation, by=g.person))


@api.operation(
    "GET",
    "/items/<code>/reservations",
    permission=Permission.VIEW_STOCK,
    summary="List for whom something is kept",
    answer=list[ReservationAnswer],
)
def reservations_of_item(code: str) -> Any:
    """List for whom something is kept."""
    found = find.by_code(g.session, code)
    return [_reservation(made) for made in reserve.open_of(g.session, found.id)]


def _reservation(made: Reservation) -> ReservationAnswer:
    return ReservationAnswer.model_construct(
        id=made.uuid,
        code=made.item.code,
        name=made.name,
        quantity=made.quantity_milli,
        state=made.state,
        expires_at=made.expires_at,
    )


@api.operation(
    "POST",
    "/items/<code>/write-offs",
    permission=Permission.HANDLE_STOCK,
    summary="Let some of a thing go: given away, to material recycling, or as residual waste",
    body=LeaveBody,
    answer=LeftAnswer,
    status=201,
)
def write_off_item(code: str, body: LeaveBody) -> Any:
    """Let some of a thing go."""
    item = write_off.write_off(g.session, code, body.quantity, body.way, body.reason, by=g.person)
    return LeftAnswer.model_construct(
        code=item.code, quantity=item.quantity_milli, stock_g=item.stock_g
    )
