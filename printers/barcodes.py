"""Codes as modules at whole dots, each read back before it is printed."""

from dataclasses import dataclass

import segno
from barcode.charsets.code128 import CODES
from barcode.charsets.code128 import STOP as STOP_WITHOUT_BAR
from barcode.codex import Code128

from printers.errors import BadDocument, TooWide

#: Dots a module: three survive dot gain and blur that two do not; one is not readable.
DEFAULT_DOTS, MIN_DOTS = 3, 2
#: Modules of white on either side (ISO/IEC 15417).
QUIET_MODULES = 10
#: Modules of white round a QR code (ISO/IEC 18004).
QR_QUIET_MODULES = 4

_VALUES = {pattern: value for value, pattern in enumerate(CODES)}
_START_B, _START_C = 104, 105
#: The stop pattern ends in a bar of two modules, which python-barcode keeps apart.
_STOP = str(STOP_WITHOUT_BAR) + "11"
_TO_C, _TO_B = 99, 100


@dataclass(frozen=True)
class Fit:
    """A code's modules and how large they are drawn."""

    #: A `1` is a bar, a `0` is a space; without quiet zones.
    modules: str
    dots: int

    @property
    def width_dots(self) -> int:
        """The width with both quiet zones."""
        return (len(self.modules) + 2 * QUIET_MODULES) * self.dots


def code128(code: str) -> str:
    """Give the modules of a Code128, after reading them back.

    An even number of digits is set in charset C here: python-barcode 0.16.1 drops a leading 99.
    """
    if not code or not code.isascii() or not code.isprintable():
        raise BadDocument(f"a Code128 holds letters, digits and signs, not {code!r}")
    if code.isdigit() and len(code) % 2 == 0:
        modules = _charset_c(code)
    else:
        modules = str(Code128(code).build()[0])
    if decode128(modules) != code:
        raise BadDocument(f"the Code128 of {code!r} would read as something else")
    return modules


def _charset_c(digits: str) -> str:
    values = [_START_C, *(int(digits[at : at + 2]) for at in range(0, len(digits), 2))]
    check = (values[0] + sum(at * value for at, value in enumerate(values[1:], 1))) % 103
    return "".join(map(str, (CODES[value] for value in (*values, check)))) + _STOP


def decode128(modules: str) -> str | None:
    """Read a Code128 of charsets B and C; None when it is not one or its check is wrong."""
    body = modules.removesuffix(_STOP)
    values = [_VALUES.get(body[at : at + 11], -1) for at in range(0, len(body), 11)]
    if body == modules or len(values) < 3 or -1 in values:
        return None
    start, *data, check = values
    if (start + sum(at * value for at, value in enumerate(data, 1))) % 103 != check:
        return None
    charset, text = start, ""
    for value in data:
        if charset == _START_C and value == _TO_B:
            charset = _START_B
        elif charset == _START_B and value == _TO_C:
            charset = _START_C
        elif charset == _START_C and value < 100:
            text += f"{value:02d}"
        elif charset == _START_B and value < 95:
            text += chr(32 + value)
        else:
            return None
    return text


def fit(code: str, width_dots: int) -> Fit:
    """Find the size at which a Code128 fits with its quiet zones; raise TooWide otherwise."""
    modules = code128(code)
    for dots in range(DEFAULT_DOTS, MIN_DOTS - 1, -1):
        found = Fit(modules, dots)
        if found.width_dots <= width_dots:
            return found
    needed = Fit(modules, MIN_DOTS).width_dots
    raise TooWide(f"the code {code!r} needs {needed} dots, and the paper has {width_dots}")


def qr(data: str) -> list[list[bool]]:
    """Give the modules of a QR code without quiet zone, dark as True, row by row."""
    if not data:
        raise BadDocument("a QR code holds something")
    return [
        [bool(module) for module in row] for row in segno.make(data, error="m", micro=False).matrix
    ]
