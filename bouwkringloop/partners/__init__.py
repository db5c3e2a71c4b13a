"""Customers, and the shop as it stands on its own papers."""
