"""Pages of the reports room: today, the VAT of a period, and figures about people."""

from bouwkringloop.reports.views import home, people, vat
from bouwkringloop.reports.views.blueprint import bp

__all__ = ["bp", "home", "people", "vat"]
