"""What printers say of themselves, in the four languages, read by the bits that never change."""

from collections.abc import Iterator
from dataclasses import dataclass

from printers.errors import Problem


@dataclass(frozen=True)
class Status:
    """How a printer is: what keeps it from printing, if anything, and what it is busy with."""

    problem: Problem | None = None
    paper_low: bool = False
    #: It still holds something of a job.
    busy: bool = False


READY = Status()


class EscPos:
    """Epson, ESC/POS Application Programming Guide: DLE EOT in real time, GS r in its turn.

    Their answers, and those that a printer sends by itself (ASB), differ in fixed bits:
    `0xx1xx10`, `0xx0xxxx`, and `0xx1xx00` with three more bytes.
    """

    ask = b"\x10\x04\x01\x10\x04\x02\x10\x04\x04"
    #: Executed in its turn, when everything before it is on paper: the acknowledgement.
    confirm = b"\x1dr\x01"
    confirmations = 1
    #: A real-time question may be asked at any moment, between jobs and behind them.
    _QUESTIONS = 3

    def read(self, said: bytes) -> tuple[Status | None, bool]:
        """Tell the status, once all questions are answered, and whether the job was confirmed."""
        answers, confirmed = [], False
        for kind, byte in self._sorted(said):
            if kind == "status":
                answers.append(byte)
            elif kind == "confirmation":
                confirmed = True
        if len(answers) < self._QUESTIONS:
            return None, confirmed
        printer, offline, paper = answers[-3:]
        return self._status(printer, offline, paper), confirmed

    @staticmethod
    def _sorted(said: bytes) -> Iterator[tuple[str, int]]:
        at = 0
        while at < len(said):
            byte = said[at]
            if byte & 0x93 == 0x10:
                at += 4  # A status that the printer sends by itself, of four bytes.
                continue
            if byte & 0x93 == 0x12:
                yield "status", byte
            elif byte & 0x90 == 0:
                yield "confirmation", byte
            at += 1

    @staticmethod
    def _status(printer: int, offline: int, paper: int) -> Status:
        low = bool(paper & 0x0C)
        if offline & 0x04:
            return Status(Problem.COVER_OPEN, low)
        if paper & 0x60 or offline & 0x20:
            return Status(Problem.PAPER_OUT, low)
        if offline & 0x40:
            return Status(Problem.DEVICE, low)
        return Status(Problem.PAUSED if printer & 0x08 else None, low)


class Zpl:
    """Zebra, Programming Guide for ZPL II, ~HS: three strings between STX and ETX."""

    ask = b"~HS"
    confirm = b""
    confirmations = 1

    def read(self, said: bytes) -> tuple[Status | None, bool]:
        """Tell the newest whole status; a job is confirmed when nothing of it is held any more."""
        strings = [part.partition(b"\x03")[0] for part in said.split(b"\x02")[1:]]
        whole = len(strings) // 3 * 3
        if not whole or not said.rstrip(b"\r\n").endswith(b"\x03"):
            return None, False
        try:
            first, second = (
                [int(field) for field in string.split(b",")]
                for string in strings[whole - 3 : whole - 1]
            )
            status = self._status(first, second)
        except (ValueError, IndexError):
            return None, False
        return status, status.problem is None and not status.busy

    @staticmethod
    def _status(first: list[int], second: list[int]) -> Status:
        paper_out, paused, formats = first[1], first[2], first[4]
        head_up, ribbon_out, labels_left = second[2], second[3], second[8]
        problem = (
            (Problem.COVER_OPEN if head_up else None)
            or (Problem.PAPER_OUT if paper_out else None)
            or (Problem.RIBBON_OUT if ribbon_out else None)
            or (Problem.PAUSED if paused else None)
        )
        return Status(problem, busy=bool(formats or labels_left))


class Tspl:
    """TSC, TSPL/TSPL2 Programming Language, <ESC>!?: one byte at once."""

    ask = b"\x1b!?"
    confirm = b""
    #: It answers at once, perhaps before it began; idle twice in a row is believed.
    confirmations = 2

    def read(self, said: bytes) -> tuple[Status | None, bool]:
        """Tell the newest status; a job is confirmed when the printer is idle again."""
        # One bit is never set; what sets it is no printer of this kind.
        if not said or said[-1] & 0x40:
            return None, False
        bits = said[-1]
        problem = (
            (Problem.COVER_OPEN if bits & 0x01 else None)
            or (Problem.PAPER_OUT if bits & 0x04 else None)
            or (Problem.RIBBON_OUT if bits & 0x08 else None)
            or (Problem.DEVICE if bits & 0x82 else None)
            or (Problem.PAUSED if bits & 0x10 else None)
        )
        status = Status(problem, busy=bool(bits & 0x20))
        return status, problem is None and not status.busy


class BrotherQl:
    """Brother, Raster Command Reference, ESC i S: 32 bytes, also sent by itself after a page."""

    ask = b"\x1biS"
    confirm = b""
    confirmations = 1
    _LENGTH = 32

    def read(self, said: bytes) -> tuple[Status | None, bool]:
        """Tell the newest status; a job is confirmed by the report that printing is completed."""
        whole = len(said) // self._LENGTH * self._LENGTH
        reports = [said[at : at + self._LENGTH] for at in range(0, whole, self._LENGTH)]
        confirmed = any(report[18] == 0x01 for report in reports)
        if not reports:
            return None, False
        first, second = reports[-1][8], reports[-1][9]
        problem = (
            (Problem.COVER_OPEN if second & 0x10 else None)
            or (Problem.PAPER_OUT if first & 0x03 else None)
            or (Problem.DEVICE if first or second else None)
        )
        return Status(problem, busy=reports[-1][19] == 0x01), confirmed


Language = EscPos | Zpl | Tspl | BrotherQl
LANGUAGES: dict[str, Language] = {
    "escpos": EscPos(),
    "zpl": Zpl(),
    "tspl": Tspl(),
    "brotherql": BrotherQl(),
}
