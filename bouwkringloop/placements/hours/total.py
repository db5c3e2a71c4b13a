"""What days of a placement come to: planned, made, approved, locked and corrected. Pure.

Minutes everywhere. Of a day the newest row counts. A mark speaks of the rows that were there when
it was made, so a row that came later is not approved, and on a locked day it is a correction:
what was locked and what was corrected since are what was made.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Said:
    """One row of the hours of a day."""

    id: int
    day: date
    number: int
    minutes: int
    absence: str = ""
    source: str = "hand"


@dataclass(frozen=True)
class Mark:
    """Days that were approved, signed or locked, and up to which row."""

    kind: str
    first: date
    last: date
    upto_id: int

    def covers(self, day: date) -> bool:
        """Tell whether it speaks of a day."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Day:
    """How a day stands."""

    day: date
    planned: int
    actual: int = 0
    absence: str = ""
    source: str = ""
    #: How often something was said of it; who writes says which number was seen.
    number: int = 0
    #: What was approved, signed and locked last; None where nobody did.
    approved: int | None = None
    signed: int | None = None
    locked: int | None = None
    #: Whether what counts now is what was approved, and what was signed.
    is_approved: bool = False
    is_signed: bool = False

    @property
    def corrected(self) -> int:
        """What was corrected since it was locked, more or less."""
        return 0 if self.locked is None else self.actual - self.locked

    @property
    def is_told(self) -> bool:
        """Tell whether anything is known of it."""
        return self.number > 0


@dataclass(frozen=True)
class Total:
    """Days added up."""

    planned: int = 0
    actual: int = 0
    approved: int = 0
    locked: int = 0
    corrected: int = 0

    def __add__(self, other: "Total") -> "Total":
        return Total(
            self.planned + other.planned,
            self.actual + other.actual,
            self.approved + other.approved,
            self.locked + other.locked,
            self.corrected + other.corrected,
        )


def span(first: date, last: date) -> list[date]:
    """List the days from the first to the last."""
    return [first + timedelta(days=at) for at in range((last - first).days + 1)]


def days(
    planned: Mapping[date, int], rows: Iterable[Said], marks: Sequence[Mark]
) -> dict[date, Day]:
    """Tell how each of the planned days stands; rows and marks of other days are passed over."""
    said: dict[date, list[Said]] = {day: [] for day in planned}
    for row in rows:
        if row.day in said:
            said[row.day].append(row)
    return {day: _day(day, planned[day], said[day], marks) for day in planned}


def _day(day: date, planned: int, rows: list[Said], marks: Sequence[Mark]) -> Day:
    rows = sorted(rows, key=lambda row: row.number)
    newest = rows[-1] if rows else Said(0, day, 0, 0, source="")
    seen = {kind: _seen(kind, day, marks) for kind in ("approved", "signed", "locked")}
    return Day(
        day,
        planned,
        newest.minutes,
        newest.absence,
        newest.source,
        newest.number,
        _upto(rows, seen["approved"]),
        _upto(rows, seen["signed"]),
        _upto(rows, seen["locked"]),
        is_approved=seen["approved"] is not None and seen["approved"] >= newest.id,
        is_signed=seen["signed"] is not None and seen["signed"] >= newest.id,
    )


def _seen(kind: str, day: date, marks: Sequence[Mark]) -> int | None:
    """Give the last row that a mark of a kind on this day has seen."""
    return max((m.upto_id for m in marks if m.kind == kind and m.covers(day)), default=None)


def _upto(rows: Sequence[Said], seen: int | None) -> int | None:
    """Give what the day came to for who had seen so far."""
    if seen is None:
        return None
    return next((row.minutes for row in reversed(rows) if row.id <= seen), 0)


def total(of: Iterable[Day]) -> Total:
    """Add days up."""
    added = Total()
    for day in of:
        added += Total(day.planned, day.actual, day.approved or 0, day.locked or 0, day.corrected)
    return added
