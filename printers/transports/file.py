"""A file to which every job is added, for another program or a device without answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO
from urllib.parse import urlsplit

from printers.errors import NotSent, Problem
from printers.profiles import PrinterConfig


@contextmanager
def open_session(printer: PrinterConfig) -> Iterator["File"]:
    """Open the file for one job."""
    try:
        file = open(urlsplit(printer.uri).path, "ab", buffering=0)  # noqa: SIM115, PTH123
    except OSError as error:
        raise NotSent(Problem.UNREACHABLE, str(error)) from None
    with file:
        yield File(file)


class File:
    """An open file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, data: bytes, timeout_s: float) -> int:  # noqa: ARG002 - files do not wait.
        """Add bytes, and tell how many went."""
        return self._file.write(data)

    def read(self, timeout_s: float) -> bytes:  # noqa: ARG002
        """Say nothing."""
        return b""

    def finish(self) -> None:
        """Nothing is left to be said."""
