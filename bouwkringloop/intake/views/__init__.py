"""Pages of the intake room."""

from bouwkringloop.intake.views import api, delivery, pages, purchases, slips, tree, tree_changes
from bouwkringloop.intake.views.pages import bp

__all__ = ["api", "bp", "delivery", "pages", "purchases", "slips", "tree", "tree_changes"]
