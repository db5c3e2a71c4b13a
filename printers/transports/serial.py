"""A printer on a serial port, real or behind USB or Bluetooth; pyserial speaks to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import serial

from printers.errors import NotSent, Problem
from printers.profiles import PrinterConfig

DEFAULT_BAUD = 9600


def baud(uri: str) -> int:
    """Read the speed from an address, in bits a second."""
    return int(parse_qs(urlsplit(uri).query).get("baud", [str(DEFAULT_BAUD)])[0])


@contextmanager
def open_session(printer: PrinterConfig) -> Iterator["Serial"]:
    """Open the port for one job, with eight bits, no parity, one stop bit."""
    try:
        port = serial.Serial(urlsplit(printer.uri).path, baud(printer.uri), exclusive=True)
    except (OSError, ValueError) as error:
        raise NotSent(Problem.UNREACHABLE, str(error)) from None
    with port:
        yield Serial(port, baud(printer.uri))


class Serial:
    """An open port, written in pieces so that a stopped printer is noticed in time."""

    def __init__(self, port: serial.Serial, speed: int) -> None:
        self._port = port
        # A piece takes a quarter of a second at this speed, ten bits a byte.
        self._piece = max(16, speed // 40)

    def write(self, data: bytes, timeout_s: float) -> int:
        """Send some of the bytes, and tell how many went."""
        self._port.write_timeout = timeout_s
        return self._port.write(data[: self._piece]) or 0

    def read(self, timeout_s: float) -> bytes:
        """Give what the printer said, if it says something in this time."""
        self._port.timeout = timeout_s
        first: bytes = self._port.read(1)
        return first + self._port.read(self._port.in_waiting) if first else b""

    def finish(self) -> None:
        """Wait until the last byte went over the line."""
        self._port.flush()
