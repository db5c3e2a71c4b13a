"""Counting what lies at a place, and booking the differences."""
