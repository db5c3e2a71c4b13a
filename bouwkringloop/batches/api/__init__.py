"""The batches' part of the API."""

from bouwkringloop.batches.api import deliveries, figures
from bouwkringloop.batches.api.offers import api

__all__ = ["api", "deliveries", "figures"]
