"""Deposits: what somebody pays in advance for a thing that is kept for them."""
