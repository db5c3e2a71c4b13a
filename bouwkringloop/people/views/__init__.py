"""Pages of the people room."""

from bouwkringloop.people.views import door, own, staff, trail
from bouwkringloop.people.views.blueprint import bp

__all__ = ["bp", "door", "own", "staff", "trail"]
