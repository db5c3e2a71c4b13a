"""A printer that is a page on a screen: it takes everything and keeps nothing."""


def deliver(data: bytes, uri: str, deadline_s: float) -> None:
    """Take the bytes; what they show is drawn from the document itself."""
