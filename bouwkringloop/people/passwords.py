"""Keep and check passwords and PINs; argon2 does the hashing."""

from functools import cache
from itertools import pairwise

from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_

_passwords = PasswordHasher()
#: A PIN is short whatever its hash costs; what protects it is the lock after five wrong ones.
_pins = PasswordHasher.from_parameters(profiles.CHEAPEST)

SHORTEST_PASSWORD = 10


class WeakPassword(Refused):
    """A password that is guessed too easily."""

    status = 422
    message = N_("A password needs at least ten characters.")


class BadPin(Refused):
    """A PIN that is not four to six digits, or that everybody would try first."""

    status = 422
    message = N_("A PIN is four to six digits, and not a row such as 1234 or 0000.")


def hash_password(password: str) -> str:
    """Hash a password; refuse a weak one."""
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword
    return _passwords.hash(password)


def hash_pin(pin: str) -> str:
    """Hash a PIN; refuse one that is no PIN or the first to be tried."""
    steps = {ord(b) - ord(a) for a, b in pairwise(pin)}
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 6) or steps in ({0}, {1}, {-1}):
        raise BadPin
    return _pins.hash(pin)


def is_right(stored: str | None, given: str) -> bool:
    """Check a password or PIN against its hash; where there is none, take as long and say no."""
    try:
        return _passwords.verify(stored or _nobodys(), given) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return _passwords.hash("nobody has this password")
