"""Suggest a price from what the catalogue knows of a kind and the condition of the thing."""

from dataclasses import dataclass

from bouwkringloop.base.i18n import N_, money, translate
from bouwkringloop.catalogue.models import Category

CONDITIONS = ("A", "B", "C")
#: Up to this many cents, prices are round to this step; what people write on a sticker.
_STEPS = ((100, 5), (500, 25), (2_000, 50), (5_000, 100), (20_000, 500))
_STEP_ABOVE = 1_000

_REASON = N_("Between %(low)s and %(high)s for this kind; condition %(condition)s.")


@dataclass(frozen=True)
class Suggestion:
    """A price for one unit, VAT included, and why."""

    price_cents: int
    reason: str


def price(category: Category, condition: str) -> Suggestion:
    """Suggest the high end of the range for condition A, its middle for B, its low end for C."""
    low, high = category.price_low_cents, category.price_high_cents
    wanted = {"A": high, "B": (low + high) // 2, "C": low}[condition]
    reason = translate(_REASON) % {
        "low": money(low),
        "high": money(high),
        "condition": condition,
    }
    return Suggestion(plausible(wanted, low, high), reason)


def plausible(cents: int, low: int, high: int) -> int:
    """Round to a price that fits on a sticker, within the range."""
    step = next((step for most, step in _STEPS if cents <= most), _STEP_ABOVE)
    rounded = (cents + step // 2) // step * step
    return min(max(rounded, low), high)
