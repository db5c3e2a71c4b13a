"""ESC/POS: the three ways to send a picture."""

from collections.abc import Mapping

from PIL import Image

from printers.interpret.machine import Command, Machine
from printers.interpret.paper import MAX_WIDTH, Tape, dots


def _magnified(picture: Image.Image, wide: int, high: int) -> Image.Image:
    size = (picture.width * wide, picture.height * high)
    return picture if size == picture.size else picture.resize(size, Image.Resampling.NEAREST)


def _raster(machine: Machine) -> bool:
    """`GS v 0 m xL xH yL yH`: rows of bytes, printed at once."""
    tape = machine.tape
    kind, mode = tape.take(2)
    wide, rows = tape.word(), tape.word()
    bits = tape.take(wide * rows)
    mode = mode - 48 if mode >= 48 else mode
    if kind != 0x30 or mode > 3 or not bits or wide * 8 > MAX_WIDTH:
        return False
    return machine.place(_magnified(dots(bits, wide, rows), 1 + mode % 2, 1 + mode // 2))


def draw_part(machine: Machine) -> None:
    """Print the whole rows of a raster that broke off: a printer does not wait for the end."""
    head = machine.tape.data[machine.tape.start :][:8]
    if head[:4] != b"\x1dv0\x00" or len(head) < 8 or machine.mid_line:
        return
    tape = Tape(machine.tape.data)
    tape.at = machine.tape.start + 4
    wide, claimed = tape.word(), tape.word()
    there = len(tape.data) - tape.at
    rows = min(there // wide, claimed) if wide else 0
    if rows and wide * 8 <= MAX_WIDTH:
        machine.place(dots(tape.take(wide * rows), wide, rows))


def _columns(machine: Machine) -> bool:
    """`ESC * m nL nH`: columns of 8 or 24 dots, part of the line.

    The dots of the 8-dot modes are three rows high, and of the single-density modes two wide.
    """
    mode, count = machine.tape.byte(), machine.tape.word()
    if mode not in {0, 1, 32, 33} or not 0 < count <= MAX_WIDTH:
        return False
    deep = 3 if mode >= 32 else 1
    bits = machine.tape.take(count * deep)
    # A column is a row of bytes that has been turned over its diagonal.
    picture = dots(bits, deep, count).transpose(Image.Transpose.TRANSPOSE)
    machine.insert(_magnified(picture, 1 if mode % 2 else 2, 3 // deep))
    return True


def graphics(machine: Machine) -> bool:
    """Obey `GS ( L pL pH m fn …`: graphics, up to 65,535 bytes."""
    return _graphics_function(machine, machine.tape.take(machine.tape.word()))


def _large_graphics(machine: Machine) -> bool:
    """`GS 8 L p1 p2 p3 p4 m fn …`: the same with a length of four bytes."""
    if machine.tape.byte() != ord("L"):
        return False
    length = int.from_bytes(machine.tape.take(4), "little")
    return _graphics_function(machine, machine.tape.take(length))


def _graphics_function(machine: Machine, body: bytes) -> bool:
    if body[:2] == b"0p":
        return _store(machine, body[2:])
    if body in {b"0\x02", b"02"}:
        picture, machine.settings.graphics = machine.settings.graphics, None
        return picture is not None and not machine.mid_line and machine.place(picture)
    return False


def _store(machine: Machine, body: bytes) -> bool:
    """Store graphics (112): `a bx by c xL xH yL yH`, rows; a=48 is one colour, c=49 the first."""
    if len(body) < 8:
        return False
    tone, wide, high, colour = body[:4]
    width, rows = int.from_bytes(body[4:6], "little"), int.from_bytes(body[6:8], "little")
    across = (width + 7) // 8
    bits = body[8:]
    right = tone == 48 and colour == 49 and {wide, high} <= {1, 2}
    if not right or not bits or len(bits) != across * rows or width * wide > MAX_WIDTH:
        return False
    picture = dots(bits, across, rows).crop((0, 0, width, rows))
    machine.settings.graphics = _magnified(picture, wide, high)
    return True


COMMANDS: Mapping[bytes, Command] = {
    b"\x1dv": _raster,
    b"\x1b*": _columns,
    b"\x1d8": _large_graphics,
}
