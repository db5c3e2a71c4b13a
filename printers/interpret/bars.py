"""The bars of Code 128 (ISO/IEC 15417) and EAN-13 (ISO/IEC 15420), as ESC/POS orders them."""

from collections.abc import Iterator
from typing import NamedTuple


class Code(NamedTuple):
    """A barcode without quiet zones: its modules, "1" for black, and its readable characters."""

    modules: str
    words: str


_CODE128_TABLE = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212
112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131
311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321
112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121
313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111
314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114
122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212
124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113
114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112
"""
_CODE128 = _CODE128_TABLE.split()
_START = {"A": 103, "B": 104, "C": 105}
_STOP, _SHIFT = 106, 98
_TURN = {"A": 101, "B": 100, "C": 99}
_FUNCTION = {"1": 102, "2": 97, "3": 96}


def code128(content: bytes) -> Code | None:
    """Set what follows `GS k 73 n`: `{A`, `{B` or `{C` first; None when a printer refuses it.

    In set C each byte is a number from 0 to 99 and stands for two digits (Epson, GS k).
    """
    if len(content) < 3 or content[:1] != b"{" or chr(content[1]) not in _START:
        return None
    chosen = chr(content[1])
    values, words = [_START[chosen]], ""
    rest = iter(content[2:])
    for byte in rest:
        if byte != 0x7B:
            part, word = _value(byte, chosen), _word(byte, chosen)
        else:
            mark = chr(next(rest, 0))
            part, word = _marked(mark, chosen, rest)
            chosen = mark if mark in _TURN else chosen
        if part is None:
            return None
        values += part
        words += word
    return Code(_modules(values), words)


def _marked(mark: str, chosen: str, rest: Iterator[int]) -> tuple[list[int] | None, str]:
    """Give the symbols for what follows a brace: a turn to a set, a function, a shift, a brace."""
    if mark in _TURN:
        return ([_TURN[mark]] if mark != chosen else []), ""
    if mark == "1" or (mark in _FUNCTION and chosen != "C"):
        return [_FUNCTION[mark]], ""
    if mark == "4" and chosen != "C":
        return [_TURN[chosen]], ""
    if mark == "S" and chosen != "C":
        other, byte = "BA"["AB".index(chosen)], next(rest, 255)
        part = _value(byte, other)
        return (None if part is None else [_SHIFT, *part]), _word(byte, other)
    if mark == "{":
        return _value(0x7B, chosen), mark
    return None, ""


def _value(byte: int, chosen: str) -> list[int] | None:
    """Give the symbol for a byte in a set, or None when the set has none."""
    if chosen == "C":
        return [byte] if byte <= 99 else None
    if chosen == "A":
        return [(byte - 32) % 96] if byte <= 95 else None
    return [byte - 32] if 32 <= byte <= 127 else None


def _word(byte: int, chosen: str) -> str:
    if chosen == "C":
        return f"{byte:02}"
    return chr(byte) if 32 <= byte < 127 else " "


def _modules(values: list[int]) -> str:
    check = (values[0] + sum(at * value for at, value in enumerate(values))) % 103
    widths = "".join(_CODE128[value] for value in [*values, check, _STOP])
    return "".join("10"[at % 2] * int(width) for at, width in enumerate(widths))


_LEFT_TABLE = """
0001101 0011001 0010011 0111101 0100011 0110001 0101111
0111011 0110111 0001011
"""
_LEFT = _LEFT_TABLE.split()
_PARITY_TABLE = """
LLLLLL LLGLGG LLGGLG LLGGGL LGLLGG LGGLLG LGGGLL
LGLGLG LGLGGL LGGLGL
"""
_PARITY = _PARITY_TABLE.split()
_SWAP = str.maketrans("01", "10")


def ean13(content: bytes) -> Code | None:
    """Set twelve digits, adding the check digit, or thirteen; None when they are wrong."""
    if len(content) not in {12, 13} or not content.isdigit():
        return None
    digits = [int(digit) for digit in content.decode("ascii")]
    check = -sum(digit * (1, 3)[at % 2] for at, digit in enumerate(digits[:12])) % 10
    if digits[12:] not in ([], [check]):
        return None
    digits = [*digits[:12], check]
    left = "".join(
        _LEFT[digit] if side == "L" else _LEFT[digit].translate(_SWAP)[::-1]
        for digit, side in zip(digits[1:7], _PARITY[digits[0]], strict=True)
    )
    right = "".join(_LEFT[digit].translate(_SWAP) for digit in digits[7:])
    return Code(f"101{left}01010{right}101", "".join(map(str, digits)))
