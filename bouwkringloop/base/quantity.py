"""Quantities in whole thousandths of a unit, and weights in whole grams."""

import re
from decimal import Decimal
from enum import StrEnum

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.money import AmbiguousNumber

#: More of one thing than any shop takes in at once (a hundred thousand units).
MOST_MILLI = 100_000_000
#: A hundred tonnes: beyond it somebody mistyped.
MOST_GRAMS = 100_000_000


class Unit(StrEnum):
    """What a thing is counted or measured in."""

    PIECE = "piece"
    M = "m"
    M2 = "m2"
    M3 = "m3"
    KG = "kg"
    PACK = "pack"

    @property
    def whole(self) -> bool:
        """Whether only whole numbers of it exist."""
        return self in (Unit.PIECE, Unit.PACK)


class NotAQuantity(Refused):
    """What was typed is no quantity."""

    status = 422
    message = N_("“%(text)s” is not a quantity. Type it like 2 or 2,5.")


class NoSuchQuantity(Refused):
    """A quantity that cannot be: nothing, less than nothing, or absurdly much."""

    status = 422
    message = N_("This quantity cannot be right. Check it, please.")


class OnlyWhole(Refused):
    """Half a door: the unit exists only in whole numbers."""

    status = 422
    message = N_("This is sold by the piece. Type a whole number.")


#: A nought behind three places says that they are no thousands: 1,2500.
_NUMBER = re.compile(r"(\d{1,9})(?:[.,](\d{1,3})0?)?")
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


def parse(text: str) -> int:
    """Read a quantity typed as `2`, `2,5` or `2.5`, and give thousandths.

    `1.250` and `1,250` are refused as ambiguous; `0,250` and `1,2500` are not, since nobody writes
    thousands so.
    """
    stripped = text.strip()
    if _AMBIGUOUS.fullmatch(stripped):
        raise AmbiguousNumber(text=stripped[:20])
    match = _NUMBER.fullmatch(stripped)
    if match is None or not stripped.isascii():
        raise NotAQuantity(text=stripped[:20])
    whole, fraction = match.groups()
    return int(whole) * 1000 + int((fraction or "0").ljust(3, "0"))


def plain(milli: int, separator: str) -> str:
    """Write thousandths with as many places as they need, without separating thousands."""
    whole, fraction = divmod(milli, 1000)
    return f"{whole}{separator}{fraction:03d}".rstrip("0") if fraction else str(whole)


def written(milli: int, separator: str) -> str:
    """Write thousandths as `parse` reads them: with a nought more where they read in two ways."""
    text = plain(milli, separator)
    return f"{text}0" if _AMBIGUOUS.fullmatch(text) else text


def to_milli(value: Decimal) -> int:
    """Turn a quantity with at most three places into thousandths."""
    milli = value * 1000
    if not milli.is_finite() or milli != milli.to_integral_value():
        raise NotAQuantity(text=str(value)[:20])
    return int(milli)


def to_decimal(milli: int) -> Decimal:
    """Turn thousandths into a Decimal with three places."""
    return Decimal(milli).scaleb(-3)


def checked(milli: int, unit: Unit) -> int:
    """Give the quantity back if such a quantity of this unit can exist; refuse it otherwise."""
    if not 0 < milli <= MOST_MILLI:
        raise NoSuchQuantity
    if unit.whole and milli % 1000:
        raise OnlyWhole
    return milli


def weigh(grams_per_unit: int, quantity_milli: int) -> int:
    """Tell the weight in grams of a quantity, half-up."""
    return (grams_per_unit * quantity_milli + 500) // 1000
