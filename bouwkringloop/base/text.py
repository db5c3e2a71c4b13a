"""Words that people type or paste: cleaned for storage and paper, folded for finding."""

import re
import unicodedata

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_

#: It joins the parts of one emoji, so it stays where everything else invisible goes.
_JOINER = "\u200d"


def clean(text: str) -> str:
    """Drop what cannot be seen and make every white space one blank.

    What is left can be stored in both databases and shown anywhere on one line.
    """
    visible = "".join(
        " " if character.isspace() or unicodedata.category(character) == "Cc" else character
        for character in unicodedata.normalize("NFC", text)
        if character == _JOINER or unicodedata.category(character) not in ("Cf", "Cs", "Co", "Cn")
    )
    return " ".join(visible.split())


def fold(text: str) -> str:
    """Make words comparable: lower case, without accents."""
    if text.isascii():
        return text.lower()
    # Taken apart first, since a letter such as ℌ only then has a small one.
    small = unicodedata.normalize("NFKD", text).casefold()
    decomposed = unicodedata.normalize("NFKD", small)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


class NoName(Refused):
    """A name that cannot be said or written down."""

    status = 422
    message = N_("Type a name of at most 60 characters, with a letter or a digit in it.")


def named(name: str) -> str:
    """Give a cleaned name; refuse one that is empty, too long, or only signs."""
    cleaned = clean(name)
    if len(cleaned) > 60 or not slug(cleaned):
        raise NoName
    return cleaned


def slug(name: str, joint: str = "-") -> str:
    """Make a name that programs and addresses can hold: `Kassa 1` becomes `kassa-1`."""
    plain = fold(name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", joint, plain).strip(joint)
