"""Surplus batches of builders: offered, agreed, fetched, taken in, sold, and accounted for."""
