"""Make text safe for paper: no control bytes, and no character that the font cannot draw."""

import unicodedata
from functools import lru_cache

from printers.fonts import has_glyph

_SPACES = {"\u00a0", "\u202f", "\u2007", "\t", "\n", "\r"}


def clean(text: str) -> str:
    """Give text that prints: control characters and emoji are dropped, spaces are plain.

    A title can hold anything a person or a program typed, `ESC p 0` included, which would open
    the cash drawer if it reached a printer as text.
    """
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(map(_printable, composed)).split())


@lru_cache(maxsize=4096)
def _printable(character: str) -> str:
    if character in _SPACES:
        return " "
    if unicodedata.category(character)[0] == "C" or unicodedata.category(character) == "So":
        return "" if not has_glyph(character) or character < " " else character
    if has_glyph(character):
        return character
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c)
    )
    return plain if plain != character and all(map(has_glyph, plain)) else "?"
