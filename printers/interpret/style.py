"""ESC/POS: how text looks and where it stands."""

from collections.abc import Mapping

from printers.interpret.cells import COUNTRIES
from printers.interpret.machine import LINE, Command, Machine


def _page(machine: Machine) -> bool:
    codec = machine.pages.get(machine.tape.byte())
    if codec is None:
        return False
    machine.settings.codec = codec
    return True


def _country(machine: Machine) -> bool:
    country = machine.tape.byte()
    if country not in COUNTRIES:
        return False
    machine.settings.country = country
    return True


def _bold(machine: Machine) -> bool:
    machine.settings.bold = bool(machine.tape.byte() & 1)
    return True


def _strike_twice(machine: Machine) -> bool:
    machine.settings.struck_twice = bool(machine.tape.byte() & 1)
    return True


def _reverse(machine: Machine) -> bool:
    machine.settings.reverse = bool(machine.tape.byte() & 1)
    return True


def _choice(machine: Machine, upto: int) -> int | None:
    """Take a number from 0, or the digit that stands for it."""
    value = machine.tape.byte()
    value = value - 48 if value >= 48 else value
    return value if value <= upto else None


def _underline(machine: Machine) -> bool:
    dots = _choice(machine, 2)
    if dots is not None:
        machine.settings.underline = dots
    return dots is not None


def _font(machine: Machine) -> bool:
    font = _choice(machine, 1)
    if font is not None:
        machine.settings.small = font == 1
    return font is not None


def _align(machine: Machine) -> bool:
    align = _choice(machine, 2)
    if align is not None:
        machine.settings.align = align
    return align is not None


def _size(machine: Machine) -> bool:
    """`GS !`: the high half is the width and the low half the height, each 0 to 7."""
    value = machine.tape.byte()
    if value & 0x88:
        return False
    machine.settings.wide, machine.settings.high = (value >> 4) + 1, (value & 7) + 1
    return True


def _modes(machine: Machine) -> bool:
    """`ESC !`: font, bold, double height, double width and underline in one byte."""
    value, now = machine.tape.byte(), machine.settings
    now.small, now.bold = bool(value & 0x01), bool(value & 0x08)
    now.high, now.wide = 1 + bool(value & 0x10), 1 + bool(value & 0x20)
    now.underline = int(bool(value & 0x80))
    return True


def _default_spacing(machine: Machine) -> bool:
    machine.settings.spacing = LINE
    return True


def _spacing(machine: Machine) -> bool:
    machine.settings.spacing = machine.tape.byte()
    return True


def _margin(machine: Machine) -> bool:
    margin = machine.tape.word()
    if margin >= machine.width:
        return False
    machine.settings.margin = margin
    machine.settings.area = min(machine.settings.area, machine.width - margin)
    return True


def _area(machine: Machine) -> bool:
    area = machine.tape.word()
    if area == 0:
        return False
    machine.settings.area = min(area, machine.width - machine.settings.margin)
    return True


COMMANDS: Mapping[bytes, Command] = {
    b"\x1bt": _page,
    b"\x1bR": _country,
    b"\x1bE": _bold,
    b"\x1bG": _strike_twice,
    b"\x1b-": _underline,
    b"\x1bM": _font,
    b"\x1ba": _align,
    b"\x1d!": _size,
    b"\x1b!": _modes,
    b"\x1dB": _reverse,
    b"\x1b2": _default_spacing,
    b"\x1b3": _spacing,
    b"\x1dL": _margin,
    b"\x1dW": _area,
}
