"""Count a drawer by its notes and coins."""

from dataclasses import dataclass, field

from bouwkringloop.base import money
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_

#: The euro's notes and coins in cents, largest first. One and two cents are no longer given back
#: in the Netherlands but are still legal tender.
DENOMINATIONS = (50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)


class UnknownDenomination(Refused):
    """There is no such note or coin."""

    status = 422
    message = N_("There is no note or coin of %(cents)s cents.")


class AbsurdCount(Refused):
    """A number of notes or a sum that cannot be in a drawer."""

    status = 422
    message = N_("This count cannot be right. Check it, please.")


@dataclass(frozen=True)
class Counted:
    """What a drawer held."""

    cents: int
    #: How often each note and coin was there, by its value in cents; empty for a mere sum.
    pieces: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of_sum(cls, cents: int) -> "Counted":
        """Take a sum as it was counted."""
        if not 0 <= cents <= money.MOST_CENTS:
            raise AbsurdCount
        return cls(cents)


def of_denominations(sent: dict[str, int]) -> Counted:
    """Add up notes and coins; raise for one that does not exist or a count that cannot be."""
    pieces = {}
    for value, times in sent.items():
        if not (value.isascii() and value.isdigit()) or int(value) not in DENOMINATIONS:
            raise UnknownDenomination(cents=value[:12])
        if not 0 <= times <= 10_000:
            raise AbsurdCount
        if times:
            pieces[int(value)] = times
    total = sum(value * times for value, times in pieces.items())
    return Counted(Counted.of_sum(total).cents, pieces)
