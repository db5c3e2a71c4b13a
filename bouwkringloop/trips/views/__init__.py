"""Pages of the trips: the days ahead, one trip, the vehicles, and the hub."""

from bouwkringloop.trips.views import desk, drive, hub, vehicles
from bouwkringloop.trips.views.blueprint import bp

__all__ = ["bp", "desk", "drive", "hub", "vehicles"]
