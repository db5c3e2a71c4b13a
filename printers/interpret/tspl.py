"""TSPL: labels drawn as bitmaps. Source: TSC's TSPL/TSPL2 programming manual."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PIL import Image, ImageChops

from printers.interpret.paper import MAX_ROWS, MAX_WIDTH, Output, Short, Tape, blank, dots, stamp

_STATUS = b"\x1b!?"
_BITMAP = re.compile(rb"(?i)BITMAP\s+(-?\d{1,5}),(-?\d{1,5}),(\d{1,5}),(\d{1,5}),([012]),")
_LENGTH = r"\s*(-?\d{1,5}(?:\.\d{1,4})?)\s*(mm|dots?|)\s*"
_NUMBERS = re.compile(r"\s*\d{1,6}\s*(,\s*\d{1,6}\s*)?")
#: A printer that speaks of 203 dpi has 8 dots to the millimetre, and so on (TSPL manual, SIZE).
_DOTS_PER_MM = {203: 8.0, 300: 12.0, 600: 24.0}
#: How far a BITMAP line may reach before its bytes begin.
_HEAD = 64


@dataclass
class _Press:
    """A printer with the label in its image buffer."""

    output: Output
    width: int
    dpi: int
    height: int | None = None
    turned: bool = False
    mirrored: bool = False
    reference: tuple[int, int] = (0, 0)
    buffer: Image.Image | None = None
    #: Where the first drawing began that was not printed yet.
    began: int | None = None


def play(data: bytes, output: Output, width: int, dpi: int) -> None:
    """Print the lines of one connection."""
    press, tape = _Press(output, width, dpi), Tape(data)
    while tape.more():
        try:
            understood = _step(press, tape)
        except Short:
            tape.at = tape.start
            break
        if not understood:
            output.unknown += tape.command()
    output.unfinished = data[tape.at if press.began is None else press.began :]


def _step(press: _Press, tape: Tape) -> bool:
    """Take one line, with the bytes that a BITMAP line holds."""
    rest = tape.data[tape.at : tape.at + _HEAD]
    if rest[:1] in {b"\r", b"\n"}:
        tape.take(1)
        return True
    if rest.startswith(_STATUS):
        tape.take(len(_STATUS))
        return True
    bitmap = _BITMAP.match(rest)
    if bitmap:
        return _bitmap(press, tape, bitmap)
    end = tape.data.find(b"\n", tape.at)
    if end < 0:
        raise Short
    line = tape.take(end + 1 - tape.at).decode("latin-1").strip()
    name, _, words = line.partition(" ")
    command = _COMMANDS.get(name.upper())
    return command is not None and command(press, words.strip())


def _bitmap(press: _Press, tape: Tape, head: re.Match[bytes]) -> bool:
    """`BITMAP x,y,bytes across,rows,mode,` and bytes in which a 0 is a black dot."""
    x, y, across, rows, mode = (int(number) for number in head.groups())
    tape.take(head.end())
    bits = tape.take(across * rows)
    if not bits or across * 8 > MAX_WIDTH or rows > MAX_ROWS:
        return False
    x, y = x + press.reference[0], y + press.reference[1]
    if press.began is None:
        press.began = tape.start
    page = _buffer(press, y + rows)
    if page is None:
        return False
    picture = ImageChops.invert(dots(bits, across, rows))
    if mode == 0:
        page.paste(picture, (x, y))
    elif mode == 1:
        stamp(page, picture, x, y)
    else:
        here = page.crop((x, y, x + picture.width, y + picture.height))
        page.paste(ImageChops.invert(ImageChops.logical_xor(here, picture)), (x, y))
    return True


def _buffer(press: _Press, rows: int) -> Image.Image | None:
    """Give the image buffer; on paper without a set height it grows with what is drawn."""
    there = press.buffer
    height = press.height or max(rows, there.height if there else 1)
    if there is None or there.size != (press.width, height):
        if not press.output.has_room(press.width, height):
            return None
        press.buffer = blank(press.width, height)
        if there is not None:
            press.buffer.paste(there, (0, 0))
    return press.buffer


def _clear(press: _Press, words: str) -> bool:
    press.buffer, press.began = None, None
    return not words


def _print(press: _Press, words: str) -> bool:
    """`PRINT sets[,copies]`; the buffer stays, so that the label can be printed again."""
    if not _NUMBERS.fullmatch(words):
        return False
    sets, _, copies = words.partition(",")
    press.began = None
    many = int(sets) * int(copies or 1)
    page = press.buffer or _buffer(press, 1)
    if page is None or many == 0:
        return False
    page = page.copy()
    if press.mirrored:
        page = page.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if press.turned:
        page = page.transpose(Image.Transpose.ROTATE_180)
    return press.output.add(page, many)


def _size(press: _Press, words: str) -> bool:
    """`SIZE width[,height]` in inches, mm or dots; without a height the paper is endless."""
    found = re.fullmatch(f"{_LENGTH}(?:,{_LENGTH})?", words, re.IGNORECASE)
    if not found:
        return False
    width = _dots(press, found[1], found[2])
    height = None if found[3] is None else _dots(press, found[3], found[4])
    if not 0 < width <= MAX_WIDTH or (height is not None and not 0 < height <= MAX_ROWS):
        return False
    press.width, press.height, press.buffer = width, height, None
    return True


def _dots(press: _Press, number: str, unit: str) -> int:
    """Turn a length into whole dots."""
    scale = {"": float(press.dpi), "m": _DOTS_PER_MM.get(press.dpi, press.dpi / 25.4), "d": 1.0}
    return round(float(number) * scale[unit[:1].lower()])


def _direction(press: _Press, words: str) -> bool:
    found = re.fullmatch(r"([01])(?:,([01]))?", words.replace(" ", ""))
    if found:
        press.turned, press.mirrored = found[1] == "1", found[2] == "1"
    return found is not None


def _reference(press: _Press, words: str) -> bool:
    if not re.fullmatch(r"\d{1,5}\s*,\s*\d{1,5}", words):
        return False
    x, _, y = words.partition(",")
    press.reference = (int(x), int(y))
    return True


def _measures(press: _Press, words: str) -> bool:
    """Check a setting of one or two lengths, which leaves no trace on paper."""
    del press
    return re.fullmatch(f"{_LENGTH}(?:,{_LENGTH})?", words, re.IGNORECASE) is not None


def _number(press: _Press, words: str) -> bool:
    del press
    return re.fullmatch(r"\d{1,3}(\.\d)?", words) is not None


def _set(press: _Press, words: str) -> bool:
    """`SET CUTTER OFF` and its like: any name with any value."""
    del press
    return re.fullmatch(r"[A-Za-z0-9]+ +[A-Za-z0-9, ]+", words) is not None


def _cut(press: _Press, words: str) -> bool:
    press.output.cuts += 1
    return not words


_COMMANDS: Mapping[str, Callable[[_Press, str], bool]] = {
    "SIZE": _size,
    "GAP": _measures,
    "BLINE": _measures,
    "OFFSET": _measures,
    "DIRECTION": _direction,
    "REFERENCE": _reference,
    "DENSITY": _number,
    "SPEED": _number,
    "CLS": _clear,
    "PRINT": _print,
    "SET": _set,
    "CUT": _cut,
}
