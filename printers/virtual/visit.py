"""One connection from beginning to end, with the fault that was drawn for it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from threading import Event

from printers.virtual import answers, commands, faults
from printers.virtual.commands import Kind, Piece
from printers.virtual.faults import Fault
from printers.virtual.link import Link
from printers.virtual.mechanism import Job, Mechanism, Trouble

#: A job that says nothing for so long has ended, as far as anybody can tell.
QUIET_S = 1.0
_GULP, _SIP = 65_536, 4096
#: A slow printer waits at its first sip, and shortly at each of the next.
_FIRST_WAIT_S, _WAIT_S, _LONGEST_WAIT_S = 0.25, 0.05, 0.5
#: Bytes that come before a job or between questions, and print nothing.
_IDLE = {"escpos": b"", "zpl": b"\r\n ", "tspl": b"\r\n ", "brotherql": b"\x00\x1b@"}
_TROUBLES = {Fault.PAPER_OUT: Trouble.PAPER, Fault.COVER_OPEN: Trouble.COVER}


@dataclass(frozen=True)
class House:
    """What all connections of one printer share."""

    mechanism: Mechanism
    #: Whether it answers at all.
    answers: bool
    #: How long paper is out, or the cover open, when a fault made it so; in seconds.
    back_s: float
    #: Crosses the next fault off the plan.
    draw: Callable[[], Fault | None]
    #: Says inside how many bytes of a job a fault strikes.
    anywhere: faults.Lot
    #: Set when the printer is switched off.
    off: Event
    #: Whether the next job is to be read slowly; asked before it is read.
    slow: Callable[[], bool]


class Visit:
    """Reads a connection, answers it, and lets the mechanism print."""

    def __init__(self, link: Link, house: House) -> None:
        self._link = link
        self._house = house
        self._mechanism = house.mechanism
        self._language = house.mechanism.language
        self._splitter = commands.Splitter(self._language)
        self._job = Job()
        self._fault: Fault | None = None
        #: Whether a job has ever begun, and whether it is under way now.
        self._begun = self._running = False
        #: Idle bytes, kept until a job follows them.
        self._idle = b""
        self._held = bytearray()
        #: Bytes until the fault strikes.
        self._left_to_print: int | None = None
        self._over = False
        self._waited_s = 0.0
        #: Whether a slow printer still has to say that it is busy.
        self._says_busy = False

    def run(self) -> None:
        """Serve the connection until it ends; what then still waits for paper is printed later."""
        while not self._over:
            slow = self._fault is Fault.SLOW if self._begun else self._house.slow()
            data = self._link.receive(_SIP if slow else _GULP, QUIET_S if self._running else None)
            if data is None:
                self._job_ends()
            elif data:
                self._take_all(self._splitter.feed(data))
            else:
                self._take_all(self._splitter.rest())
                self._job_ends()
                self._leave()

    def _take_all(self, pieces: list[Piece]) -> None:
        for piece in pieces:
            if self._over:
                return
            if piece.kind is Kind.INK:
                self._ink(piece.data)
            else:
                self._asked(piece)

    def _begin(self, data: bytes) -> None:
        """Draw the fault of this connection, at the first bytes that are a job."""
        self._running = True
        if self._begun:
            return
        self._begun = True
        self._fault = self._house.draw()
        if self._fault in faults.INSIDE:
            self._left_to_print = self._house.anywhere(len(data))

    def _ink(self, data: bytes) -> None:
        idle = _IDLE[self._language]
        if not self._running and idle and not data.strip(idle):
            self._idle += data
            return
        data, self._idle = self._idle + data, b""
        self._begin(data)
        if self._fault is Fault.SLOW:
            self._says_busy = True
            self._dawdle()
        if self._fault is Fault.POWER_LOSS:
            return
        if self._fault is Fault.CUT_TAIL:
            self._held += data
            return
        if self._left_to_print is not None:
            part, data = data[: self._left_to_print], data[self._left_to_print :]
            self._left_to_print -= len(part)
            self._print(part)
            if self._left_to_print == 0:
                self._left_to_print = None
                self._strike()
        if not self._over:
            self._print(data)

    def _dawdle(self) -> None:
        if self._waited_s < _LONGEST_WAIT_S:
            wait_s = _WAIT_S if self._waited_s else _FIRST_WAIT_S
            self._waited_s += wait_s
            self._house.off.wait(wait_s)

    def _print(self, data: bytes) -> None:
        if data:
            self._mechanism.do(partial(self._mechanism.add, self._job, data))

    def _strike(self) -> None:
        """Let the fault happen, here inside the job."""
        if self._fault is Fault.RESET:
            self._finish(cut=True)
            self._break_off()
        elif self._fault is not None:
            trouble = _TROUBLES[self._fault]
            self._mechanism.do(partial(self._mechanism.stop, trouble, self._house.back_s))
            if self._language == "brotherql":
                # These printers report an error by themselves.
                self._say(answers.brother(self._mechanism.state, answers.ERROR))

    def _asked(self, piece: Piece) -> None:
        if piece.ends_job:
            self._job_ends()
        if self._over or self._fault in faults.SILENT:
            return
        if piece.kind is Kind.NOW:
            self._answer(piece.data)
        elif self._fault is not Fault.LOST_ACK:
            self._mechanism.do(partial(self._answer, piece.data))

    def _answer(self, question: bytes) -> None:
        state = replace(self._mechanism.state, busy=self._says_busy)
        self._says_busy = False
        self._say(answers.answer(self._language, question, state))

    def _say(self, answer: bytes) -> None:
        if self._house.answers:
            self._link.say(answer)

    def _job_ends(self) -> None:
        """Act on the end of a job: the question after it, the end of the connection, or silence."""
        if not self._running:
            return
        self._running = False
        if self._fault is Fault.POWER_LOSS:
            self._break_off()
        elif self._fault is Fault.CUT_TAIL:
            lost = self._house.anywhere(max(2, len(self._held) // 4))
            self._print(bytes(self._held[:-lost]))
            self._finish(cut=True)
            self._break_off()
        else:
            self._finish(cut=self._house.off.is_set())
            if self._fault is Fault.LOST_ACK:
                self._leave()

    def _finish(self, *, cut: bool) -> None:
        self._mechanism.do(partial(self._mechanism.finish, self._job, cut=cut))

    def _leave(self) -> None:
        """Close when all is on paper: a printer that keeps silent says so by closing."""
        if not self._over:
            self._over = True
            self._mechanism.do(self._link.close)

    def _break_off(self) -> None:
        self._over = True
        self._link.reset()
