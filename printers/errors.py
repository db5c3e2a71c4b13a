"""What can go wrong between a document and its paper, each named after the fact."""


class PrinterError(Exception):
    """Something about a document or a printer is not right."""


class BadDocument(PrinterError):
    """A document that cannot be read, or cannot be printed as it is."""


class BadConfig(PrinterError):
    """A printers file with a mistake; the message names the key and, where known, the line."""


class TooWide(PrinterError):
    """A code does not fit on the paper with bars that scanners can read."""


class UnknownTransport(PrinterError):
    """An address of a kind that is not known."""


class NotSent(PrinterError):
    """Nothing reached the printer, so it is safe to try again."""


class Uncertain(PrinterError):
    """Part of the bytes went out before something broke; nobody knows what is on paper."""

    def __init__(self, bytes_sent: int, cause: str) -> None:
        super().__init__(f"{cause} after {bytes_sent} bytes")
        self.bytes_sent = bytes_sent
