"""Pages of the till room."""

from bouwkringloop.till.views import cash, clock, day, papers, rules, selling
from bouwkringloop.till.views.blueprint import bp

__all__ = ["bp", "cash", "clock", "day", "papers", "rules", "selling"]
