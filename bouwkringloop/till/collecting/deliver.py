"""Plan that we bring what was sold, or call that off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.partners import numbers as checked
from bouwkringloop.people import audit
from bouwkringloop.till.collecting import step, waiting
from bouwkringloop.till.collecting.models import HALF_DAYS

#: How far ahead a delivery is planned.
_FURTHEST = timedelta(days=180)
_ADDRESS = ("street", "postcode", "city", "note")


class DeliveryDayGone(Refused):
    """A day in the past, or absurdly far away."""

    status = 422
    message = N_("Choose a day from today on, within half a year.")


class AddressMissing(Refused):
    """Nobody can drive to a street without a town."""

    status = 422
    message = N_("Fill in the street with its number, the postcode and the town.")


class HalfDayMissing(Refused):
    """It is not said in which half of the day we come."""

    status = 422
    message = N_("Choose the morning or the afternoon.")


@dataclass(frozen=True)
class Plan:
    """When and where things are brought."""

    day: date
    half_day: str
    street: str
    postcode: str
    city: str
    note: str = ""


def plan(session: Session, numbers: Sequence[int], wanted: Plan, *, by: Actor) -> None:
    """Plan that things are brought, or plan it anew while they are here."""
    if not clock.today() <= wanted.day <= clock.today() + _FURTHEST:
        raise DeliveryDayGone
    if wanted.half_day not in HALF_DAYS:
        raise HalfDayMissing
    if not (wanted.street and wanted.postcode and wanted.city):
        raise AddressMissing
    postcode = checked.postcode(wanted.postcode)
    for one in waiting.to_change(session, numbers):
        step.to(one, "planned")
        kept = one.collection
        kept.deliver_on, kept.half_day = wanted.day, wanted.half_day
        kept.street, kept.postcode, kept.city = wanted.street, postcode, wanted.city
        kept.note, kept.planned_at, kept.planned_by_id = wanted.note, clock.now(), by.id
        audit.note(session, by, "collection.planned", kept.subject, day=str(wanted.day))


def call_off(session: Session, numbers: Sequence[int], *, by: Actor) -> None:
    """Let things wait to be fetched again; where we would have brought them is forgotten."""
    for one in waiting.to_change(session, numbers):
        step.to(one, "waiting")
        kept = one.collection
        kept.deliver_on = kept.planned_at = kept.planned_by_id = None
        kept.half_day = ""
        for column in _ADDRESS:
            setattr(kept, column, "")
        audit.note(session, by, "collection.called_off", kept.subject)
