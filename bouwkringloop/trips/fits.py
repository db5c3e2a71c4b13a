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


def check(trip: Trip) -> None:
    """Refuse a trip whose load is somewhere more than the vehicle carries, and say how much."""
    most, vehicle = load.largest(find.loads(trip)), trip.vehicle
    if most.grams > vehicle.max_g:
        raise TooHeavy(over=i18n.weight(most.grams - vehicle.max_g), vehicle=vehicle.name)
    if most.litres > vehicle.max_litres:
        over = i18n.quantity(most.litres - vehicle.max_litres, "m3")
        raise TooLarge(over=over, vehicle=vehicle.name)
