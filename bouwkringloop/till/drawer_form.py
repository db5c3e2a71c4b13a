"""What the page for counting a drawer sends: notes and coins, or one sum."""

from collections.abc import Mapping

from bouwkringloop.base import money
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.till.count import DENOMINATIONS, Counted, of_denominations


class NothingCounted(Refused):
    """The form came empty: more likely forgotten than an empty drawer."""

    status = 422
    message = N_("Count the drawer first. Is it empty? Then type 0.")


class NotACount(Refused):
    """What stands beside a note or coin is no whole number."""

    status = 422
    message = N_("“%(text)s” is not a number of notes or coins. Type a whole number.")


def field_name(cents: int) -> str:
    """Name the field that holds how often a note or coin is there."""
    return f"pieces_{cents}"


def read(form: Mapping[str, str]) -> Counted:
    """Read the count in the way that was chosen on the page."""
    if form.get("how") == "sum":
        text = form.get("sum", "").strip()
        if not text:
            raise NothingCounted
        return Counted.of_sum(money.parse(text))
    typed = {cents: form.get(field_name(cents), "").strip() for cents in DENOMINATIONS}
    if not any(typed.values()):
        raise NothingCounted
    return of_denominations({str(cents): _times(text) for cents, text in typed.items() if text})


def written(counted: Counted) -> dict[str, str]:
    """Write a count as the page sent it, to be looked over again."""
    if counted.pieces:
        pieces = {field_name(cents): str(times) for cents, times in counted.pieces.items()}
        return {"how": "pieces", **pieces}
    return {"how": "sum", "sum": f"{counted.cents // 100},{counted.cents % 100:02d}"}


def _times(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise NotACount(text=text[:20])
    return int(text)
