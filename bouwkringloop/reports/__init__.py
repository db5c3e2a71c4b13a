"""Figures out: what the day brought."""
