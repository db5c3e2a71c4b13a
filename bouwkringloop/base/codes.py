"""Item codes: seven counted digits and a Damm check digit, and secrets that cannot be guessed."""

import hashlib
import secrets

#: The quasigroup of order ten of H. M. Damm (2004): it finds every single wrong digit
#: and every swap of two neighbours.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)

COUNTED_DIGITS = 7
LENGTH = COUNTED_DIGITS + 1


def check_digit(digits: str) -> str:
    """Work out the Damm digit that belongs behind these digits."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return str(interim)


def item_code(number: int) -> str:
    """Make the eight-digit code of the thing with this count (1 up to 9,999,999)."""
    if not 0 < number < 10**COUNTED_DIGITS:
        raise ValueError(f"an item code counts from 1 to {10**COUNTED_DIGITS - 1}, not {number}")
    counted = f"{number:0{COUNTED_DIGITS}d}"
    return counted + check_digit(counted)


def is_item_code(text: str) -> bool:
    """Tell whether these are eight digits whose last one is right."""
    return (
        len(text) == LENGTH
        and text.isascii()
        and text.isdigit()
        and check_digit(text[:-1]) == text[-1]
    )


#: A place's code is shorter than a thing's, so that a scan tells which of them it is.
PLACE_DIGITS = 5
PLACE_LENGTH = PLACE_DIGITS + 1


def place_code(number: int) -> str:
    """Make the six-digit code of the place with this number (1 up to 99,999)."""
    if not 0 < number < 10**PLACE_DIGITS:
        raise ValueError(f"a place code counts from 1 to {10**PLACE_DIGITS - 1}, not {number}")
    counted = f"{number:0{PLACE_DIGITS}d}"
    return counted + check_digit(counted)


def place_number(code: str) -> int | None:
    """Tell which place a code is of; None where these are not six digits with a right last one."""
    if not (len(code) == PLACE_LENGTH and code.isascii() and code.isdigit()):
        return None
    return int(code[:-1]) if check_digit(code[:-1]) == code[-1] else None


def new_secret() -> str:
    """Make a secret of 256 bits for a cookie, a token or a link."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """Hash a secret for storage; secrets of 256 bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
