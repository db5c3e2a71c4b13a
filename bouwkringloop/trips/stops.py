"""Put what waits on a trip, take it off, and put the stops in order."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.errors import BadInput, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.quantity import MOST_GRAMS
from bouwkringloop.batches import find as batches
from bouwkringloop.people import audit
from bouwkringloop.pickups import find as pickups
from bouwkringloop.till.collecting import waiting
from bouwkringloop.trips import find, fits, things
from bouwkringloop.trips.models import Trip, TripStop
from bouwkringloop.trips.plan import NotThatTripStep
from bouwkringloop.trips.things import COLUMNS, Thing
from bouwkringloop.trips.vehicles import MOST_LITRES


class OnATrip(Refused):
    """It waits on a trip already."""

    message = N_("“%(who)s” is already on the trip of %(day)s with %(driver)s.")


class NotPlanned(Refused):
    """What is to be driven is no longer planned."""

    message = N_("“%(who)s” is not planned, or no longer. Look at it again.")


class OtherDay(Refused):
    """The one at the door was told another day."""

    message = N_("“%(who)s” is planned for %(day)s. Choose a trip of that day, or plan it anew.")


class AbsurdSize(Refused):
    """A load that weighs nothing, or more than any lorry carries."""

    status = 422
    message = N_("This weight or volume cannot be right. Check it, please.")


def put_on(
    session: Session, trip: Trip, kind: str, keys: Sequence[str], *, by: Actor
) -> list[TripStop]:
    """Put a batch, a pick-up or sold things on a trip that has not departed, as its last stops.

    `keys` are the UUIDs of batches or pick-ups, or the numbers of collections.
    """
    _only_planned(trip)
    return append(session, trip, kind, keys, by=by)


def append(
    session: Session,
    trip: Trip,
    kind: str,
    keys: Sequence[str],
    *,
    by: Actor,
    added_at: datetime | None = None,
) -> list[TripStop]:
    """Put things on a trip as its last stops; `added_at` is for one that has departed."""
    made = []
    for thing in _locked(session, kind, keys):
        _check(session, trip, thing)
        stop = TripStop(
            position=max((each.position for each in trip.all_stops), default=0) + 1,
            load_g=thing.grams,
            load_litres=thing.litres,
            outcome="",
            added_at=added_at,
        )
        setattr(stop, COLUMNS[kind], thing.number)
        trip.all_stops.append(stop)
        made.append(stop)
        audit.note(session, by, "trip.stop_added", trip.subject, about=f"{kind}:{thing.key}")
    fits.check(trip)
    session.flush()  # Of one thing on two trips the second is stopped here, by the database.
    return made


def _locked(session: Session, kind: str, keys: Sequence[str]) -> list[Thing]:
    """Find what is to be driven, and keep others from changing it until this is done."""
    try:
        if kind == "batch":
            found = [batches.to_change(session, UUID(key)) for key in keys]
            return [things.of_batch(session, batch) for batch in found]
        if kind == "pickup":
            return [things.of_pickup(pickups.to_change(session, UUID(key))) for key in keys]
        if kind == "collection":
            numbers = [int(key) for key in keys]
            return [things.of_collection(one) for one in waiting.to_change(session, numbers)]
    except ValueError:
        pass
    raise BadInput(what="stop")


def _check(session: Session, trip: Trip, thing: Thing) -> None:
    there = find.open_stop(session, **{COLUMNS[thing.kind]: thing.number})
    if there is not None:
        day, driver = i18n.weekday(there.trip.day), there.trip.driver
        raise OnATrip(who=thing.who, day=day, driver=driver)
    still_fits_day(trip, thing)


def still_fits_day(trip: Trip, thing: Thing) -> None:
    """Refuse what is no longer planned, or was planned anew for another day."""
    if not thing.waits or thing.day is None:
        raise NotPlanned(who=thing.who)
    if thing.day != trip.day:
        raise OtherDay(who=thing.who, day=i18n.weekday(thing.day))


def take_off(session: Session, trip: Trip, numbers: Sequence[int], *, by: Actor) -> None:
    """Take stops off a trip that has not departed; what they are about waits for another."""
    _only_planned(trip)
    for stop in find.stops(trip, numbers):
        stop.outcome, stop.done_at = "off", clock.now()
        audit.note(session, by, "trip.stop_removed", trip.subject, stop=stop.id)


def size(
    session: Session, trip: Trip, number: int, grams: int | None, litres: int | None, *, by: Actor
) -> None:
    """Say how much of something goes on this trip, in grams and litres; None where unknown."""
    _only_planned(trip)
    if not (_sane(grams, MOST_GRAMS) and _sane(litres, MOST_LITRES)):
        raise AbsurdSize
    (stop,) = find.stops(trip, [number])
    stop.load_g, stop.load_litres = grams, litres
    fits.check(trip)
    audit.note(session, by, "trip.stop_changed", trip.subject, stop=number, weight_g=grams)


def _sane(value: int | None, most: int) -> bool:
    return value is None or 0 < value <= most


def order(session: Session, trip: Trip, numbers: Sequence[int]) -> None:
    """Put the stops in this order; all of them are named, each once."""
    _only_planned(trip)
    known = {stop.id: stop for stop in trip.stops}
    if len(numbers) != len(known) or set(numbers) != set(known):
        raise find.UnknownStop
    for position, number in enumerate(numbers, 1):
        known[number].position = position
    trip.all_stops.sort(key=lambda stop: (stop.position, stop.id))
    fits.check(trip)
    session.flush()  # Whoever looks at the route next sees the new order.


def move(session: Session, trip: Trip, number: int, by_places: int) -> None:
    """Move the address of a stop up (-1) or down (1) among the others."""
    route = [door.numbers for door in things.doors(session, trip.stops)]
    at = next((place for place, door in enumerate(route) if number in door), None)
    if at is None:
        raise find.UnknownStop
    to = min(max(at + by_places, 0), len(route) - 1)
    route.insert(to, route.pop(at))
    order(session, trip, [each for door in route for each in door])


def _only_planned(trip: Trip) -> None:
    if trip.state != "planned":
        raise NotThatTripStep
