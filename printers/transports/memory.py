"""Printers without a device: `memory:NAME` keeps its jobs for a program, `virtual:` keeps none."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from printers.profiles import PrinterConfig

#: The jobs of each printer `memory:NAME`, oldest first.
JOBS: defaultdict[str, list[bytes]] = defaultdict(list)


@contextmanager
def open_session(printer: PrinterConfig) -> Iterator["Memory"]:
    """Take one job."""
    scheme, _, name = printer.uri.partition(":")
    session = Memory()
    yield session
    if scheme == "memory":
        JOBS[name].append(session.data)


class Memory:
    """A job on its way into memory."""

    def __init__(self) -> None:
        self.data = b""

    def write(self, data: bytes, timeout_s: float) -> int:  # noqa: ARG002 - memory does not wait.
        """Keep bytes, and tell how many."""
        self.data += data
        return len(data)

    def read(self, timeout_s: float) -> bytes:  # noqa: ARG002
        """Say nothing."""
        return b""

    def finish(self) -> None:
        """Nothing is left to be said."""
