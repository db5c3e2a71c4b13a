"""Plan a trip: a day, a vehicle and a driver; change that, or cancel it."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.people import audit
from bouwkringloop.stock import sites
from bouwkringloop.trips import fits, vehicles
from bouwkringloop.trips.models import Trip

#: How far ahead a trip is planned.
_FURTHEST = timedelta(days=180)
LONGEST_DRIVER = 60


class TripDayGone(Refused):
    """A day in the past, or absurdly far away."""

    status = 422
    message = N_("Choose a day from today on, within half a year.")


class NoDriver(Refused):
    """Nobody drives."""

    status = 422
    message = N_("Say who drives.")


class NotThatTripStep(Refused):
    """The state of the trip does not allow it."""

    message = N_("The trip has departed, ended or been cancelled by now. Look at it again.")


@dataclass(frozen=True)
class Wanted:
    """What a trip is planned as: the vehicle and the site by their slugs."""

    day: date
    starts: time
    vehicle: str
    site: str
    driver: str

    @property
    def content_hash(self) -> str:
        """Hash what was sent, to know it again."""
        told = json.dumps(asdict(self), default=str, sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


def plan(session: Session, uuid: UUID, wanted: Wanted, *, by: Actor) -> Trip:
    """Plan a trip; the same id with the same content gives the first one."""
    first = session.scalar(select(Trip).where(Trip.uuid == uuid))
    if first is not None:
        if first.content_hash != wanted.content_hash:
            raise OtherContentUnderThisId
        return first
    if not clock.today() <= wanted.day <= clock.today() + _FURTHEST:
        raise TripDayGone
    made = Trip(
        uuid=uuid,
        content_hash=wanted.content_hash,
        day=wanted.day,
        starts=wanted.starts,
        site=sites.by_slug(session, wanted.site),
        vehicle=vehicles.usable(session, wanted.vehicle),
        driver=_driver(wanted.driver),
        person_id=by.id,
    )
    session.add(made)
    session.flush()  # Of two with one id the second is stopped here, by the database.
    audit.note(session, by, "trip.planned", made.subject, day=str(wanted.day))
    return made


def change(session: Session, trip: Trip, wanted: Wanted, *, by: Actor) -> None:
    """Change when it starts, with what, from where and who drives; its day stays."""
    if trip.state != "planned":
        raise NotThatTripStep
    if wanted.vehicle != trip.vehicle.slug:
        trip.vehicle = vehicles.usable(session, wanted.vehicle)
    trip.site = sites.by_slug(session, wanted.site)
    trip.starts, trip.driver = wanted.starts, _driver(wanted.driver)
    fits.check(trip)
    audit.note(session, by, "trip.changed", trip.subject, vehicle=trip.vehicle.slug)


def cancel(session: Session, trip: Trip, *, by: Actor) -> None:
    """Cancel a trip; what was on it waits for another."""
    if "cancelled" not in trip.can:
        raise NotThatTripStep
    now = clock.now()
    for stop in trip.stops:
        stop.outcome, stop.done_at = "off", now
    trip.state, trip.went_at, trip.ended_at = "cancelled", now, now
    audit.note(session, by, "trip.cancelled", trip.subject)


def _driver(told: str) -> str:
    driver = clean(told)[:LONGEST_DRIVER]
    if not driver:
        raise NoDriver
    return driver
