"""ZPL II: labels made of graphic fields. Source: Zebra's ZPL II programming guide."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PIL import Image

from printers.interpret import zplgraphic
from printers.interpret.paper import MAX_ROWS, MAX_WIDTH, Output, blank, stamp

_NAME = 3
#: Set-up that leaves no trace on paper: media, darkness, speed, mode, character set, comment.
_SETTINGS = {"^MN", "^MT", "^MD", "^PR", "^CI", "^FX", "^MM", "~SD", "~TA", "~JS", "~HS", "~HI"}


@dataclass
class _Field:
    """A graphic on the label, from its place to its `^FS`."""

    picture: Image.Image
    x: int
    y: int
    command: bytes


@dataclass
class _Press:
    """A printer, with what stays set from one format to the next and what does not."""

    output: Output
    width: int
    length: int | None = None
    home: tuple[int, int] = (0, 0)
    shift: int = 0
    upside_down: bool = False
    copies: int = 1
    #: Where the open format began, or None outside of one.
    began: int | None = None
    #: How much was unknown by then.
    known: int = 0
    place: tuple[int, int] = (0, 0)
    #: Whether the place is that of the lower edge (`^FT`) instead of the upper (`^FO`).
    by_foot: bool = False
    pending: _Field | None = None
    fields: list[_Field] = field(default_factory=list)


def play(data: bytes, output: Output, width: int) -> None:
    """Print the formats of one connection."""
    press, at = _Press(output, width), 0
    while at < len(data):
        if data[at] in b"\r\n\t ":
            at += 1
            continue
        end = _end(data, at)
        command = data[at:end]
        if data[at] not in b"^~":
            output.unknown += command
        elif len(command) < _NAME and end == len(data):
            break
        elif not _obey(press, command, at):
            output.unknown += command
        at = end
    if press.began is not None:
        # An open format prints nothing, so that what it says does not matter yet.
        del output.unknown[press.known :]
        at = press.began
    output.unfinished = data[at:]


def _end(data: bytes, at: int) -> int:
    """Find where a command ends: at the next prefix, or where its form says."""
    if data[at : at + _NAME].upper() in {b"^XA", b"^XZ", b"^FS"}:
        return at + _NAME
    if data[at : at + 4].upper() == b"^GFB":
        binary = zplgraphic.binary_end(data, at)
        if binary is not None:
            return binary
    found = [data.find(prefix, at + 1) for prefix in (b"^", b"~")]
    return min((place for place in found if place >= 0), default=len(data))


def _obey(press: _Press, command: bytes, at: int) -> bool:
    """Carry out one command; tell whether it was understood."""
    name = command[:_NAME].decode("latin-1").upper()
    if name == "^XA":
        return _open(press, at)
    if name in _SETTINGS:
        return True
    if press.began is not None and name == "^GF":
        return _graphic(press, command)
    if press.began is None or name not in _COMMANDS:
        return False
    words = command[_NAME:].decode("latin-1").strip()
    return _COMMANDS[name](press, words.split(",") if words else [])


def _open(press: _Press, at: int) -> bool:
    if press.began is not None:
        return False
    press.began, press.known = at, len(press.output.unknown)
    press.fields, press.pending = [], None
    press.place, press.by_foot, press.copies = (0, 0), False, 1
    return True


def _number(words: list[str], which: int, least: int, most: int) -> int | None:
    """Read a parameter, if it is there and within its range."""
    text = words[which].strip() if which < len(words) else ""
    sign = text[1:] if text[:1] == "-" else text
    if not (sign.isascii() and sign.isdigit()) or len(sign) > 9:
        return None
    value = int(text)
    return value if least <= value <= most else None


def _width(press: _Press, words: list[str]) -> bool:
    width = _number(words, 0, 2, MAX_WIDTH)
    press.width = width or press.width
    return width is not None


def _length(press: _Press, words: list[str]) -> bool:
    length = _number(words, 0, 1, MAX_ROWS)
    press.length = length or press.length
    return length is not None


def _pair(words: list[str]) -> tuple[int, int] | None:
    """Read a place; a coordinate that is left out is 0."""
    if len(words) < 2:
        words = [*words, "0", "0"]
    x = _number([words[0] or "0"], 0, 0, 32_000)
    y = _number([words[1] or "0"], 0, 0, 32_000)
    return None if x is None or y is None else (x, y)


def _home(press: _Press, words: list[str]) -> bool:
    place = _pair(words)
    press.home = place or press.home
    return place is not None


def _origin(press: _Press, words: list[str]) -> bool:
    place = _pair(words[:2])
    press.place, press.by_foot = place or press.place, False
    return place is not None and press.pending is None


def _typeset(press: _Press, words: list[str]) -> bool:
    understood = _origin(press, words)
    press.by_foot = True
    return understood


def _graphic(press: _Press, command: bytes) -> bool:
    picture = zplgraphic.draw(command)
    if picture is None or press.pending is not None:
        return False
    x, y = press.place[0] + press.home[0] - press.shift, press.place[1] + press.home[1]
    if press.by_foot:
        y -= picture.height
    press.pending = _Field(picture, x, y, command)
    return True


def _end_field(press: _Press, words: list[str]) -> bool:
    del words
    if press.pending is not None:
        press.fields.append(press.pending)
    press.pending, press.place, press.by_foot = None, (0, 0), False
    return True


def _quantity(press: _Press, words: list[str]) -> bool:
    copies = _number(words, 0, 1, 99_999_999)
    press.copies = copies or 1
    return copies is not None


def _shift(press: _Press, words: list[str]) -> bool:
    shift = _number(words, 0, -9999, 9999)
    press.shift = shift or 0
    return shift is not None


def _turn(press: _Press, words: list[str]) -> bool:
    press.upside_down = words == ["I"]
    return words in (["I"], ["N"])


def _close(press: _Press, words: list[str]) -> bool:
    """`^XZ`: print the label, if there is a field on it; a format may only set things up."""
    del words
    if press.pending is not None:
        # Without ^FS the field is not one.
        press.output.unknown += press.pending.command
    press.began = None
    if not press.fields:
        return True
    length = press.length
    if length is None:
        length = max(1, *(item.y + item.picture.height for item in press.fields))
    if not press.output.has_room(press.width, length):
        return False
    label = blank(press.width, length)
    for item in press.fields:
        stamp(label, item.picture, item.x, item.y)
    if press.upside_down:
        label = label.transpose(Image.Transpose.ROTATE_180)
    return press.output.add(label, press.copies)


_Command = Callable[[_Press, list[str]], bool]
_COMMANDS: Mapping[str, _Command] = {
    "^XZ": _close,
    "^PW": _width,
    "^LL": _length,
    "^LH": _home,
    "^FO": _origin,
    "^FT": _typeset,
    "^FS": _end_field,
    "^PQ": _quantity,
    "^LS": _shift,
    "^PO": _turn,
}
