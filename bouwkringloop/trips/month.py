"""Add up a month: how many trips and kilometres, and which part of them without emissions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bouwkringloop.trips import find
from bouwkringloop.trips.models import Trip


@dataclass(frozen=True)
class Sum:
    """How many trips, how many kilometres, and on how many trips nobody wrote those down."""

    trips: int
    kilometres: int
    unknown: int


@dataclass(frozen=True)
class Month:
    """The trips of a month that were driven."""

    trips: Sequence[Trip]

    def sums(self, *, emission_free: bool) -> Sum:
        """Add up the trips with vehicles of one kind."""
        of_kind = [trip for trip in self.trips if trip.vehicle.emission_free is emission_free]
        return Sum(
            len(of_kind),
            sum(trip.kilometres or 0 for trip in of_kind),
            sum(trip.kilometres is None for trip in of_kind),
        )

    @property
    def clean_trips_percent(self) -> int | None:
        """Which part of the trips was emission-free, rounded down; None without any."""
        return _percent(self.sums(emission_free=True).trips, len(self.trips))

    @property
    def clean_kilometres_percent(self) -> int | None:
        """Which part of the known kilometres was emission-free, rounded down; None without any."""
        clean, other = self.sums(emission_free=True), self.sums(emission_free=False)
        return _percent(clean.kilometres, clean.kilometres + other.kilometres)


def _percent(part: int, whole: int) -> int | None:
    return part * 100 // whole if whole else None


def add_up(session: Session, month: date) -> Month:
    """Add up the month in which a day lies."""
    return Month(find.of_month(session, month))
