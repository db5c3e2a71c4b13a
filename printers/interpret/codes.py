"""ESC/POS: barcodes and QR codes that the printer draws itself, and `GS (` as a whole."""

from collections.abc import Mapping

import segno
from PIL import Image, ImageDraw

from printers.interpret import bars, cells
from printers.interpret.images import graphics
from printers.interpret.machine import Bars, Command, Machine
from printers.interpret.paper import blank

#: `GS k m`: barcodes ended by NUL, and barcodes with their length in front.
_EAN13, _CODE128 = {2, 67}, {73}


def _barcode(machine: Machine) -> bool:
    tape = machine.tape
    kind = tape.byte()
    if kind <= 6:
        content = bytearray()
        while byte := tape.byte():
            content.append(byte)
    elif 65 <= kind <= 79:
        content = bytearray(tape.take(tape.byte()))
    else:
        return False
    if kind in _EAN13:
        code = bars.ean13(bytes(content))
    elif kind in _CODE128:
        code = bars.code128(bytes(content))
    else:
        return False
    if code is None:
        return False
    look = machine.settings.bars
    picture = _with_words(_drawn(code.modules, look), code.words, look)
    # A printer leaves out a barcode that is wider than its print area.
    return picture.width <= machine.settings.area and machine.place(picture, text=True)


def _drawn(modules: str, look: Bars) -> Image.Image:
    picture = blank(len(modules) * look.module, look.height)
    pen = ImageDraw.Draw(picture)
    for at, module in enumerate(modules):
        if module == "1":
            left = at * look.module
            pen.rectangle((left, 0, left + look.module - 1, look.height - 1), fill=0)
    return picture


def _with_words(code: Image.Image, words: str, look: Bars) -> Image.Image:
    """Set the readable characters above and below, as `GS H` says."""
    size = cells.FONT_B if look.small else cells.FONT_A
    width = max(code.width, size[0] * len(words) if look.words else 0)
    above, below = look.words & 1, look.words >> 1
    page = blank(width, code.height + (above + below) * size[1])
    page.paste(code, ((width - code.width) // 2, above * size[1]))
    places = ([0] if above else []) + ([page.height - size[1]] if below else [])
    left = (width - size[0] * len(words)) // 2
    for y in places:
        for at, sign in enumerate(words):
            page.paste(cells.cell(sign, size, 1, 1, bold=False), (left + at * size[0], y))
    return page


def _bar_height(machine: Machine) -> bool:
    height = machine.tape.byte()
    machine.settings.bars.height = height or 1
    return height > 0


def _bar_module(machine: Machine) -> bool:
    module = machine.tape.byte()
    if not 2 <= module <= 6:
        return False
    machine.settings.bars.module = module
    return True


def _bar_words(machine: Machine) -> bool:
    value = machine.tape.byte()
    value = value - 48 if value >= 48 else value
    if value > 3:
        return False
    machine.settings.bars.words = value
    return True


def _bar_font(machine: Machine) -> bool:
    value = machine.tape.byte()
    machine.settings.bars.small = value in {1, 49}
    return value in {0, 1, 48, 49}


def _bracket(machine: Machine) -> bool:
    """`GS ( X pL pH …`: graphics (L) and two-dimensional codes (k); the rest is skipped."""
    which = machine.tape.take(1)
    if which == b"L":
        return graphics(machine)
    body = machine.tape.take(machine.tape.word())
    return which == b"k" and body[:1] == b"1" and _matrix(machine, body[1:2], body[2:])


def _matrix(machine: Machine, function: bytes, body: bytes) -> bool:
    """Set, store or print a QR code; functions 65, 67, 69, 80 and 81."""
    now = machine.settings.matrix
    if function == b"A":
        # Model 2 is the QR code of today; model 1 and Micro QR are not drawn.
        return body == b"2\x00"
    if function == b"C" and len(body) == 1 and 1 <= body[0] <= 16:
        now.module = body[0]
        return True
    if function == b"E" and body in {b"0", b"1", b"2", b"3"}:
        now.level = "LMQH"[int(body)]
        return True
    if function == b"P" and body[:1] == b"0" and len(body) > 1:
        now.content = body[1:]
        return True
    return function == b"Q" and body == b"0" and _print_matrix(machine)


def _print_matrix(machine: Machine) -> bool:
    now = machine.settings.matrix
    if not now.content or machine.mid_line:
        return False
    try:
        code = segno.make_qr(now.content, error=now.level, boost_error=False)
    except ValueError:
        return False
    rows = list(code.matrix_iter(scale=now.module, border=0))
    picture = blank(len(rows), len(rows))
    picture.putdata([0 if dark else 255 for row in rows for dark in row])
    return picture.width <= machine.settings.area and machine.place(picture, text=True)


COMMANDS: Mapping[bytes, Command] = {
    b"\x1dk": _barcode,
    b"\x1dh": _bar_height,
    b"\x1dw": _bar_module,
    b"\x1dH": _bar_words,
    b"\x1df": _bar_font,
    b"\x1d(": _bracket,
}
