"""Work that comes back by itself: one thread that goes round while the shop is served."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

#: How long the program waits at its end for work that is under way, in seconds.
_LAST_S = 4.0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Round:
    """One piece of work and how often it is done; first at the start."""

    name: str
    every_s: float
    work: Callable[[], object]


class Service:
    """The thread that does the rounds, one after the other."""

    def __init__(self, rounds: Sequence[Round]) -> None:
        self._rounds = rounds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._go_round, name="rounds", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish what is under way, if that is soon, and begin nothing more."""
        self._stop.set()
        self._thread.join(_LAST_S)

    def _go_round(self) -> None:
        due = {one: monotonic() for one in self._rounds}
        while not self._stop.is_set():
            for one in self._rounds:
                if monotonic() >= due[one] and not self._stop.is_set():
                    _do(one)
                    due[one] = monotonic() + one.every_s
            self._stop.wait(max(0.05, min(due.values()) - monotonic()))


def _do(one: Round) -> None:
    """Do a piece of work; what breaks in it is logged, and tried again in the next round."""
    try:
        one.work()
    except Exception:
        log.exception("%s did not succeed this time", one.name)
