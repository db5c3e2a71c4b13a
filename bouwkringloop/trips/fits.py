"""Hold a trip to what its vehicle carries, at every point of the ride."""

from bouwkringloop.base import i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.trips import find, load
from bouwkringloop.trips.models import Trip


class TooHeavy(Refused):
    """More would lie in the vehicle than it may carry."""

    message = N_(
        "This is %(over)s too heavy for “%(vehicle)s”. Take something off, put less on, or choose"
        " another vehicle."
    )


class TooLarge(Refused):
    """More would lie in the vehicle than fits in."""

    message = N_(
        "This is %(over)s too much to fit in “%(vehicle)s”. Take something off, put less on, or"
        " choose another vehicle."
    )


class TooHeavyNow(TooHeavy):
    """A vehicle that is underway cannot carry this too."""

    message = N_(
        "“%(vehicle)s” is underway, and this is %(over)s too heavy for it. Choose another trip."
    )


class TooLargeNow(TooLarge):
    """In a vehicle that is underway this does not fit too."""

    message = N_(
        "“%(vehicle)s” is underway, and this is %(over)s too much to fit in it. Choose another"
        " trip."
    )


def check(trip: Trip) -> None:
    """Refuse a trip whose load is somewhere more than the vehicle carries, and say how much."""
    most, vehicle = load.largest(find.loads(trip)), trip.vehicle
    gone = trip.state == "underway"
    if most.grams > vehicle.max_g:
        over = i18n.weight(most.grams - vehicle.max_g)
        raise (TooHeavyNow if gone else TooHeavy)(over=over, vehicle=vehicle.name)
    if most.litres > vehicle.max_litres:
        over = i18n.quantity(most.litres - vehicle.max_litres, "m3")
        raise (TooLargeNow if gone else TooLarge)(over=over, vehicle=vehicle.name)
