"""Advice on prices, for programs."""
