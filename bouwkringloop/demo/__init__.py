"""A lifelike shop to look at, seeded and reproducible."""
