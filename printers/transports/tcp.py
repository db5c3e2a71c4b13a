"""A printer on the network that takes raw bytes, usually at port 9100."""

import socket
from time import monotonic
from urllib.parse import urlsplit

from printers.errors import NotSent, Uncertain

CONNECT_S = 2.0
#: Small pieces let the deadline count, and tell how much went out when something breaks.
PIECE = 4096


def deliver(data: bytes, uri: str, deadline_s: float) -> None:
    """Send bytes over a connection of their own, and wait until the printer closed its side.

    Most printers serve one connection at a time, so none is kept open. Closing without reading
    what the printer said would reset the connection and lose the end of a long document.
    """
    address = urlsplit(uri)
    until = monotonic() + deadline_s
    try:
        connection = socket.create_connection(
            (address.hostname or "", address.port or 9100), timeout=CONNECT_S
        )
    except OSError as error:
        raise NotSent(str(error)) from None
    sent = 0
    with connection:
        try:
            while sent < len(data):
                connection.settimeout(max(0.05, until - monotonic()))
                sent += connection.send(data[sent : sent + PIECE])
            connection.shutdown(socket.SHUT_WR)
            _drain(connection, until)
        except OSError as error:
            if sent == 0:
                raise NotSent(str(error)) from None
            raise Uncertain(sent, str(error) or type(error).__name__) from None


def _drain(connection: socket.socket, until: float) -> None:
    """Read until the printer closes; a printer that stays silent is no failure."""
    try:
        while True:
            connection.settimeout(min(1.0, max(0.05, until - monotonic())))
            if not connection.recv(PIECE):
                return
    except TimeoutError:
        return
