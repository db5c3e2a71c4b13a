"""Hours as people write them: `4`, `3,5`, `3:30` or `3u30`; we keep minutes."""

import re

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_

_CLOCK = re.compile(r"(\d{1,4})\s*(?:[:u]|h|uur)\s*([0-5]\d)?\s*(?:m|min)?")
_DECIMAL = re.compile(r"(\d{1,4})(?:[.,](\d{1,2}))?")


class NotALength(Refused):
    """What was typed is no number of hours."""

    status = 422
    message = N_("“%(text)s” is no number of hours. Type it like 3,5 or 3:30.")


class BetweenMinutes(Refused):
    """A part of an hour that is no whole number of minutes."""

    status = 422
    message = N_("“%(text)s” is not a whole number of minutes. Type it like 3:20.")


def read(text: str) -> int:
    """Read hours into minutes; raise NotALength or BetweenMinutes."""
    stripped = text.strip().lower()
    if found := _CLOCK.fullmatch(stripped):
        return int(found[1]) * 60 + int(found[2] or 0)
    if found := _DECIMAL.fullmatch(stripped):
        hundredths = int((found[2] or "").ljust(2, "0"))
        minutes, between = divmod(hundredths * 60, 100)
        if between:
            raise BetweenMinutes(text=text.strip()[:20])
        return int(found[1]) * 60 + minutes
    raise NotALength(text=text.strip()[:20])
