"""Lay the coming days out: the trips of each, and what still waits to be put on one."""

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.batches.transport import find as transport
from bouwkringloop.pickups import find as pickups
from bouwkringloop.till.collecting import waiting
from bouwkringloop.trips import find, load, things
from bouwkringloop.trips.load import Load
from bouwkringloop.trips.models import Trip, TripStop
from bouwkringloop.trips.things import Thing


@dataclass(frozen=True)
class Shown:
    """A trip with the fullest that its vehicle is on the way."""

    trip: Trip
    most: Load
    #: At how many addresses it stops, and at how many of them it is finished.
    doors: int
    finished: int


@dataclass
class Day:
    """One day: its trips, what waits for one, and what builders bring themselves."""

    day: date
    trips: list[Shown] = field(default_factory=list)
    #: What goes to or comes from one door lies together.
    waiting: list[list[Thing]] = field(default_factory=list)
    brought: list[Thing] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        """Whether the day went by without all of it being driven."""
        return self.day < clock.today()


def lay_out(session: Session) -> list[Day]:
    """List the days on which something is driven, the first one first."""
    days: dict[date, Day] = {}

    def on(day: date) -> Day:
        return days.setdefault(day, Day(day))

    for trip in find.ahead(session):
        on(trip.day).trips.append(shown(session, trip))
    waits, brought = _waiting(session)
    for _door, each in groupby(sorted(waits, key=_in_order), key=lambda thing: thing.door):
        together = list(each)
        if together[0].day is not None:
            on(together[0].day).waiting.append(together)
    for thing in brought:
        if thing.day is not None:
            on(thing.day).brought.append(thing)
    return [days[day] for day in sorted(days)]


def _in_order(thing: Thing) -> tuple[date, str, tuple[str, str, str, str]]:
    return thing.day or date.max, thing.kind, thing.door


def shown(session: Session, trip: Trip) -> Shown:
    """Tell how full a trip is, and how far it came."""
    doors = things.doors(session, trip.stops)
    finished = sum(not door.waits for door in doors)
    return Shown(trip, load.largest(find.loads(trip)), len(doors), finished)


def of_day(session: Session, day: date) -> list[list[Thing]]:
    """List what waits to be put on a trip of a day, by door."""
    return next((each.waiting for each in lay_out(session) if each.day == day), [])


def _waiting(session: Session) -> tuple[list[Thing], list[Thing]]:
    """Give what waits for a trip of ours, and what builders bring themselves."""
    taken = _taken(session)
    waits: list[Thing] = []
    brought: list[Thing] = []
    for batch, _slot in transport.planned(session):
        if batch.id in taken["batch_id"]:
            continue
        by_builder = batch.agreement is not None and batch.agreement.transport == "builder"
        (brought if by_builder else waits).append(things.of_batch(session, batch))
    for planned in pickups.listed(session).days.values():
        waits += [things.of_pickup(each) for each in planned if each.id not in taken["pickup_id"]]
    for one in waiting.here(session):
        if one.collection.state == "planned" and one.collection.id not in taken["collection_id"]:
            waits.append(things.of_collection(one))
    return waits, brought


def _taken(session: Session) -> dict[str, set[int]]:
    """Tell what waits on an open trip already."""
    taken: dict[str, set[int]] = {column: set() for column in things.COLUMNS.values()}
    for stop in session.scalars(select(TripStop).where(TripStop.outcome == "")):
        for column, known in taken.items():
            number = getattr(stop, column)
            if number is not None:
                known.add(number)
    return taken
