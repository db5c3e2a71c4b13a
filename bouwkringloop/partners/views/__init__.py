"""Pages of the partners: customers, organisations in the chain, and the shop's own details."""

from bouwkringloop.partners.views import contacts, customers, partners
from bouwkringloop.partners.views.blueprint import bp

__all__ = ["bp", "contacts", "customers", "partners"]
