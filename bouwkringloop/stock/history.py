"""What happened to a thing, in words."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import i18n
from bouwkringloop.base.i18n import N_
from bouwkringloop.people.models import Person
from bouwkringloop.stock.models import Item, Movement

_SENTENCES = {
    "received": N_("%(quantity)s came in"),
    "sold": N_("%(quantity)s sold"),
    "corrected": N_("Count corrected by %(quantity)s"),
}


@dataclass(frozen=True)
class Happening:
    """One movement of a thing, as a sentence."""

    sentence: str
    at: datetime
    person: str
    reason: str
    #: What is there after it, in thousandths of the unit.
    left_milli: int


def of(session: Session, item: Item) -> list[Happening]:
    """Tell what happened to a thing, the newest first."""
    rows = session.execute(
        select(Movement, Person.name)
        .join(Person, Person.id == Movement.person_id)
        .where(Movement.item_id == item.id)
        .order_by(Movement.id)
    )
    left, told = 0, []
    for movement, name in rows:
        left += movement.quantity_milli
        told.append(Happening(_say(movement, item.unit), movement.at, name, movement.reason, left))
    return told[::-1]


def _say(movement: Movement, unit: str) -> str:
    signed = movement.kind == "corrected"
    milli = movement.quantity_milli if signed else abs(movement.quantity_milli)
    sentence = i18n.translate(_SENTENCES.get(movement.kind, "%(quantity)s"))
    return sentence % {"quantity": i18n.quantity(milli, unit)}
