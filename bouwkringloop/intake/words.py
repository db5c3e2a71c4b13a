"""Clean the words that people type or paste into a delivery."""

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.text import clean

MOST_CHARACTERS = 120


class TooManyWords(Refused):
    """A description or a reason that no label or list can hold."""

    status = 422
    message = N_("“%(start)s…” is too long. Use at most 120 characters.")


def short(text: str) -> str:
    """Clean what was typed; refuse what is too long."""
    words = clean(text)
    if len(words) > MOST_CHARACTERS:
        raise TooManyWords(start=words[:30])
    return words
