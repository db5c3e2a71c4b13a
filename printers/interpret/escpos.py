"""ESC/POS: reading the commands, and those that feed, cut and open the drawer.

Source: Epson's ESC/POS command reference. Motion units are taken as one dot.
"""

from collections.abc import Mapping

from printers.interpret import codes, images, style
from printers.interpret.machine import Command, Machine
from printers.interpret.paper import Output, Short, Tape

ESC, GS, FS, DLE = b"\x1b", b"\x1d", b"\x1c", b"\x10"
LF, CR = 0x0A, 0x0D


def play(data: bytes, output: Output, width: int, pages: Mapping[int, str]) -> None:
    """Print the bytes of one connection."""
    tape = Tape(data)
    machine = Machine(tape, output, width, pages)
    while tape.more():
        try:
            understood = _step(machine)
        except Short:
            images.draw_part(machine)
            tape.at = tape.start
            break
        if not understood:
            output.unknown += tape.command()
    begun = machine.line_start if machine.mid_line else tape.at
    output.unfinished = data[begun:]
    machine.roll.finish()


def _step(machine: Machine) -> bool:
    """Take one command or one character."""
    byte = machine.tape.byte()
    if byte == LF:
        return _line_feed(machine)
    if byte == CR:
        return True
    if bytes([byte]) in {ESC, GS, FS, DLE}:
        name = bytes([byte]) + machine.tape.take(1)
        return _command(machine, name)
    if byte < 0x20 or byte == 0x7F:
        return False
    return machine.write(byte)


def _command(machine: Machine, name: bytes) -> bool:
    if name in _LINE_START and machine.mid_line:
        # A printer ignores these within a line, or prints their parameters as text.
        _COMMANDS[name](_deaf(machine))
        return False
    if name in _COMMANDS:
        return _COMMANDS[name](machine)
    if name[1:] == b"(":
        # All commands of this form say how long they are: ESC ( X, FS ( X, GS ( X.
        machine.tape.take(1)
        machine.tape.take(machine.tape.word())
    else:
        machine.tape.take(_LENGTHS.get(name, 0))
    return False


def _deaf(machine: Machine) -> Machine:
    """Give a machine that reads the same tape and prints nothing."""
    return Machine(machine.tape, Output(), machine.width, machine.pages)


def _line_feed(machine: Machine) -> bool:
    if machine.mid_line:
        return machine.end_line(machine.settings.spacing)
    machine.output.text.append("")
    return machine.roll.feed(machine.settings.spacing, text=True)


def _reset(machine: Machine) -> bool:
    machine.reset()
    return True


def _feed_lines(machine: Machine) -> bool:
    return machine.end_line(machine.tape.byte() * machine.settings.spacing)


def _feed_dots(machine: Machine) -> bool:
    return machine.end_line(machine.tape.byte())


def _cut(machine: Machine) -> bool:
    """`GS V`: cut here (0, 1), feed and cut (65, 66), or at a place set beforehand (97 to 104)."""
    form = machine.tape.byte()
    if form in {0, 1, 48, 49}:
        rows = 0
    elif form in {65, 66, 97, 98, 103, 104}:
        rows = machine.tape.byte()
    else:
        return False
    fitted = machine.roll.feed(rows)
    return _cut_here(machine) and fitted


def _cut_here(machine: Machine) -> bool:
    machine.output.cuts += 1
    return machine.roll.finish()


def _pulse(machine: Machine) -> bool:
    pin, _on, _off = machine.tape.take(3)
    if pin not in {0, 1, 48, 49}:
        return False
    machine.output.drawer_pulses += 1
    return True


def _real_time(machine: Machine) -> bool:
    """`DLE DC4`: only the pulse to the drawer (1) is known."""
    if machine.tape.byte() != 1:
        return False
    pin, on = machine.tape.take(2)
    if pin not in {0, 1} or not 1 <= on <= 8:
        return False
    machine.output.drawer_pulses += 1
    return True


def _real_time_status(machine: Machine) -> bool:
    wanted = machine.tape.byte()
    if wanted in {7, 8, 18}:
        machine.tape.byte()
    return 1 <= wanted <= 8 or wanted == 18


def _status(machine: Machine) -> bool:
    return machine.tape.byte() in {1, 2, 4, 49, 50, 52}


def _automatic_status(machine: Machine) -> bool:
    machine.tape.byte()
    return True


def _sensors(machine: Machine) -> bool:
    """`ESC c 3`, `ESC c 4` (paper sensors), `ESC c 5` (the feed button)."""
    which, _value = machine.tape.take(2)
    return which in b"345"


def _kanji_off(machine: Machine) -> bool:
    del machine
    return True


_COMMANDS: Mapping[bytes, Command] = {
    b"\x1b@": _reset,
    b"\x1bd": _feed_lines,
    b"\x1bJ": _feed_dots,
    b"\x1dV": _cut,
    b"\x1bi": _cut_here,
    b"\x1bm": _cut_here,
    b"\x1bp": _pulse,
    b"\x10\x14": _real_time,
    b"\x10\x04": _real_time_status,
    b"\x1dr": _status,
    b"\x1da": _automatic_status,
    b"\x1bc": _sensors,
    b"\x1c.": _kanji_off,
    **style.COMMANDS,
    **images.COMMANDS,
    **codes.COMMANDS,
}
#: Obeyed only while no character waits in the line buffer.
_LINE_START = {b"\x1ba", b"\x1dL", b"\x1dW", b"\x1dV", b"\x1bi", b"\x1bm", b"\x1dv", b"\x1dk"}
#: Parameters of commands that are not played, so that these are not taken for text.
_LENGTHS: Mapping[bytes, int] = {
    b"\x1b ": 1,
    b"\x1b$": 2,
    b"\x1b\\": 2,
    b"\x1bV": 1,
    b"\x1b{": 1,
    b"\x1b=": 1,
    b"\x1br": 1,
    b"\x1b%": 1,
    b"\x1bS": 0,
    b"\x1bT": 1,
    b"\x1bW": 8,
    b"\x1dP": 2,
    b"\x1db": 1,
    b"\x1dI": 1,
    b"\x1cp": 2,
    b"\x1c!": 1,
    b"\x1cC": 1,
    b"\x10\x05": 1,
}
