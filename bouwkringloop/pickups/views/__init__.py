"""Pages of the pick-ups: one for whoever asks, and those of the desk."""

from bouwkringloop.pickups.views import desk, public
from bouwkringloop.pickups.views.blueprint import bp

__all__ = ["bp", "desk", "public"]
