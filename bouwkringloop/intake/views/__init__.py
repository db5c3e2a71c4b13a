"""Pages of the intake room."""

from bouwkringloop.intake.views import api, delivery, pages, purchases, scales, slips
from bouwkringloop.intake.views.pages import bp

__all__ = ["api", "bp", "delivery", "pages", "purchases", "scales", "slips"]
