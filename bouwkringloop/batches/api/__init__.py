"""The batches' part of the API."""

from bouwkringloop.batches.api import figures
from bouwkringloop.batches.api.offers import api

__all__ = ["api", "figures"]
