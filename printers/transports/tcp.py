"""A printer on the network that takes raw bytes, usually at port 9100."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from urllib.parse import urlsplit

from printers.errors import NotSent, Problem
from printers.profiles import PrinterConfig

CONNECT_S = 2.0
#: How long the last words of a printer are listened to before its connection is closed.
_DRAIN_S = 0.5
_PIECE = 4096


@contextmanager
def open_session(printer: PrinterConfig) -> Iterator["Tcp"]:
    """Connect for one job. Most printers serve one connection at a time, so none is kept open."""
    address = urlsplit(printer.uri)
    try:
        connection = socket.create_connection(
            (address.hostname or "", address.port or 9100), timeout=CONNECT_S
        )
    except OSError as error:
        raise NotSent(Problem.UNREACHABLE, str(error)) from None
    with connection:
        # What follows a job is small and must not wait for company.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        session = Tcp(connection)
        yield session
        session.drain()


class Tcp:
    """A connection that is read before it is closed: a reset would lose the end of a document."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def write(self, data: bytes, timeout_s: float) -> int:
        """Send some of the bytes, and tell how many went."""
        self._connection.settimeout(timeout_s)
        return self._connection.send(data[:_PIECE])

    def read(self, timeout_s: float) -> bytes:
        """Give what the printer said; raise EOFError when it closed its side."""
        self._connection.settimeout(timeout_s)
        try:
            said = self._connection.recv(_PIECE)
        except TimeoutError:
            return b""
        if not said:
            raise EOFError
        return said

    def finish(self) -> None:
        """Close our side; the printer closes its own when it has taken everything."""
        self._connection.shutdown(socket.SHUT_WR)

    def drain(self) -> None:
        """Close our side and listen for a moment, so that the printer keeps what it holds."""
        until = monotonic() + _DRAIN_S
        try:
            self._connection.shutdown(socket.SHUT_WR)
            while (left := until - monotonic()) > 0 and self.read(left):
                pass
        except (OSError, EOFError):
            return
