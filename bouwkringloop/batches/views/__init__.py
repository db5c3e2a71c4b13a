"""Pages of the batches: those of the desk, and those that a builder sees."""

from bouwkringloop.batches.views import (
    builder_batch,
    deciding,
    deliveries,
    desk,
    figures,
    new_stub,
)
from bouwkringloop.batches.views.blueprint import bp

__all__ = ["bp", "builder_batch", "deciding", "deliveries", "desk", "figures", "new_stub"]
