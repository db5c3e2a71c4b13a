"""What customers of the demo shop paid and still leave standing; none of them exists."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Role
from bouwkringloop.demo.premises import Premises
from bouwkringloop.demo.selling import Counter
from bouwkringloop.till.collecting import deliver
from bouwkringloop.till.collecting.models import Collection

#: Who buys something to be collected, so many working days ago. No number begins like these.
_WHO = {
    14: ("Bo Voorbeeld", "06 00000031"),
    2: ("Ria Fantasie", ""),
    1: ("Mo Testa", "06 00000032"),
}
_BROUGHT_TO = "Mo Testa"


def announce(counter: Counter, left: int) -> None:
    """Let somebody leave a thing standing on the day after which so many working days are left."""
    if left in _WHO:
        counter.leave_next(*_WHO[left])


def plan(session: Session, premises: Premises) -> None:
    """Plan that one of the things is brought the day after tomorrow."""
    (lead,) = premises.with_role(Role.SHOP_LEAD)
    wanted = deliver.Plan(
        clock.today() + timedelta(days=2),
        "morning",
        street="Voorbeeldhof 3",
        postcode="3813 LM",
        city="Amersfoort",
        note="Tweede verdieping, geen lift",
    )
    numbers = session.scalars(select(Collection.id).where(Collection.name == _BROUGHT_TO)).all()
    if numbers:
        deliver.plan(session, numbers, wanted, by=lead)
