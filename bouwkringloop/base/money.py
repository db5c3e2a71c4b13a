"""Money in whole cents: reading what people type, VAT, and the five-cent rounding of cash."""

import re

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_

#: More than any thing or basket in a reuse shop costs; beyond it somebody mistyped.
MOST_CENTS = 10_000_000


class NotAnAmount(Refused):
    """What was typed is no amount of money."""

    status = 422
    message = N_("“%(text)s” is not an amount. Type it like 12,50 or 12.50.")


class AmbiguousNumber(Refused):
    """Three digits behind one separator: thousands to one reader, a fraction to the next."""

    status = 422
    message = N_(
        "“%(text)s” can be read in two ways."
        " Type it without a dot or comma, or with two digits behind it."
    )


_AMOUNT = re.compile(r"(?:€\s*)?(-?)(\d{1,9})(?:[.,](\d{1,2}))?\s*")
#: With thousands set apart and cents behind the other separator, an amount is clear in both ways.
_GROUPED = re.compile(r"(?:€\s*)?-?[1-9]\d{0,2}(?:(?:\.\d{3})+,\d{2}|(?:,\d{3})+\.\d{2})")
_AMBIGUOUS = re.compile(r"(?:€\s*)?-?[1-9]\d{0,2}[.,]\d{3}\s*")


def parse(text: str) -> int:
    """Read an amount typed as `12,50`, `12.50`, `12`, `€ 12,50` or `1.250,00`, and give cents.

    Raises AmbiguousNumber for `1.250`, NotAnAmount for everything else that is not an amount.
    """
    stripped = text.strip()
    if _AMBIGUOUS.fullmatch(stripped):
        raise AmbiguousNumber(text=stripped[:20])
    plain = stripped
    if _GROUPED.fullmatch(stripped):
        plain = f"{re.sub('[.,]', '', stripped[:-3])},{stripped[-2:]}"
    match = _AMOUNT.fullmatch(plain)
    if match is None or (not stripped.isascii() and "€" not in stripped):
        raise NotAnAmount(text=stripped[:20])
    sign, whole, fraction = match.groups()
    cents = int(whole) * 100 + int((fraction or "0").ljust(2, "0"))
    return -cents if sign else cents


def divide_half_up(numerator: int, denominator: int) -> int:
    """Divide two whole numbers and round half away from zero (denominator above zero)."""
    quotient = (2 * abs(numerator) + denominator) // (2 * denominator)
    return quotient if numerator >= 0 else -quotient


def times(unit_price_cents: int, quantity_milli: int) -> int:
    """Price a quantity in thousandths, half-up to the cent."""
    return divide_half_up(unit_price_cents * quantity_milli, 1000)


def vat_within(gross_cents: int, percent_hundredths: int) -> int:
    """Tell the VAT inside an amount, half-up: `gross · t / (100 + t)`.

    `percent_hundredths` is 2100 for 21 %. The rounding is arithmetic and upwards at the half,
    as HvJ C-484/06 and the Hoge Raad require; rounding down is not allowed.
    """
    return divide_half_up(gross_cents * percent_hundredths, 10_000 + percent_hundredths)


def round_cash(cents: int) -> int:
    """Round a cash total to five cents: 1, 2 → 0; 3, 4, 6, 7 → 5; 8, 9 → 10.

    Only totals paid in cash are rounded in the Netherlands; card payments are exact.
    """
    rounded = 5 * ((abs(cents) + 2) // 5)
    return rounded if cents >= 0 else -rounded


def share_out(total_cents: int, weights: list[int]) -> list[int]:
    """Split an amount over weights so that the parts sum to it (largest remainder).

    Weights are not negative; when all are zero every part is zero and the total must be too.
    """
    whole = sum(weights)
    if whole == 0:
        if total_cents:
            raise ValueError("an amount cannot be shared out over nothing")
        return [0] * len(weights)
    parts = [total_cents * weight // whole for weight in weights]
    by_remainder = sorted(
        range(len(weights)), key=lambda i: (-(total_cents * weights[i] % whole), i)
    )
    for index in by_remainder[: total_cents - sum(parts)]:
        parts[index] += 1
    return parts
