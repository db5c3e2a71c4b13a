"""Clean the words that people type or paste into a delivery."""

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.text import clean

MOST_CHARACTERS = 120


#: Where a thing goes: its tile, its icon, and what colour its word has in lists.
ROUTES = {
    "sell": (N_("Sell"), "tag", "good"),
    "repair": (N_("Repair"), "tools", "wait"),
    "parts": (N_("Parts"), "gear", "plain"),
    "repurpose": (N_("Make new"), "star", "plain"),
    "material": (N_("Material"), "recycle", "plain"),
    "residue": (N_("Residue"), "trash3", "plain"),
    "quarantine": (N_("Keep apart"), "exclamation-triangle", "bad"),
    "refuse": (N_("Refuse"), "x-lg", "bad"),
}


def route_name(route: str) -> str:
    """Say where a thing goes."""
    return translate(ROUTES[route][0])


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
