"""Look trips up: one of them, and those of a day or a month."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from bouwkringloop.base import clock
from bouwkringloop.base.errors import NotFound
from bouwkringloop.base.i18n import N_
from bouwkringloop.batches.models import Batch, BatchLine
from bouwkringloop.till.collecting.models import Collection
from bouwkringloop.trips import load
from bouwkringloop.trips.load import Load, Part
from bouwkringloop.trips.models import OPEN, Trip, TripStop

_STOPS = selectinload(Trip.all_stops)
_ALL_OF_IT = (
    joinedload(Trip.vehicle),
    joinedload(Trip.site),
    _STOPS.joinedload(TripStop.pickup),
    _STOPS.joinedload(TripStop.batch).joinedload(Batch.customer),
    _STOPS.joinedload(TripStop.batch).joinedload(Batch.agreement),
    _STOPS.joinedload(TripStop.batch)
    .selectinload(Batch.lines)
    .options(joinedload(BatchLine.category), selectinload(BatchLine.decisions)),
    _STOPS.joinedload(TripStop.collection).joinedload(Collection.line),
)


class UnknownTrip(NotFound):
    """No trip has this id."""

    message = N_("This trip does not exist.")


class UnknownStop(NotFound):
    """The trip has no such stop, or no longer."""

    message = N_("This stop is not on the trip, or no longer. Look at it again.")


def one(session: Session, uuid: UUID) -> Trip:
    """Find a trip with its stops and all that they are about."""
    return _known(session.scalar(select(Trip).options(*_ALL_OF_IT).where(Trip.uuid == uuid)))


def to_change(session: Session, uuid: UUID) -> Trip:
    """Find a trip and keep others from changing it until this is done."""
    locked = select(Trip.id).where(Trip.uuid == uuid).with_for_update()
    session.execute(locked)
    query = select(Trip).options(*_ALL_OF_IT).where(Trip.uuid == uuid)
    return _known(session.scalar(query.execution_options(populate_existing=True)))


def _known(trip: Trip | None) -> Trip:
    if trip is None:
        raise UnknownTrip
    return trip


def stops(trip: Trip, numbers: Sequence[int]) -> list[TripStop]:
    """Find stops of a trip, in their order."""
    found = [stop for stop in trip.stops if stop.id in numbers]
    if not found or len(found) != len(set(numbers)):
        raise UnknownStop
    return found


def ahead(session: Session) -> Sequence[Trip]:
    """List the trips from today on, and those of before that did not end."""
    query = select(Trip).options(*_ALL_OF_IT).order_by(Trip.day, Trip.starts, Trip.id)
    return session.scalars(
        query.where(Trip.state != "cancelled", or_(Trip.day >= clock.today(), Trip.state.in_(OPEN)))
    ).all()


def of_month(session: Session, month: date) -> Sequence[Trip]:
    """List the trips of a month that were driven."""
    first = month.replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1)
    query = select(Trip).options(joinedload(Trip.vehicle), joinedload(Trip.site))
    return session.scalars(
        query.where(Trip.state == "done", Trip.day >= first, Trip.day < last).order_by(
            Trip.day, Trip.starts, Trip.id
        )
    ).all()


def open_stop(session: Session, **thing: int) -> TripStop | None:
    """Tell on which open trip a batch, pick-up or collection waits (`batch_id=…`)."""
    query = select(TripStop).filter_by(outcome="", **thing).options(joinedload(TripStop.trip))
    return session.scalar(query)


def loads(trip: Trip) -> list[Load]:
    """Tell what lies in the vehicle at departure and after each stop."""
    route = trip.stops
    return load.along(
        [
            Part(
                stop.load_g,
                stop.load_litres,
                brought=stop.is_brought,
                happens=stop.outcome != "missed",
                boards=_boards(stop, route[:at]),
            )
            for at, stop in enumerate(route)
        ]
    )


def _boards(stop: TripStop, before: Sequence[TripStop]) -> int:
    """Tell after how many stops it came into the vehicle: after those that were over by then."""
    if stop.added_at is None:
        return 0
    over = (
        at for at, each in enumerate(before, 1) if each.done_at and each.done_at <= stop.added_at
    )
    return max(over, default=0)
