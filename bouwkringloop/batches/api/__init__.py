"""The batches' part of the API."""

from bouwkringloop.batches.api import decisions, deliveries, figures
from bouwkringloop.batches.api.offers import api

__all__ = ["api", "decisions", "deliveries", "figures"]
