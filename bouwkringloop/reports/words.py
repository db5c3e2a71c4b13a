"""Words of the home page that change with the hour and the day."""

from datetime import date, datetime

from babel.dates import format_date

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.i18n import N_, translate

#: Up to this hour, what is said.
_GREETINGS = (
    (6, N_("Good night, %(name)s")),
    (12, N_("Good morning, %(name)s")),
    (18, N_("Good afternoon, %(name)s")),
    (24, N_("Good evening, %(name)s")),
)


def greeting(name: str, now: datetime) -> str:
    """Greet somebody by the first part of their name, as the hour asks."""
    hour = clock.local(now).hour
    said = next(said for before, said in _GREETINGS if hour < before)
    return translate(said) % {"name": (name.split() or [name])[0]}


def whole_day(day: date) -> str:
    """Write a day in full, such as `zaterdag 21 november`."""
    pattern = "EEEE, d MMMM" if i18n.language() == "en" else "EEEE d MMMM"
    return str(format_date(day, pattern, locale=i18n.language()))


def short_weekday(day: date) -> str:
    """Write the day of the week in two or three letters, such as `za`."""
    return str(format_date(day, "EEE", locale=i18n.language()))
