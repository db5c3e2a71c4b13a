"""Hours of participants: clocked or written down, approved, signed and locked."""
