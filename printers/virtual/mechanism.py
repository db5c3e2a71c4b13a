"""The part of the virtual printer that puts bytes on paper, in order, while it has paper."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from threading import Condition, Timer

from printers.interpret import Paper, interpret
from printers.virtual.answers import State


@dataclass(frozen=True)
class Printed:
    """What one connection put on paper."""

    #: The bytes that were carried out; questions are not among them.
    data: bytes
    paper: Paper
    #: Whether the job was complete: it ended, no fault cut it, and no command stayed open.
    whole: bool


class Trouble(Enum):
    """What stops a printer until somebody comes."""

    PAPER = "paper"
    COVER = "cover"


@dataclass(eq=False)
class Job:
    """What one connection has on paper so far."""

    data: bytearray = field(default_factory=bytearray)
    over: bool = False
    cut: bool = False
    #: Pages that were saved to the folder.
    saved: int = 0
    _seen: tuple[bytes, Paper] | None = None

    def paper(self, language: str, width_dots: int) -> tuple[bytes, Paper]:
        """Interpret the bytes, once for as long as there are no more of them."""
        seen = self._seen
        if seen is None or len(seen[0]) != len(self.data):
            data = bytes(self.data)
            seen = self._seen = (data, interpret(data, language, width_dots=width_dots))
        return seen


class Mechanism:
    """Carries acts out one after the other; while it is offline they wait. Safe for threads."""

    def __init__(self, language: str, width_dots: int, keep: Path | None) -> None:
        self.language = language
        self._width_dots = width_dots
        self._keep = keep
        self._pages = 0
        self._changed = Condition()
        self._jobs: list[Job] = []
        self._waiting: deque[Callable[[], None]] = deque()
        self._by_hand: set[Trouble] = set()
        self._by_fault: set[Trouble] = set()
        self._timers: list[Timer] = []

    @property
    def state(self) -> State:
        """What the sensors say now."""
        with self._changed:
            troubles = self._by_hand | self._by_fault
            return State(Trouble.PAPER in troubles, Trouble.COVER in troubles)

    def do(self, act: Callable[[], None]) -> None:
        """Carry an act out when all before it are, which is now unless the printer is offline."""
        with self._changed:
            self._waiting.append(act)
            self._go_on()

    def stop(self, trouble: Trouble, back_after_s: float | None = None) -> None:
        """Go offline; for good, or until so many seconds have passed."""
        with self._changed:
            if back_after_s is None:
                self._by_hand.add(trouble)
                return
            self._by_fault.add(trouble)
            timer = Timer(back_after_s, self._recover, (trouble,))
            timer.daemon = True
            self._timers.append(timer)
            timer.start()

    def mend(self, trouble: Trouble) -> None:
        """Put new paper in, or close the cover, whatever the cause was."""
        with self._changed:
            self._by_hand.discard(trouble)
            self._by_fault.discard(trouble)
            self._go_on()

    def close(self) -> None:
        """Forget what waits, as at a switch-off, and stop all clocks."""
        with self._changed:
            timers, self._timers = self._timers, []
            self._waiting.clear()
            self._by_fault.clear()
        for timer in timers:
            timer.cancel()
            timer.join()

    def add(self, job: Job, data: bytes) -> None:
        """Put bytes of a job on paper. Only inside an act."""
        if job not in self._jobs:
            self._jobs.append(job)
        job.data += data
        job.over = False

    def finish(self, job: Job, *, cut: bool = False) -> None:
        """Say that a job ends here, for now or because it was cut. Only inside an act."""
        if not job.over and job in self._jobs:
            job.over, job.cut = True, job.cut or cut
            self._save(job)
            self._changed.notify_all()

    def printed(self) -> list[Printed]:
        """Tell what is on paper, a job in the making included."""
        with self._changed:
            jobs = [
                (job.paper(self.language, self._width_dots), job.over and not job.cut)
                for job in self._jobs
            ]
        return [
            Printed(data, paper, whole and not paper.unfinished) for (data, paper), whole in jobs
        ]

    def wait_for(self, many: int, timeout_s: float) -> None:
        """Wait until so many jobs have ended on paper; raise TimeoutError when they do not."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._ended() >= many, timeout_s):
                raise TimeoutError(f"{self._ended()} of {many} jobs on paper after {timeout_s} s")

    def _ended(self) -> int:
        return sum(job.over for job in self._jobs)

    def _recover(self, trouble: Trouble) -> None:
        with self._changed:
            self._by_fault.discard(trouble)
            self._go_on()

    def _go_on(self) -> None:
        while self._waiting and not (self._by_hand or self._by_fault):
            self._waiting.popleft()()

    def _save(self, job: Job) -> None:
        """Save the pages that are new since the last time."""
        if self._keep is None:
            return
        self._keep.mkdir(parents=True, exist_ok=True)
        pages = job.paper(self.language, self._width_dots)[1].pages
        for page in pages[job.saved :]:
            self._pages += 1
            while (path := self._keep / f"{self._pages:04}.png").exists():
                # Paper of an earlier run stays.
                self._pages += 1
            page.save(path)
        job.saved = len(pages)
