"""Cut a stream of bytes into what is for paper and what is a question, as it comes in.

Only the lengths of commands matter here, so that a question is never seen inside a picture; what
commands mean is the interpreter's business.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from printers.virtual import lengths


class Kind(Enum):
    """What a piece of the stream is."""

    #: Bytes for paper.
    INK = "ink"
    #: A question that is answered at once, whatever waits before it.
    NOW = "now"
    #: A question that is answered when all before it is on paper.
    IN_TURN = "in turn"


@dataclass(frozen=True)
class Piece:
    """Some bytes of one kind. A question may also say that the job before it is complete."""

    kind: Kind
    data: bytes
    ends_job: bool = False


@dataclass(frozen=True)
class Command:
    """The next command of a stream: its head, and the bytes behind it that it announces."""

    head: int
    payload: int = 0
    kind: Kind = Kind.INK
    ends_job: bool = False
    #: A question that prints too, as the end of a page does that the printer reports.
    prints: bool = False


#: Measures the command that begins at a place; None when more bytes are needed to tell.
Measure = Callable[[bytes, int], Command | None]


class Splitter:
    """Cuts the stream of one connection; a command may come in any number of pieces."""

    def __init__(self, language: str) -> None:
        self._measure = _LANGUAGES[language]
        self._rest = b""
        self._payload = 0

    def feed(self, data: bytes) -> list[Piece]:
        """Take bytes and give what can be told apart so far, in order."""
        data, at = self._rest + data, 0
        pieces: list[Piece] = []
        ink = bytearray()
        while at < len(data):
            if self._payload:
                taken = data[at : at + self._payload]
                self._payload -= len(taken)
                ink += taken
                at += len(taken)
                continue
            command = self._measure(data, at)
            if command is None:
                break
            head = data[at : at + command.head]
            at += command.head
            self._payload = command.payload
            if command.kind is Kind.INK or command.prints:
                ink += head
            if command.kind is not Kind.INK:
                pieces += _inked(ink)
                ink.clear()
                pieces.append(Piece(command.kind, head, command.ends_job))
        self._rest = data[at:]
        return pieces + _inked(ink)

    def rest(self) -> list[Piece]:
        """Give the bytes of a command that never became complete."""
        rest, self._rest = self._rest, b""
        return _inked(rest)


def _inked(data: bytes | bytearray) -> list[Piece]:
    return [Piece(Kind.INK, bytes(data))] if data else []


def _escpos(data: bytes, at: int) -> Command | None:
    name = data[at : at + 2]
    measured = lengths.escpos(data, at)
    if measured is None:
        return None
    if name == b"\x10\x04":
        return Command(measured.head, kind=Kind.NOW)
    if name == b"\x1dr":
        return Command(measured.head, kind=Kind.IN_TURN, ends_job=True)
    return Command(measured.head, measured.payload)


_ZPL_PLAIN = re.compile(rb"[^~^]+")
_ZPL_BINARY = re.compile(rb"\^GF[BC],(\d+),\d+,\d+,", re.IGNORECASE)
_ZPL_HEAD = 48


def _zpl(data: bytes, at: int) -> Command | None:
    """Measure text up to the next command, a picture in binary, or one sign."""
    if plain := _ZPL_PLAIN.match(data, at):
        return Command(len(plain.group()))
    name = data[at : at + 4].upper()
    if name[:1] == b"~":
        if len(name) < 3:
            return None
        asked = name[:3] == b"~HS"
        return Command(3, kind=Kind.NOW, ends_job=True) if asked else Command(1)
    if picture := _ZPL_BINARY.match(data, at):
        return Command(len(picture.group()), int(picture.group(1)))
    begun = b"^GFB".startswith(name) or b"^GFC".startswith(name)
    return None if begun and len(data) - at < _ZPL_HEAD else Command(1)


_TSPL_BITMAP = re.compile(rb"BITMAP\s+-?\d+,-?\d+,(\d+),(\d+),\d+,", re.IGNORECASE)
_TSPL_LINE = re.compile(rb"[^\n\x1b]*\n|[^\n\x1b]+(?=\x1b)")


def _tspl(data: bytes, at: int) -> Command | None:
    """Measure a question, a picture in binary, or a line."""
    if data[at] == 0x1B:
        asked = data[at : at + 3] == b"\x1b!?"
        if len(data) - at < 3:
            return None
        return Command(3, kind=Kind.NOW, ends_job=True) if asked else Command(1)
    if picture := _TSPL_BITMAP.match(data, at):
        return Command(len(picture.group()), int(picture.group(1)) * int(picture.group(2)))
    if line := _TSPL_LINE.match(data, at):
        return Command(len(line.group()))
    return None


def _brotherql(data: bytes, at: int) -> Command | None:
    measured = lengths.brotherql(data, at)
    if measured is None:
        return None
    if data[at : at + 3] == b"\x1biS":
        return Command(measured.head, kind=Kind.NOW, ends_job=True)
    if data[at] in b"\x0c\x1a":
        last = data[at] == 0x1A
        return Command(1, kind=Kind.IN_TURN, ends_job=last, prints=True)
    return Command(measured.head, measured.payload)


_LANGUAGES: dict[str, Measure] = {
    "escpos": _escpos,
    "zpl": _zpl,
    "tspl": _tspl,
    "brotherql": _brotherql,
}
LANGUAGES = tuple(_LANGUAGES)
