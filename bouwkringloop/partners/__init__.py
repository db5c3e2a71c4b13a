"""Customers, organisations in the chain, and the shop as it stands on its own papers."""
