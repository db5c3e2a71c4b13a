"""Markdown: how much comes off the price of what has stood for a while."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from bouwkringloop.base import clock, money
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_

MOST_STEPS = 3
_LONGEST_DAYS = 3650

#: After so many days so many percent come off; the days and the percentages both rise.
Steps = tuple[tuple[int, int], ...]


class StepsGoBack(Refused):
    """Steps that do not rise in days and in percent, or that cannot be."""

    status = 422
    message = N_(
        "Each step of the markdown comes later than the one before and takes more off the price:"
        " from 1 to 99 percent."
    )


@lru_cache(maxsize=512)
def steps(written: str) -> Steps:
    """Read steps as a category keeps them, such as `28:25 56:50`."""
    pairs = (pair.partition(":") for pair in written.split())
    return tuple((int(days), int(percent)) for days, _, percent in pairs)


def write(wanted: Sequence[tuple[int, int]]) -> str:
    """Write steps as a category keeps them; refuse what does not rise."""
    days, percents = [d for d, _ in wanted], [p for _, p in wanted]
    rising = all(
        sorted(set(figures)) == figures and figures[0] > 0
        for figures in (days, percents)
        if figures
    )
    if not rising or len(wanted) > MOST_STEPS:
        raise StepsGoBack
    if wanted and (days[-1] > _LONGEST_DAYS or percents[-1] > 99):
        raise StepsGoBack
    return " ".join(f"{d}:{p}" for d, p in wanted)


def said(written: str) -> str:
    """Say steps in short, such as `4 wk −25% · 8 wk −50%`; the same in every language."""
    return " · ".join(f"{_after(days)} −{percent}%" for days, percent in steps(written))


def _after(days: int) -> str:
    return f"{days} d" if days % 7 else f"{days // 7} wk"


def percent(written: str, priced_at: datetime, today: date) -> int:
    """Tell what percentage is off today, of a price that was set at `priced_at`.

    Days are those of the shop's calendar.
    """
    if not written:
        return 0
    stood = (today - clock.local(priced_at).date()).days
    return max((off for days, off in steps(written) if stood >= days), default=0)


def marked_down(price_cents: int, percent_off: int) -> int:
    """Take a percentage off a price, half-up to the cent, and never to nothing."""
    if not percent_off or not price_cents:
        return price_cents
    return max(1, money.divide_half_up(price_cents * (100 - percent_off), 100))
