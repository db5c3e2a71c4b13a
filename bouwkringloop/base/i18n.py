"""Languages: Dutch on every screen by default, English complete, one catalogue file a room."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache, lru_cache
from io import BytesIO

from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from bouwkringloop.base import clock
from bouwkringloop.base.paths import TRANSLATIONS

DEFAULT = "nl"
#: Every language of the screens, each under its own name.
LANGUAGES = {"nl": "Nederlands", "en": "English"}

_language: ContextVar[str] = ContextVar("language", default=DEFAULT)


def merged_catalog(language: str) -> Catalog:
    """Merge a language's files, one a room, into one catalogue; a test sees that they agree."""
    merged = Catalog(locale=language)
    for path in sorted((TRANSLATIONS / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    merged.add(message.id, message.string)
    return merged


@cache
def _translations(language: str) -> Translations:
    buffer = BytesIO()
    write_mo(buffer, merged_catalog(language))
    buffer.seek(0)
    return Translations(buffer)


def language() -> str:
    """Tell which language is being spoken now."""
    return _language.get()


def speak(wanted: str | None) -> None:
    """Speak this language from here on, or the default where it is not known."""
    _language.set(wanted if wanted in LANGUAGES else DEFAULT)


@contextmanager
def speaking(wanted: str) -> Iterator[None]:
    """Speak a language for a while."""
    before = _language.set(wanted if wanted in LANGUAGES else DEFAULT)
    try:
        yield
    finally:
        _language.reset(before)


def N_(message: str) -> str:  # noqa: N802 - the name that every extraction tool knows.
    """Mark a message for translation; it is translated where it is shown."""
    return message


def translate(message: str) -> str:
    """Give a message in the language being spoken."""
    if _language.get() == "en":
        return message
    return _translations(_language.get()).gettext(message)


def ntranslate(one: str, many: str, count: int) -> str:
    """Give the message that fits the count in the language being spoken."""
    if _language.get() == "en":
        return one if count == 1 else many
    return _translations(_language.get()).ngettext(one, many, count)


def _separators() -> tuple[str, str]:
    """Tell what stands between thousands, and before the fraction."""
    return (",", ".") if _language.get() == "en" else (".", ",")


def money(cents: int) -> str:
    """Write cents as `€ 1.234,50`, in both languages with the sign in front of the digits."""
    sign = "-" if cents < 0 else ""
    whole, fraction = divmod(abs(cents), 100)
    thousands, point = _separators()
    grouped = f"{whole:,}".replace(",", thousands)
    return f"€\u00a0{sign}{grouped}{point}{fraction:02d}"


def number(milli: int) -> str:
    """Write thousandths with as many places as they need."""
    whole, fraction = divmod(abs(milli), 1000)
    thousands, point = _separators()
    tail = f"{point}{fraction:03d}".rstrip("0") if fraction else ""
    return f"{'-' if milli < 0 else ''}{whole:,}".replace(",", thousands) + tail


UNIT_NAMES = {
    "piece": (N_("piece"), N_("pieces")),
    "m": ("m", "m"),
    "m2": ("m²", "m²"),
    "m3": ("m³", "m³"),
    "kg": ("kg", "kg"),
    "pack": (N_("pack"), N_("packs")),
}


def unit_name(unit: str, milli: int = 1000) -> str:
    """Name a unit, in the plural where the quantity asks for it."""
    one, many = UNIT_NAMES[unit]
    return translate(one if abs(milli) == 1000 else many)


def quantity(milli: int, unit: str) -> str:
    """Write a quantity with its unit, such as `2,5 m²`."""
    return f"{number(milli)}\u00a0{unit_name(unit, milli)}"


def weight(grams: int) -> str:
    """Write a weight: grams below one kilogram, kilograms with one place above; nothing is 0 kg."""
    if 0 < abs(grams) < 1000:
        return f"{grams}\u00a0g"
    rounded = (abs(grams) + 50) // 100 * 100
    return f"{number(rounded if grams >= 0 else -rounded)}\u00a0kg"


def exact_weight(grams: int) -> str:
    """Write a weight to the gram, where parts have to add up to their whole before one's eyes."""
    return weight(grams) if abs(grams) < 1000 else f"{number(grams)}\u00a0kg"


def day(value: date) -> str:
    """Write a day, such as `21 nov 2026`."""
    return _date(value, "d MMM y", _language.get())


def weekday(value: date) -> str:
    """Write a day that is near with its weekday, such as `za 21 nov`."""
    return _date(value, "EEE d MMM", _language.get())


@lru_cache(maxsize=4096)
def _date(value: date, pattern: str, language: str) -> str:
    """Write a date; few are written often, and reading the pattern takes long."""
    return str(format_date(value, pattern, locale=language))


def moment(value: datetime) -> str:
    """Write a moment in the shop's time, such as `21 nov 2026 14:05`."""
    return f"{day(clock.local(value).date())} {hour(value)}"


def hour(value: datetime) -> str:
    """Write only the time of day of a moment, in the shop's time."""
    return f"{clock.local(value):%H:%M}"


def hours(minutes: int) -> str:
    """Write minutes as hours with a colon: 210 becomes `3:30`, and minus ten `-0:10`."""
    whole, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else ''}{whole}:{rest:02d}"
