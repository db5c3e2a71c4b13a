"""What is typed for one day: `3,5`, `3:30`, `9:00-12:30 13-16`, a letter for an absence, or both.

Pure. Times are those of the shop's clock on that day; between them lies the time that really
passed, so that in the night in which the clock is changed an hour is counted once.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.placements.hours.words import LETTERS
from bouwkringloop.placements.lengths import read

_SPAN = re.compile(r"(\d{1,2})(?:[:.u](\d{2}))?\s*[-–]\s*(\d{1,2})(?:[:.u](\d{2}))?")
_LETTER = re.compile(r"(.*?)\s*([a-z])", re.DOTALL)
_DAY_MINUTES = 24 * 60


class NotACell(Refused):
    """What was typed for a day cannot be read."""

    status = 422
    message = N_("“%(text)s” cannot be read. Type hours like 3:30, or times like 9:00-12:30.")


class NoSuchTime(Refused):
    """A time that the clock does not show on that day."""

    status = 422
    message = N_("%(time)s is no time of this day.")


class Reversed(Refused):
    """A time that ends before it begins."""

    status = 422
    message = N_(
        "%(span)s ends before it begins. Where somebody worked past midnight, type the hours at the"
        " day on which they began, like 3:00."
    )


class Overlapping(Refused):
    """Two times of one day that lie over each other."""

    status = 422
    message = N_("%(span)s begins before the time before it is over.")


class MoreThanADay(Refused):
    """More hours than a day has."""

    status = 422
    message = N_("A day does not have that many hours.")


class AwayAllDay(Refused):
    """Hours on a day on which the shop was closed."""

    status = 422
    message = N_(
        "Who worked was not away on a day off or with the shop closed. Leave out one of both."
    )


@dataclass(frozen=True)
class Told:
    """What somebody says of a day: how many minutes were worked, and why the rest was not."""

    minutes: int
    absence: str = ""


def told(text: str, day: date) -> Told | None:
    """Read what was typed for a day; None where nothing was. Raises what says what is wrong."""
    left, absence = _absence(text.strip().lower())
    if not left:
        return Told(0, absence) if absence else None
    spans = _SPAN.findall(left)
    minutes = _spans(spans, day) if _only_spans(left) else _hours(left)
    if minutes > _DAY_MINUTES:
        raise MoreThanADay
    if minutes and absence in ("free", "closed"):
        raise AwayAllDay
    return Told(minutes, absence)


def written(minutes: int, absence: str) -> str:
    """Write a day as it is read again, in the language being spoken."""
    letters = {kind: letter for letter, kind in _letters().items()}
    hours = i18n.hours(minutes) if minutes or not absence else ""
    return " ".join(part for part in (hours, letters.get(absence, "")) if part)


def between(begun: datetime, ended: datetime) -> int:
    """Give the whole minutes that really passed between two moments."""
    return int((ended - begun).total_seconds()) // 60


def _letters() -> dict[str, str]:
    return LETTERS[i18n.language()]


def _absence(text: str) -> tuple[str, str]:
    """Take the letter of an absence from the end; other letters stay and are not understood."""
    found = _LETTER.fullmatch(text)
    if found is None or found[2] not in _letters():
        return text, ""
    return found[1], _letters()[found[2]]


def _only_spans(text: str) -> bool:
    return bool(_SPAN.search(text)) and not _SPAN.sub("", text).strip(" ,;+&")


def _hours(text: str) -> int:
    try:
        return read(text)
    except Refused:
        raise NotACell(text=text[:30]) from None


def _spans(spans: Sequence[tuple[str, str, str, str]], day: date) -> int:
    last, minutes = None, 0
    for from_hour, from_minute, to_hour, to_minute in spans:
        begin, end = _time(from_hour, from_minute), _time(to_hour, to_minute)
        span = f"{begin:%H:%M}-{end:%H:%M}"
        if end <= begin:
            raise Reversed(span=span)
        if last is not None and begin < last:
            raise Overlapping(span=span)
        minutes += between(_moment(day, begin), _moment(day, end))
        last = end
    return minutes


def _time(hour: str, minute: str) -> time:
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        raise NoSuchTime(time=f"{hour}:{minute or '00'}") from None


def _moment(day: date, at: time) -> datetime:
    """Give the moment at which the shop's clock shows a time; the first where it does so twice."""
    shown = datetime.combine(day, at, clock.SHOP_ZONE)
    moment = shown.astimezone(UTC)
    if clock.local(moment).time() != at:
        raise NoSuchTime(time=f"{at:%H:%M}")
    return moment
