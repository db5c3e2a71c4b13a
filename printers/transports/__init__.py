"""Ways to bring bytes to a printer and to hear it, chosen by the scheme of its address."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Protocol

from printers.addresses import SCHEMES
from printers.errors import UnknownTransport
from printers.profiles import PrinterConfig


class Session(Protocol):
    """A connection to one printer, for one job."""

    def write(self, data: bytes, timeout_s: float) -> int:
        """Send some of the bytes, and tell how many went; raise OSError when it is broken."""

    def read(self, timeout_s: float) -> bytes:
        """Give what the printer said; empty when it says nothing in this time.

        Raises EOFError when the printer closed its side, OSError when the connection broke.
        """

    def finish(self) -> None:
        """Say that nothing follows; raise OSError when what was sent cannot be handed over."""


Opener = Callable[[PrinterConfig], AbstractContextManager[Session]]

_MODULES = {"virtual": "memory"}


def open_session(printer: PrinterConfig) -> AbstractContextManager[Session]:
    """Open a printer for one job; raise NotSent when that fails, UnknownTransport for its address.

    The module of a transport is imported when a printer first needs it.
    """
    scheme = printer.scheme
    if scheme not in SCHEMES:
        raise UnknownTransport(f"an address begins with {', '.join(SCHEMES)}, not {scheme!r}")
    module = import_module(f"printers.transports.{_MODULES.get(scheme, scheme)}")
    opener: Opener = module.open_session
    return opener(printer)
