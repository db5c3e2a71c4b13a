"""Brother QL raster. Source: Brother's raster command references for QL-800 and QL-710W."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PIL import Image

from printers.interpret.paper import MAX_ROWS, Output, Short, Tape, dots

#: The head of the QL printers for 62 mm: 720 pins, the first of them at the right of the paper.
_PINS, _BYTES = 720, 90
#: Pins right of the print area for each printable width (raster command reference, page size).
_RIGHT = {
    106: 29, 94: 113, 165: 0, 236: 42, 306: 6, 413: 12, 425: 6, 554: 12, 578: 0, 590: 0,
    618: 51, 696: 12,
}  # fmt: skip
_INVALID, _PRINT, _PRINT_LAST, _ZERO_ROW = 0x00, 0x0C, 0x1A, 0x5A


@dataclass
class _Settings:
    """Everything that `ESC @` puts back."""

    packed: bool = False
    cut_each: int = 1
    cuts_pages: bool = False
    cut_at_end: bool = False
    margin: int = 0


@dataclass
class _Press:
    """A printer and the rows of the page it is collecting."""

    output: Output
    tape: Tape
    width: int
    settings: _Settings = field(default_factory=_Settings)
    rows: list[bytes] = field(default_factory=list)
    #: Pages since the last cut.
    uncut: int = 0
    #: Where the first row began of a page that was not printed yet.
    began: int | None = None


def play(data: bytes, output: Output, width: int) -> None:
    """Print the pages of one connection."""
    tape = Tape(data)
    press = _Press(output, tape, width)
    while tape.more():
        try:
            understood = _step(press)
        except Short:
            tape.at = tape.start
            break
        if not understood:
            output.unknown += tape.command()
    output.unfinished = data[tape.at if press.began is None else press.began :]


def _step(press: _Press) -> bool:
    """Take one command."""
    byte = press.tape.byte()
    if byte == _INVALID:
        return True
    if byte == 0x1B:
        return _escape(press)
    if byte in {_PRINT, _PRINT_LAST}:
        return _print(press, last=byte == _PRINT_LAST)
    if byte == _ZERO_ROW:
        return _row(press, bytes(_BYTES))
    if byte == ord("M"):
        return _compression(press)
    if byte == ord("g"):
        return _raster(press)
    return False


def _raster(press: _Press) -> bool:
    """`g 00 n` and n bytes: 90 as they are, or any number of packed ones."""
    colour, length = press.tape.take(2)
    bits = press.tape.take(length)
    if press.settings.packed:
        bits = unpack(bits)
    return colour == 0 and len(bits) == _BYTES and _row(press, bits)


def _row(press: _Press, bits: bytes) -> bool:
    if len(press.rows) >= MAX_ROWS:
        return False
    if not press.rows:
        press.began = press.tape.start
    press.rows.append(bits)
    return True


def unpack(bits: bytes) -> bytes:
    """Undo TIFF PackBits; gives at most one row and one byte, and b"" for a broken packet."""
    row, at = bytearray(), 0
    while at < len(bits) and len(row) <= _BYTES:
        count, at = bits[at], at + 1
        if count < 128:
            piece = bits[at : at + count + 1]
            if len(piece) <= count:
                return b""
            at += count + 1
        elif count > 128:
            piece = bits[at : at + 1] * (257 - count)
            if not piece:
                return b""
            at += 1
        else:
            continue
        row += piece
    return bytes(row)


def _print(press: _Press, *, last: bool) -> bool:
    """Print the page: with feed (1A) after the last one, without (0C) between pages."""
    rows, press.rows, press.began = press.rows, [], None
    if not rows:
        return False
    right = _RIGHT.get(press.width, max(_PINS - press.width, 0) // 2)
    head = dots(b"".join(rows), _BYTES, len(rows))
    # Pin 0 is at the right: pins from `right` on, read backwards, are the columns.
    mirrored = head.crop((right, 0, min(right + press.width, _PINS), len(rows)))
    fitted = press.output.add(mirrored.transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    press.output.fed += press.settings.margin
    press.uncut += 1
    due = press.settings.cuts_pages and press.uncut >= press.settings.cut_each
    if due or (last and press.settings.cut_at_end):
        press.output.cuts += 1
        press.uncut = 0
    return fitted


def _compression(press: _Press) -> bool:
    mode = press.tape.byte()
    press.settings.packed = mode == 2
    return mode in {0, 2}


def _escape(press: _Press) -> bool:
    letter = press.tape.byte()
    if letter == ord("@"):
        press.settings, press.rows, press.began = _Settings(), [], None
        return True
    if letter != ord("i"):
        return False
    command = _COMMANDS.get(press.tape.byte())
    return command is not None and command(press)


def _mode(press: _Press) -> bool:
    """`ESC i a`: only raster mode (1) is played."""
    return press.tape.byte() == 1


def _status(press: _Press) -> bool:
    del press
    return True


def _notify(press: _Press) -> bool:
    return press.tape.byte() in {0, 1}


def _information(press: _Press) -> bool:
    """`ESC i z`: valid flags, media, width, length, four bytes of rows, first page or not, 0."""
    flags, _kind, _width, _length, *_rows, page, end = press.tape.take(10)
    return bool(flags & 0x80) and page in {0, 1, 2} and end == 0


def _various(press: _Press) -> bool:
    """`ESC i M`: bit 6 is the automatic cut."""
    press.settings.cuts_pages = bool(press.tape.byte() & 0x40)
    return True


def _each(press: _Press) -> bool:
    press.settings.cut_each = press.tape.byte() or 1
    return True


def _expanded(press: _Press) -> bool:
    """`ESC i K`: bit 3 cuts at the end; two colours (0) and 600 dpi along (6) are not played."""
    value = press.tape.byte()
    press.settings.cut_at_end = bool(value & 0x08)
    return not value & 0x41


def _margin(press: _Press) -> bool:
    press.settings.margin = press.tape.word()
    return True


_COMMANDS: Mapping[int, Callable[[_Press], bool]] = {
    ord("a"): _mode,
    ord("S"): _status,
    ord("!"): _notify,
    ord("z"): _information,
    ord("M"): _various,
    ord("A"): _each,
    ord("K"): _expanded,
    ord("d"): _margin,
}
