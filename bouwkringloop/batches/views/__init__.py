"""Pages of the batches: those of the desk, and those that a builder sees."""

from bouwkringloop.batches.views import (
    agreements,
    builder,
    builder_batch,
    builder_offer,
    deliveries,
    desk,
    figures,
    inspections,
    origins,
    partner_links,
    terms,
)
from bouwkringloop.batches.views.blueprint import bp

__all__ = [
    "agreements",
    "bp",
    "builder",
    "builder_batch",
    "builder_offer",
    "deliveries",
    "desk",
    "figures",
    "inspections",
    "origins",
    "partner_links",
    "terms",
]
