"""Receipts besides the first paper: by a link, by mail, on paper once more, and as a picture."""
