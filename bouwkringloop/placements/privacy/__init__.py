"""What somebody may ask of their file: a copy, what is shared, and that it ends."""
