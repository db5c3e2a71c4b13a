"""Pages of the batches: those of the desk, and those that a builder sees."""

from bouwkringloop.batches.views import (
    batch_files,
    builder_batch,
    deliveries,
    desk,
    figures,
    offer,
    offer_lists,
)
from bouwkringloop.batches.views.blueprint import bp

__all__ = [
    "batch_files",
    "bp",
    "builder_batch",
    "deliveries",
    "desk",
    "figures",
    "offer",
    "offer_lists",
]
