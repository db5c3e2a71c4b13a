"""Pages of the invoicing room."""

from bouwkringloop.invoicing.views import customers, invoices
from bouwkringloop.invoicing.views.blueprint import bp

__all__ = ["bp", "customers", "invoices"]
