"""A phone with an app that makes codes, for tests of the second step."""

from pathlib import Path

import pyotp
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.people import second_factor
from bouwkringloop.people.models import Person


class Phone:
    """Makes the codes of one secret, at the moment that the shop's clock shows or beside it."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def code(self, steps: int = 0) -> str:
        return pyotp.TOTP(self.secret).at(clock.now(), counter_offset=steps)

    def wrong(self) -> str:
        """Six digits that are the code of no moment near this one."""
        near = {self.code(steps) for steps in range(-2, 3)}
        return next(str(digits) for digits in range(100_000, 100_006) if str(digits) not in near)


def with_phone(session: Session, home: Path, person: Person) -> tuple[Phone, list[str]]:
    """Switch somebody's second step on; give the phone, and the codes on paper.

    The code of the moment before was used for it, so that of this moment is still free.
    """
    made = second_factor.begin(session, home, shop="Bouwkringloop", by=person.actor())
    phone = Phone(made.secret)
    codes = second_factor.confirm(session, home, phone.code(-1), by=person.actor())
    session.commit()
    return phone, codes
