"""Pages of the batches: those of the desk, and those that a builder sees."""

from bouwkringloop.batches.views import (
    agreements,
    batch_files,
    builder,
    builder_batch,
    deciding,
    deliveries,
    desk,
    figures,
    inspections,
    offer,
    offer_lists,
    origins,
    partner_links,
    payouts,
    sroi,
    terms,
    transport,
)
from bouwkringloop.batches.views.blueprint import bp

__all__ = [
    "agreements",
    "batch_files",
    "bp",
    "builder",
    "builder_batch",
    "deciding",
    "deliveries",
    "desk",
    "figures",
    "inspections",
    "offer",
    "offer_lists",
    "origins",
    "partner_links",
    "payouts",
    "sroi",
    "terms",
    "transport",
]
