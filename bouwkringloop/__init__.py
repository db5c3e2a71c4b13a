"""Bouwkringloop: point of sale and inventory for shops of second-hand building materials."""

__version__ = "0.1.0"
