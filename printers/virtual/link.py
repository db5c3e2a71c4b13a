"""One connection, as seen from the printer: it can be read, answered, left and broken off."""

import contextlib
import select
import socket
import struct
from threading import Lock

#: With this, closing a socket sends a reset instead of a farewell.
_ABRUPT = struct.pack("ii", 1, 0)
_GONE = select.POLLHUP | select.POLLERR | select.POLLNVAL


def ready(connection: socket.socket, wake: socket.socket, timeout_s: float | None) -> bool | None:
    """Wait until there is something to read; None after the time, False when `wake` says stop."""
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    poll.register(wake, select.POLLIN)
    happened = dict(poll.poll(None if timeout_s is None else timeout_s * 1000))
    return wake.fileno() not in happened if happened else None


class Link:
    """A connection. Answering and closing may happen in another thread than reading."""

    def __init__(self, connection: socket.socket, wake: socket.socket) -> None:
        connection.setblocking(False)
        self._connection = connection
        self._wake = wake
        self._closing = Lock()
        self.closed = False

    def receive(self, most: int, timeout_s: float | None) -> bytes | None:
        """Read up to `most` bytes; None when none came in time, no bytes when none will come.

        A reset by the other side, and the end of the printer itself, count as the end.
        """
        there = ready(self._connection, self._wake, timeout_s)
        if there is None:
            return None
        with contextlib.suppress(OSError):
            return self._connection.recv(most) if there else b""
        return b""

    def wait_until_left(self) -> None:
        """Wait, without reading, until the other side closes or the printer ends."""
        poll = select.poll()
        poll.register(self._connection, select.POLLRDHUP | _GONE)
        poll.register(self._wake, select.POLLIN)
        poll.poll()

    def say(self, answer: bytes) -> None:
        """Send an answer; when nobody is there any more it is lost, as on a wire."""
        with self._closing, contextlib.suppress(OSError):
            if answer and not self.closed:
                self._connection.send(answer)

    def close(self) -> None:
        """Leave in an orderly way: the other side reads an end."""
        with self._closing:
            self.closed = True
            self._connection.close()

    def reset(self) -> None:
        """Break off: the other side reads a reset, and bytes on their way are lost."""
        with self._closing, contextlib.suppress(OSError):
            self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABRUPT)
        self.close()
