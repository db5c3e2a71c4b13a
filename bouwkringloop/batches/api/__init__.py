"""The batches' part of the API."""

from bouwkringloop.batches.api import deliveries
from bouwkringloop.batches.api.offers import api

__all__ = ["api", "deliveries"]
