"""Clean the words that people type or paste into a delivery."""

import unicodedata

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_

MOST_CHARACTERS = 120
#: It joins the parts of one emoji, so it stays where everything else invisible goes.
_JOINER = "\u200d"


class TooManyWords(Refused):
    """A description or a reason that no label or list can hold."""

    status = 422
    message = N_("“%(start)s…” is too long. Use at most 120 characters.")


def clean(text: str) -> str:
    """Drop what cannot be seen, make every white space one blank, and refuse what is too long."""
    visible = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace() or character == _JOINER or unicodedata.category(character)[0] != "C"
    )
    words = " ".join(visible.split())
    if len(words) > MOST_CHARACTERS:
        raise TooManyWords(start=words[:30])
    return words
