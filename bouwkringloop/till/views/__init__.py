"""Pages of the till room."""

from bouwkringloop.till.views import cash, day, papers, rules, selling
from bouwkringloop.till.views.blueprint import bp

__all__ = ["bp", "cash", "day", "papers", "rules", "selling"]
