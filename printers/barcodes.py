"""Codes as modules at whole dots, each read back before it is printed."""

from dataclasses import dataclass

import segno
from barcode.charsets.code128 import CODES
from barcode.charsets.code128 import STOP as STOP_WITHOUT_BAR
from barcode.codex import Code128
from barcode.ean import EuropeanArticleNumber13

from printers.errors import BadDocument, TooWide

#: Dots a module: three survive dot gain and blur that two do not; one is not readable.
DEFAULT_DOTS, MIN_DOTS = 3, 2
#: Modules of white before and after (ISO/IEC 15417, ISO/IEC 15420).
QUIET_MODULES = {"code128": (10, 10), "ean13": (11, 7)}
#: Modules of white round a QR code (ISO/IEC 18004).
QR_QUIET_MODULES = 4
#: Widths of paper in millimetres that shops buy, for advice to whoever's code does not fit.
PAPER_WIDTHS_MM = (40, 57, 62, 80, 100)

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
    #: Modules of white before and after.
    quiet: tuple[int, int]
    #: What stands under the bars.
    digits: str

    @property
    def width_dots(self) -> int:
        """The width with both quiet zones."""
        return (len(self.modules) + sum(self.quiet)) * self.dots


def code128(code: str) -> str:
    """Give the modules of a Code128, after reading them back.

    An even number of digits is set in charset C here, and what python-barcode gets wrong in
    charset B: version 0.16.1 drops a leading 99.
    """
    if not code or not code.isascii() or not code.isprintable():
        raise BadDocument(f"a Code128 holds letters, digits and signs, not {code!r}")
    if code.isdigit() and len(code) % 2 == 0:
        modules = _charset_c(code)
    else:
        modules = str(Code128(code).build()[0])
        if decode128(modules) != code:
            modules = _modules(_START_B, [ord(character) - 32 for character in code])
    if decode128(modules) != code:
        raise BadDocument(f"the Code128 of {code!r} would read as something else")
    return modules


def _charset_c(digits: str) -> str:
    return _modules(_START_C, [int(digits[at : at + 2]) for at in range(0, len(digits), 2)])


def _modules(start: int, values: list[int]) -> str:
    """Write values between start and stop, with their check (ISO/IEC 15417)."""
    check = (start + sum(at * value for at, value in enumerate(values, 1))) % 103
    return "".join(str(CODES[value]) for value in (start, *values, check)) + _STOP


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


def ean13(code: str) -> tuple[str, str]:
    """Give the modules of an EAN-13 and its thirteen digits, after reading them back.

    Twelve digits get their check digit; thirteen must end in the right one.
    """
    if not (code.isascii() and code.isdigit() and len(code) in (12, 13)):
        raise BadDocument(f"an EAN-13 holds twelve or thirteen digits, not {code!r}")
    digits = code[:12] + _ean_check(code[:12])
    if not digits.startswith(code):
        raise BadDocument(f"the last digit of {code!r} should be {digits[12]}")
    modules = str(EuropeanArticleNumber13(digits).build()[0])
    if decode_ean13(modules) != digits:
        raise BadDocument(f"the EAN-13 of {code!r} would read as something else")
    return modules, digits


def _ean_check(digits: str) -> str:
    """Compute the check digit: weights 1 and 3 in turn, up to the next ten (ISO/IEC 15420)."""
    return str(-sum(int(d) * (3 if at % 2 else 1) for at, d in enumerate(digits)) % 10)


#: Left-hand digits of odd parity; even parity is the right-hand pattern backwards.
_ODD = [
    *("0001101", "0011001", "0010011", "0111101", "0100011"),
    *("0110001", "0101111", "0111011", "0110111", "0001011"),
]
_RIGHT = ["".join("10"[int(bit)] for bit in odd) for odd in _ODD]
_EVEN = [right[::-1] for right in _RIGHT]
#: The first digit stands in the parities of the next six.
_PARITIES = [
    *("LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG"),
    *("LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL"),
]


def decode_ean13(modules: str) -> str | None:
    """Read an EAN-13; None when it is not one or its check digit is wrong."""
    if len(modules) != 95 or modules[:3] != "101" or modules[45:50] != "01010":
        return None
    left = [modules[at : at + 7] for at in range(3, 45, 7)]
    right = [modules[at : at + 7] for at in range(50, 92, 7)]
    parity = "".join("L" if part in _ODD else "G" for part in left)
    if modules[92:] != "101" or parity not in _PARITIES or not set(right) <= set(_RIGHT):
        return None
    if not set(left) <= {*_ODD, *_EVEN}:
        return None
    digits = str(_PARITIES.index(parity))
    digits += "".join(str((_ODD if part in _ODD else _EVEN).index(part)) for part in left)
    digits += "".join(str(_RIGHT.index(part)) for part in right)
    return digits if digits[12] == _ean_check(digits[:12]) else None


def fit(
    code: str, width_dots: int, *, symbology: str = "code128", dpi: int = 203, most: int = 0
) -> Fit:
    """Find the size at which a code fits with its quiet zones; raise TooWide otherwise.

    Three dots a module on a head of 203 dots an inch, as many more on a finer one; `most` allows
    more on large paper. Two dots of 1/203 inch are the least that scanners read.
    """
    if symbology not in QUIET_MODULES:
        raise BadDocument(f"a code is code128 or ean13, not {symbology!r}")
    modules, digits = (code128(code), code) if symbology == "code128" else ean13(code)
    quiet = QUIET_MODULES[symbology]
    least = -(-MIN_DOTS * dpi // 203)
    for dots in range(max(most, round(DEFAULT_DOTS * dpi / 203)), least - 1, -1):
        found = Fit(modules, dots, quiet, digits)
        if found.width_dots <= width_dots:
            return found
    raise _too_wide(Fit(modules, least, quiet, digits), width_dots, dpi)


def _too_wide(smallest: Fit, width_dots: int, dpi: int) -> TooWide:
    needed_mm = -(-smallest.width_dots * 254 // (dpi * 10))
    wider = next((mm for mm in PAPER_WIDTHS_MM if mm >= needed_mm), None)
    advice = f"use paper {wider} mm wide" if wider else "use a shorter code"
    return TooWide(
        f"the code {smallest.digits!r} needs {needed_mm} mm ({smallest.width_dots} dots) and has "
        f"{width_dots} dots: {advice}"
    )


def qr(data: str) -> list[list[bool]]:
    """Give the modules of a QR code without quiet zone, dark as True, row by row."""
    if not data:
        raise BadDocument("a QR code holds something")
    return [
        [bool(module) for module in row] for row in segno.make(data, error="m", micro=False).matrix
    ]
