"""The till's part of the API."""

from bouwkringloop.till.api import shifts, vouchers
from bouwkringloop.till.api.sales import api

__all__ = ["api", "shifts", "vouchers"]
