"""Pages of the people room."""

from bouwkringloop.people.views import door, own, second_step, staff, trail
from bouwkringloop.people.views.blueprint import bp

__all__ = ["bp", "door", "own", "second_step", "staff", "trail"]
