"""The stock room's part of the API."""

from bouwkringloop.stock.api import handling
from bouwkringloop.stock.api.items import api

__all__ = ["api", "handling"]
