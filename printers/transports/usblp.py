"""A printer behind a device file of the kernel, such as `/dev/usb/lp0`."""

import os
import select
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from printers.errors import NotSent, Problem
from printers.profiles import PrinterConfig

_PIECE = 4096
#: What the kernel numbers printers with: `lp` on a parallel port, `usb/lp` (devices.txt).
MAJORS = (6, 180)


@contextmanager
def open_session(printer: PrinterConfig) -> Iterator["Device"]:
    """Open the device for one job, without ever hanging on it."""
    path = urlsplit(printer.uri).path
    try:
        if not _is_printer(Path(path).stat()):
            raise NotSent(Problem.UNREACHABLE, f"{path} is no printer")
        handle = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError as error:
        raise NotSent(Problem.UNREACHABLE, str(error)) from None
    try:
        yield Device(handle)
    finally:
        os.close(handle)


def _is_printer(file: os.stat_result) -> bool:
    """Tell whether this is a printer, since even a question would damage any other file."""
    return stat.S_ISCHR(file.st_mode) and os.major(file.st_rdev) in MAJORS


class Device:
    """An open device. It is polled first, since a printer without paper takes nothing."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def write(self, data: bytes, timeout_s: float) -> int:
        """Send some of the bytes, and tell how many went."""
        _, ready, _ = select.select((), (self._handle,), (), timeout_s)
        if not ready:
            raise TimeoutError("the printer takes no more")
        return os.write(self._handle, data[:_PIECE])

    def read(self, timeout_s: float) -> bytes:
        """Give what the printer said, if it says something in this time."""
        ready, _, _ = select.select((self._handle,), (), (), timeout_s)
        if not ready:
            return b""
        try:
            said = os.read(self._handle, _PIECE)
        except BlockingIOError:
            return b""
        if not said:
            # An idle printer port reads as ended at once; waiting keeps the asker from spinning.
            select.select((), (), (), timeout_s)
        return said

    def finish(self) -> None:
        """Nothing is to be said at the end; what was written is with the printer."""
