"""Trips with the shop's vehicles: what is fetched from builders and people, and what is brought."""
