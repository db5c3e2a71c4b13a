"""Pages of the batches: those of the desk, and those that a builder sees."""

from bouwkringloop.batches.views import deliveries, desk, figures, transport
from bouwkringloop.batches.views.blueprint import bp

__all__ = ["bp", "deliveries", "desk", "figures", "transport"]
