"""The shop in which people practise: it looks like the real one, and keeps books of its own."""
