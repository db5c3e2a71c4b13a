"""What goes wrong between a till and its printer, each as one connection can show it."""

import random
from collections.abc import Callable, Iterable, Iterator
from enum import Enum

#: How many bytes of a job a fault lets through, given how many have come so far.
Lot = Callable[[int], int]


class Fault(Enum):
    """One way to misbehave, for one connection."""

    #: The connection is reset before a byte is read; nothing is printed.
    REFUSE = "refuse"
    #: The connection is reset inside the job; what came before is on paper.
    RESET = "reset"
    #: All bytes are taken, nothing is printed, and nothing is ever answered.
    POWER_LOSS = "power_loss"
    #: The roll ends inside the job; after a while there is new paper and the rest follows.
    PAPER_OUT = "paper_out"
    #: Somebody opens the cover inside the job and closes it after a while.
    COVER_OPEN = "cover_open"
    #: Everything is printed, but the answer to the last question never comes.
    LOST_ACK = "lost_ack"
    #: The job is read in small pieces, with waits. Asked behind it, a printer of labels says once
    #: that it is still printing.
    SLOW = "slow"
    #: The connection is accepted and then left alone; nothing is printed.
    HALF_OPEN = "half_open"
    #: The last bytes of the job get lost, and the connection with them.
    CUT_TAIL = "cut_tail"


#: These strike before the printer has read anything, so also at a connection without a job.
AT_CONNECT = (Fault.REFUSE, Fault.HALF_OPEN)
#: These strike somewhere inside a job.
INSIDE = (Fault.RESET, Fault.PAPER_OUT, Fault.COVER_OPEN)
#: After these a printer is as silent as one that is off.
SILENT = (Fault.POWER_LOSS, Fault.CUT_TAIL)


class Plan:
    """The faults to come, one for each connection; None is a connection that goes well."""

    def __init__(self, faults: Iterable[Fault | None]) -> None:
        self._coming = iter(faults)
        self._next: list[Fault | None] = []

    def look(self) -> Fault | None:
        """Tell the next fault and leave it where it is; None when there are no more."""
        if not self._next:
            self._next.append(next(self._coming, None))
        return self._next[0]

    def take(self) -> Fault | None:
        """Tell the next fault and cross it off."""
        fault = self.look()
        self._next.clear()
        return fault


def by_lot(share: float, seed: int | None = None) -> Iterator[Fault | None]:
    """Give faults without end: of all connections this share (0 to 1) is faulty, each kind alike.

    The same seed gives the same faults.
    """
    lots = random.Random(seed)  # noqa: S311 — A fault is no secret.
    kinds = list(Fault)
    while True:
        yield lots.choice(kinds) if lots.random() < share else None


def anywhere(seed: int | None = None) -> Lot:
    """Make the lot that says after how many of so many bytes a fault strikes: 1 to all but 1."""
    lots = random.Random(seed)  # noqa: S311 — A place in a job is no secret.
    return lambda total: lots.randrange(1, max(2, total))
