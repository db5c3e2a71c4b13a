"""The calendar of the demo shop: its past weeks and this morning, each with what happens."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bouwkringloop.base import clock

#: For so long things have come in; a week later the tills opened.
INTAKE_DAYS, SELLING_DAYS = 28, 21
#: So many days ago came the first load, a small part of all; what is left of it stands too long.
FIRST_LOAD_DAYS, _FIRST_LOAD_PART = 63, 12
_OPENS, _CLOSES = time(9), time(17)
_SATURDAY, _SUNDAY = 5, 6
#: At most so many baskets and things belong to the day that is not over yet.
_SALES_AN_HOUR, _ITEMS_AN_HOUR = 2, 3


class Dial:
    """A clock that somebody turns, only ever forward."""

    def __init__(self, at: datetime) -> None:
        self.at = at.astimezone(UTC)

    def __call__(self) -> datetime:
        """Tell the time to which it was turned last."""
        return self.at

    def turn(self, to: datetime) -> None:
        """Let it be later; a moment that has passed already changes nothing."""
        self.at = max(self.at, to.astimezone(UTC))


@dataclass(frozen=True)
class Day:
    """One day the shop is open, with how much is taken in and sold."""

    opens: datetime
    closes: datetime
    items: int
    sales: int
    #: Whether the tills have come into use, and how many of them are manned.
    tills: int
    #: Today is not closed in the evening: it is still going on.
    over: bool = True

    def moments(self, many: int, dice: random.Random) -> list[datetime]:
        """Draw moments between opening and closing, in their order."""
        seconds = int((self.closes - self.opens).total_seconds())
        drawn = sorted(dice.randint(0, seconds) for _ in range(many))
        return [self.opens + timedelta(seconds=after) for after in drawn]


def plan(now: datetime, items: int, sales: int, dice: random.Random) -> Iterator[Day]:
    """Spread things and sales over the weeks up to yesterday, with a few today."""
    opens, closes, hours = _today(now)
    items_today = min(hours * _ITEMS_AN_HOUR, items // 40)
    sales_today = min(hours * _SALES_AN_HOUR, sales // 40)
    today = clock.local(now).date()
    taking_in = _open_days(today, INTAKE_DAYS)
    selling = _open_days(today, SELLING_DAYS)
    first_load = items // _FIRST_LOAD_PART
    items_on = _spread(items - items_today - first_load, taking_in, dice)
    sales_on = _spread(sales - sales_today, selling, dice)
    first = today - timedelta(days=FIRST_LOAD_DAYS)
    yield Day(_at(first, _OPENS), _at(first, _CLOSES), first_load, sales=0, tills=0)
    for day in taking_in:
        manned = (2 if day.weekday() in (2, 4, _SATURDAY) else 1) if day in selling else 0
        yield Day(_at(day, _OPENS), _at(day, _CLOSES), items_on[day], sales_on[day], manned)
    yield Day(opens, closes, items_today, sales_today, tills=1, over=False)


def _today(now: datetime) -> tuple[datetime, datetime, int]:
    """Tell when the shop opened today, up to when things happened, and for how many hours."""
    day = clock.local(now).date()
    opens = max(min(_at(day, _OPENS), now - timedelta(minutes=30)), _at(day, time()))
    closes = max(min(now, _at(day, _CLOSES)), opens)
    return opens, closes, int((closes - opens).total_seconds()) // 3600


def _open_days(today: date, back: int) -> list[date]:
    days = (today - timedelta(days=before) for before in range(back, 0, -1))
    return [day for day in days if day.weekday() != _SUNDAY]


def _spread(many: int, days: list[date], dice: random.Random) -> Counter[date]:
    """Give each day its share by lot; Saturdays are twice as busy."""
    busy = [2 if day.weekday() == _SATURDAY else 1 for day in days]
    return Counter(dice.choices(days, busy, k=many))


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, clock.SHOP_ZONE)
