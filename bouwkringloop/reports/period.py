"""The periods for which a shop files its VAT: a month, a quarter, or a year."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from bouwkringloop.base import i18n
from bouwkringloop.base.i18n import N_, translate

#: How many months each kind of period has.
MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Period:
    """One period of a year, counted from one."""

    kind: str
    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, (self.number - 1) * MONTHS[self.kind] + 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        month = self.number * MONTHS[self.kind]
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def is_last(self) -> bool:
        """Whether the year ends with it."""
        return self.number * MONTHS[self.kind] == 12

    @property
    def key(self) -> str:
        """Write it as an address holds it: `2026`, `2026-Q4` or `2026-11`."""
        ends = {"year": "", "quarter": f"-Q{self.number}", "month": f"-{self.number:02d}"}
        return f"{self.year}{ends[self.kind]}"

    @property
    def name(self) -> str:
        """Name it for people."""
        if self.kind == "year":
            return str(self.year)
        if self.kind == "month":
            return str(format_date(self.first, "LLLL y", locale=i18n.language()))
        told = {"number": self.number, "year": self.year}
        return translate(N_("quarter %(number)s of %(year)s")) % told

    def number_of(self, day: date) -> int:
        """Tell in which period of this kind a day lies."""
        return (day.month - 1) // MONTHS[self.kind] + 1

    def beside(self, steps: int) -> "Period":
        """Give the period so many further on, or back below zero."""
        many = 12 // MONTHS[self.kind]
        year, number = divmod(self.year * many + self.number - 1 + steps, many)
        return Period(self.kind, year, number + 1)


def holding(kind: str, day: date) -> Period:
    """Give the period of a kind in which a day lies."""
    return Period(kind, day.year, Period(kind, day.year, 1).number_of(day))


def read(text: str, today: date) -> Period:
    """Read a period as an address holds it; anything else is the quarter of today."""
    found = re.fullmatch(r"(20\d\d)(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?", text, re.ASCII)
    if found is None:
        return holding("quarter", today)
    year, quarter, month = found.groups()
    if quarter:
        return Period("quarter", int(year), int(quarter))
    return Period("month", int(year), int(month)) if month else Period("year", int(year), 1)
