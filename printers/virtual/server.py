"""A printer on a port of this machine, which behaves and misbehaves as real ones do."""

import contextlib
import socket
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

from printers.virtual import faults as fault_kinds
from printers.virtual.commands import LANGUAGES
from printers.virtual.faults import Fault, Plan
from printers.virtual.link import Link, ready
from printers.virtual.mechanism import Mechanism, Printed, Trouble
from printers.virtual.visit import House, Visit

HOST = "127.0.0.1"
#: How long paper is out, or the cover open, by a fault.
BACK_S = 0.4
_BACKLOG = 8


class VirtualPrinter:
    """A printer that is on inside `with`. It serves one connection at a time; others wait.

    `width_dots` is the printable width, which matters to ESC/POS text. `port` 0 takes a free one,
    which it keeps when it is switched on again. Of `faults` each connection with a job takes one,
    None for a connection that goes well; `Fault.REFUSE` and `Fault.HALF_OPEN` take any connection.
    It may go on for ever; after its end all goes well. `answers=False` makes a printer that never
    says anything, but closes when the sender has closed its half and all is on paper. In the
    folder `keep` each page is saved as PNG. `seed` makes the places repeatable where faults
    strike. Raises ValueError for an unknown language, and OSError when the port is taken.
    """

    def __init__(
        self,
        language: str = "escpos",
        *,
        width_dots: int = 576,
        port: int = 0,
        faults: Iterable[Fault | None] = (),
        answers: bool = True,
        keep: Path | None = None,
        paper_back_s: float = BACK_S,
        seed: int | None = None,
    ) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"a printer speaks {', '.join(LANGUAGES)}, not {language!r}")
        self.port = port
        self._plan = Plan(faults)
        self._mechanism = Mechanism(language, width_dots, keep)
        self._off = Event()
        self._house = House(
            mechanism=self._mechanism,
            answers=answers,
            back_s=paper_back_s,
            draw=self._draw,
            anywhere=fault_kinds.anywhere(seed),
            off=self._off,
            slow=lambda: self._plan.look() is Fault.SLOW,
        )
        self._counting = Lock()
        self._connections = 0
        self._faults_seen: Counter[Fault] = Counter()
        self._links: list[Link] = []

    def __enter__(self) -> Self:
        """Switch the printer on."""
        self._off.clear()
        self._listener = socket.create_server((HOST, self.port), backlog=_BACKLOG)
        self._listener.setblocking(False)
        self.port = self._listener.getsockname()[1]
        self._wake, self._waker = socket.socketpair()
        self._thread = Thread(target=self._serve, name=f"printer-{self.port}", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Switch it off: connections break, and what was not printed yet stays unprinted."""
        self._off.set()
        self._waker.send(b"!")
        self._thread.join()
        self._mechanism.close()
        for link in self._links:
            link.reset()
        self._links.clear()
        for end in (self._listener, self._wake, self._waker):
            end.close()

    @property
    def uri(self) -> str:
        """Its address, as in a printers file."""
        return f"tcp://{HOST}:{self.port}"

    @property
    def printed(self) -> list[Printed]:
        """What is on paper, one entry for each connection that printed, as it is now."""
        return self._mechanism.printed()

    @property
    def connections(self) -> int:
        """How many connections it has taken, with or without a job."""
        with self._counting:
            return self._connections

    @property
    def faults_seen(self) -> Counter[Fault]:
        """Which faults have happened, and how often."""
        with self._counting:
            return self._faults_seen.copy()

    def wait_for(self, many: int, timeout_s: float) -> None:
        """Wait until so many connections have put all they will on paper.

        Raises TimeoutError when that takes longer. A job that a fault cut counts too.
        """
        self._mechanism.wait_for(many, timeout_s)

    def paper_out(self) -> None:
        """Take the roll out; it stays out until `paper_in`."""
        self._mechanism.stop(Trouble.PAPER)

    def paper_in(self) -> None:
        """Put a roll in; what waited is printed."""
        self._mechanism.mend(Trouble.PAPER)

    def open_cover(self) -> None:
        """Open the cover; it stays open until `close_cover`."""
        self._mechanism.stop(Trouble.COVER)

    def close_cover(self) -> None:
        """Close the cover; what waited is printed."""
        self._mechanism.mend(Trouble.COVER)

    def _draw(self) -> Fault | None:
        fault = self._plan.take()
        if fault is not None:
            with self._counting:
                self._faults_seen[fault] += 1
        return fault

    def _serve(self) -> None:
        while ready(self._listener, self._wake, None):
            with contextlib.suppress(BlockingIOError, ConnectionError):
                link = Link(self._listener.accept()[0], self._wake)
                with self._counting:
                    self._connections += 1
                self._links = [old for old in self._links if not old.closed]
                self._links.append(link)
                self._receive(link)

    def _receive(self, link: Link) -> None:
        if self._plan.look() not in fault_kinds.AT_CONNECT:
            Visit(link, self._house).run()
            return
        if self._draw() is Fault.HALF_OPEN:
            link.wait_until_left()
        link.reset()
