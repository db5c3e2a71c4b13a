"""Keep citizen service numbers (BSN) out of what people type.

Only who has a ground in law may store one (Wet algemene bepalingen burgerservicenummer, article
10), and a shop for second-hand materials has none, whatever somebody consents to.
"""

import re

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_

#: Nine digits that belong together, also with blanks, dots or dashes in between.
_NINE = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){8}(?![ .\-]?\d)")
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


class HoldsServiceNumber(Refused):
    """A text that holds what is, or could be, a citizen service number."""

    status = 422
    message = N_(
        "This holds a number that could be a citizen service number (BSN). The shop may not store"
        " one, also not with consent. Leave it out; payroll and the referrer have it."
    )


def holds(text: str) -> bool:
    """Tell whether a text has nine digits in it that pass the 11-test."""
    return any(_passes(found.group()) for found in _NINE.finditer(text))


def refuse(*texts: str) -> None:
    """Raise HoldsServiceNumber where one of the texts has such a number in it."""
    if any(holds(text) for text in texts):
        raise HoldsServiceNumber


def _passes(digits: str) -> bool:
    numbers = [int(sign) for sign in digits if sign.isdigit()]
    total = sum(weight * number for weight, number in zip(_WEIGHTS, numbers, strict=True))
    return total % 11 == 0 and any(numbers)
