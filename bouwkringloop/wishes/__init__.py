"""Wishes: what people and projects look for, and what there is that fits."""
