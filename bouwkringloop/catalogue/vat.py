"""The rates of Dutch VAT, each from the day it came into force."""

from datetime import date

#: Hundredths of a percent by rate, newest first. Wet op de omzetbelasting 1968, art. 9:
#: the high rate is 21 % since 1 October 2012, the low one 9 % since 1 January 2019.
RATES: dict[str, tuple[tuple[date, int], ...]] = {
    "high": ((date(2012, 10, 1), 2100),),
    "low": ((date(2019, 1, 1), 900),),
    "zero": ((date(1969, 1, 1), 0),),
}


def percent_hundredths(rate: str, on: date) -> int:
    """Tell a rate on a day, in hundredths of a percent (21 % is 2100)."""
    return next(percent for since, percent in RATES[rate] if since <= on)
