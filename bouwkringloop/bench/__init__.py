"""Measures this machine and this version."""
