"""The margin over a period, all goods of a rate together (globalisation), with what is carried.

Uitvoeringsbeschikking omzetbelasting 1968, art. 4c; Wet OB art. 28d. A period in which more was
bought than sold gives nothing back: it lowers the margin of later periods of the same year. At
the year's end all periods count together. Into the next year a negative margin goes only with a
decision of the tax office, and one rate never lowers the VAT of another.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bouwkringloop.base import money


@dataclass(frozen=True)
class PoolPeriod:
    """What of one rate was sold and bought in a period, VAT included."""

    sold_cents: int
    bought_cents: int
    #: The negative margin of before; never above zero.
    carried_cents: int
    percent: int

    @property
    def margin_cents(self) -> int:
        """What was sold for, less what was paid."""
        return self.sold_cents - self.bought_cents

    @property
    def taxed_cents(self) -> int:
        """The margin over which VAT is due, after what was carried."""
        return max(0, self.carried_cents + self.margin_cents)

    @property
    def left_cents(self) -> int:
        """What is carried on; never above zero."""
        return min(0, self.carried_cents + self.margin_cents)

    @property
    def vat_cents(self) -> int:
        """The VAT of the period."""
        return money.vat_within(self.taxed_cents, self.percent)


@dataclass(frozen=True)
class Settlement:
    """A whole year together, against what its periods came to."""

    margin_cents: int
    vat_cents: int
    #: What the periods of the year came to.
    filed_cents: int
    #: The taxed margin of the periods.
    filed_margin_cents: int
    #: What is negative at the year's end; never above zero.
    left_cents: int

    @property
    def difference_cents(self) -> int:
        """What is still due, or comes back below zero."""
        return self.vat_cents - self.filed_cents

    @property
    def margin_difference_cents(self) -> int:
        """By how much the taxed margin of the year differs from that of its periods."""
        return max(0, self.margin_cents) - self.filed_margin_cents


def follow(opening_cents: int, sums: Iterable[tuple[int, int]], percent: int) -> list[PoolPeriod]:
    """Follow a rate through the periods of a year: each gives what was sold and bought in it.

    `opening_cents` is what the tax office let be carried in, at most zero.
    """
    periods, carried = [], opening_cents
    for sold, bought in sums:
        period = PoolPeriod(sold, bought, carried, percent)
        periods.append(period)
        carried = period.left_cents
    return periods


def settle(periods: list[PoolPeriod]) -> Settlement:
    """Take the periods of a whole year together, as it ends."""
    opening, percent = periods[0].carried_cents, periods[0].percent
    margin = opening + sum(period.margin_cents for period in periods)
    return Settlement(
        margin_cents=margin,
        vat_cents=money.vat_within(max(0, margin), percent),
        filed_cents=sum(period.vat_cents for period in periods),
        filed_margin_cents=sum(period.taxed_cents for period in periods),
        left_cents=min(0, margin),
    )
