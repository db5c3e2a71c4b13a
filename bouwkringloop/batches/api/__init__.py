"""The batches' part of the API."""

from bouwkringloop.batches.api import decisions
from bouwkringloop.batches.api.offers import api

__all__ = ["api", "decisions"]
