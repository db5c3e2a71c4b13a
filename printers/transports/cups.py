"""A raw queue of CUPS. The queue takes the job, and what the printer says stays in there."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from printers.errors import NotSent, Problem
from printers.profiles import PrinterConfig

_HANDOVER_S = 20


@contextmanager
def open_session(printer: PrinterConfig) -> Iterator["Queue"]:
    """Collect a job for a queue; the queue gets it whole at the end, or not at all."""
    yield Queue(printer.uri.removeprefix("cups:"))


class Queue:
    """A job for one queue, handed over by `lp`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._data = b""

    def write(self, data: bytes, timeout_s: float) -> int:  # noqa: ARG002 - nothing goes out yet.
        """Keep the bytes until the job is whole."""
        self._data += data
        return len(data)

    def read(self, timeout_s: float) -> bytes:  # noqa: ARG002 - the queue hides the printer.
        """Say nothing."""
        return b""

    def finish(self) -> None:
        """Hand the job over; raise NotSent when the queue does not take it."""
        command = ["lp", "-d", self._name, "-o", "raw", "-"]
        try:
            done = subprocess.run(
                command, input=self._data, capture_output=True, timeout=_HANDOVER_S, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NotSent(Problem.UNREACHABLE, str(error)) from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip()
            raise NotSent(Problem.UNREACHABLE, said or f"lp ended with {done.returncode}")
