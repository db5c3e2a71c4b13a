"""Drive a trip: depart, say how each stop went, and come back."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.batches import find as batches
from bouwkringloop.batches import step
from bouwkringloop.batches.models import Batch
from bouwkringloop.batches.transport import waste
from bouwkringloop.config import Config
from bouwkringloop.people import audit
from bouwkringloop.pickups import decide
from bouwkringloop.pickups import find as pickups
from bouwkringloop.pickups.models import Pickup
from bouwkringloop.till.collecting import hand_over
from bouwkringloop.trips import find, fits, stops, things
from bouwkringloop.trips.models import Trip, TripStop
from bouwkringloop.trips.plan import NotThatTripStep

#: Further than any van comes on one day.
MOST_KILOMETRES = 2000


class EmptyTrip(Refused):
    """A trip that goes nowhere."""

    message = N_("There is nothing on this trip yet.")


class WasteFormMissing(Refused):
    """Waste is driven only with its form."""

    message = N_(
        "A part of the batch of “%(who)s” is waste by law. Make its waste transport form first."
    )

    def __init__(self, who: str, batch: UUID) -> None:
        super().__init__(who=who)
        #: For which batch the form is to be made.
        self.batch = batch


class StopIsOver(Refused):
    """Somebody said already how it went."""

    message = N_("This stop is finished already.")


class NotToTakeBack(Refused):
    """Something that was handed over, or of which more is known than that it was loaded."""

    message = N_("Only a batch that was loaded and not yet delivered can wait on the route again.")


class AbsurdDistance(Refused):
    """No trip, or one around half the world."""

    status = 422
    message = N_("These kilometres cannot be right. Type whole kilometres, at most %(most)s.")


def depart(session: Session, trip: Trip, *, by: Actor) -> None:
    """Depart: the batches on it are underway from now on."""
    if "underway" not in trip.can:
        raise NotThatTripStep
    if not trip.stops:
        raise EmptyTrip
    fits.check(trip)
    _lock_batches(session, trip)
    for stop in trip.stops:
        stops.still_fits_day(trip, things.of_stop(session, stop))
    _set_out(session, trip.stops, by)
    trip.state, trip.went_at = "underway", clock.now()
    audit.note(session, by, "trip.departed", trip.subject)


def put_on(session: Session, trip: Trip, kind: str, keys: Sequence[str], *, by: Actor) -> None:
    """Put something on a trip; on one that is underway as what the driver does last."""
    if trip.state != "underway":
        stops.put_on(session, trip, kind, keys, by=by)
        return
    made = stops.append(session, trip, kind, keys, by=by, added_at=clock.now())
    _set_out(session, made, by)


def _set_out(session: Session, on_it: Sequence[TripStop], by: Actor) -> None:
    """Let the batches on a trip be underway from now on; waste only with its form."""
    for batch in _batches(on_it):
        if waste.needed(session, batch):
            raise WasteFormMissing(batch.customer.name, batch.uuid)
    for batch in _batches(on_it):
        step.to(session, batch, "underway", step.By(person=by))


def _batches(on_it: Sequence[TripStop]) -> list[Batch]:
    return [stop.batch for stop in on_it if stop.batch is not None]


def _lock_batches(session: Session, trip: Trip) -> None:
    """Keep others from changing the batches on a trip, in one order everywhere."""
    for uuid in sorted(batch.uuid for batch in _batches(trip.stops)):
        batches.to_change(session, uuid)


def done(session: Session, trip: Trip, numbers: Sequence[int], *, by: Actor) -> None:
    """Say that things were loaded or handed over.

    A batch stays underway until its delivery is written down at the site. Pick-ups are done, and
    sold things are handed over, by the verbs of their own rooms. Said again, nothing happens: on
    the road an answer gets lost.
    """
    found = _open_stops(trip, numbers, "done")
    brought = [stop.collection_id for stop in found if stop.collection_id is not None]
    if brought:
        hand_over.hand_over(session, brought, by=by)
    for stop in found:
        if stop.pickup is not None:
            pickup = pickups.to_change(session, stop.pickup.uuid)
            if pickup.state != "done":
                decide.finish(session, pickup, intake=None, by=by)
        _end(session, trip, stop, "done", by)


def not_done(session: Session, trip: Trip, numbers: Sequence[int], *, by: Actor) -> None:
    """Say that batches were not loaded after all, where a driver touched the wrong button.

    What is further than loaded stays so: things in a customer's hands, or a delivery at the site.
    """
    if trip.state != "underway":
        raise NotThatTripStep
    for stop in find.stops(trip, numbers):
        if stop.outcome == "":
            continue  # Said again: an answer got lost.
        if stop.batch is None or stop.outcome != "done":
            raise NotToTakeBack
        if batches.to_change(session, stop.batch.uuid).state != "underway":
            raise NotToTakeBack
        stop.outcome, stop.done_at = "", None
        audit.note(session, by, "trip.stop_not_done", trip.subject, stop=stop.id)


def missed(
    session: Session, config: Config, trip: Trip, numbers: Sequence[int], *, by: Actor
) -> None:
    """Say that nobody or nothing was there: it waits to be planned anew. Again changes nothing."""
    for stop in _open_stops(trip, numbers, "missed"):
        if stop.batch is not None:
            _back_to_planned(session, batches.to_change(session, stop.batch.uuid), by)
        if stop.pickup is not None:
            pickup = pickups.to_change(session, stop.pickup.uuid)
            if pickup.state == "planned":
                decide.miss(session, config, pickup, by=by)
        _end(session, trip, stop, "missed", by)


def finish(session: Session, trip: Trip, kilometres: int | None, *, by: Actor) -> None:
    """Come back: what was not reached is planned as before, and waits for another trip."""
    if "done" not in trip.can:
        raise NotThatTripStep
    if kilometres is not None and not 0 < kilometres <= MOST_KILOMETRES:
        raise AbsurdDistance(most=MOST_KILOMETRES)
    for stop in trip.stops:
        if stop.outcome == "":
            _come_back(session, trip, stop, by)
    trip.state, trip.ended_at, trip.kilometres = "done", clock.now(), kilometres
    audit.note(session, by, "trip.finished", trip.subject, kilometres=kilometres)


def _come_back(session: Session, trip: Trip, stop: TripStop, by: Actor) -> None:
    """Close a stop of which nobody said how it went, by what became of its thing."""
    if stop.batch is not None:
        batch = batches.to_change(session, stop.batch.uuid)
        fetched = batch.state not in ("planned", "underway")
        _back_to_planned(session, batch, by)
    elif stop.pickup is not None:
        fetched = _is_done(pickups.to_change(session, stop.pickup.uuid))
    else:
        fetched = stop.collection is not None and stop.collection.state == "handed_over"
    _end(session, trip, stop, "done" if fetched else "missed", by)


def _is_done(pickup: Pickup) -> bool:
    return pickup.state == "done"


def _back_to_planned(session: Session, batch: Batch, by: Actor) -> None:
    """Let a batch that was not fetched wait again; one that came in meanwhile stays so."""
    if batch.state == "underway":
        step.to(session, batch, "planned", step.By(person=by))


def _open_stops(trip: Trip, numbers: Sequence[int], outcome: str) -> list[TripStop]:
    """Find the stops that are to end so; none where all of them ended so before."""
    if trip.state != "underway":
        raise NotThatTripStep
    found = find.stops(trip, numbers)
    if all(stop.outcome == outcome for stop in found):
        return []
    if any(stop.outcome for stop in found):
        raise StopIsOver
    return found


def _end(session: Session, trip: Trip, stop: TripStop, outcome: str, by: Actor) -> None:
    stop.outcome, stop.done_at = outcome, clock.now()
    audit.note(session, by, f"trip.stop_{outcome}", trip.subject, stop=stop.id)
