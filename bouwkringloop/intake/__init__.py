"""Goods in, at the yard and in the shop."""
