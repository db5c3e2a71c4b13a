"""What stops are about, said in one way: a builder's batch, a pick-up at home, a sold thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy.orm import Session

from bouwkringloop.base import i18n
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.batches.models import Batch
from bouwkringloop.batches.transport import find as transport
from bouwkringloop.batches.transport import to_come
from bouwkringloop.pickups.models import Pickup
from bouwkringloop.till.collecting import waiting
from bouwkringloop.till.collecting.waiting import Waits
from bouwkringloop.trips.models import TripStop

#: Which kinds of stops there are, and their columns.
COLUMNS = {"batch": "batch_id", "pickup": "pickup_id", "collection": "collection_id"}
_HALF_DAYS = {"morning": N_("Morning"), "afternoon": N_("Afternoon")}


@dataclass(frozen=True)
class Thing:
    """What is fetched or brought at one address: what it is called there, and how large it is."""

    kind: str
    #: What leads to its own page: a UUID, or the number of a collection.
    key: UUID | int
    #: Its row.
    number: int
    who: str
    street: str
    postcode: str
    town: str
    #: Whom to call there, where that is somebody else.
    contact: str
    phone: str
    access: str
    when: str
    #: Which one of several it is: number and project of a batch.
    about: str
    #: What is loaded or unloaded, each with its amount.
    what: tuple[str, ...]
    day: date | None
    #: Whether it still waits to be fetched or brought.
    waits: bool
    grams: int | None
    litres: int | None

    @property
    def door(self) -> tuple[str, str, str, str]:
        """What goes to or comes from one door has this in common."""
        return self.kind, self.postcode, self.street, self.who


def of_batch(session: Session, batch: Batch) -> Thing:
    """Tell of a batch: what of it is still to come."""
    slot = transport.slot(session, batch)
    rest = to_come.rest(session, batch)
    return Thing(
        kind="batch",
        key=batch.uuid,
        number=batch.id,
        who=batch.customer.name,
        street=batch.street,
        postcode=batch.postcode,
        town=batch.city,
        contact=batch.contact_name,
        phone=batch.contact_phone,
        access=batch.access,
        when=f"{slot.starts:%H:%M}–{slot.ends:%H:%M}" if slot else "",
        about=f"{batch.number} · {batch.project}",
        what=tuple(_amount(each) for each in rest),
        day=slot.day if slot else None,
        waits=batch.state == "planned",
        grams=to_come.grams(rest),
        litres=to_come.litres(rest),
    )


def _amount(rest: to_come.Rest) -> str:
    return f"{i18n.quantity(rest.quantity_milli, rest.line.unit)} {rest.line.name}"


def of_pickup(pickup: Pickup) -> Thing:
    """Tell of a pick-up; what it weighs is told by nobody before."""
    times = pickup.starts and pickup.ends
    return Thing(
        kind="pickup",
        key=pickup.uuid,
        number=pickup.id,
        who=pickup.name,
        street=pickup.street,
        postcode=pickup.postcode or pickup.postcode4,
        town=pickup.town,
        contact="",
        phone=pickup.phone,
        access=pickup.access,
        when=f"{pickup.starts:%H:%M}–{pickup.ends:%H:%M}" if times else "",
        about="",
        what=tuple(part for part in (pickup.what, pickup.amount) if part),
        day=pickup.day,
        waits=pickup.state == "planned",
        grams=None,
        litres=None,
    )


def of_collection(one: Waits) -> Thing:
    """Tell of a thing that was sold and is brought."""
    kept, line = one.collection, one.line
    left = one.left_milli if one.is_here else 0
    grams = line.weight_g * left // line.quantity_milli if line.quantity_milli else 0
    amount = i18n.quantity(one.amount_milli, line.unit)
    return Thing(
        kind="collection",
        key=kept.id,
        number=kept.id,
        who=kept.name,
        street=kept.street,
        postcode=kept.postcode,
        town=kept.city,
        contact="",
        phone=kept.phone,
        access=kept.note,
        when=translate(_HALF_DAYS[kept.half_day]) if kept.half_day else "",
        about="",
        what=(f"{amount} {line.description} ({one.where})",),
        day=kept.deliver_on,
        waits=one.is_here and kept.state == "planned",
        grams=grams or None,
        litres=left if line.unit == "m3" and left else None,
    )


def of_stop(session: Session, stop: TripStop) -> Thing:
    """Tell what a stop is about, as it stands now."""
    if stop.batch is not None:
        return of_batch(session, stop.batch)
    if stop.pickup is not None:
        return of_pickup(stop.pickup)
    return of_collection(waiting.one(session, stop.collection_id or 0))


@dataclass(frozen=True)
class Door:
    """One address of a route: its stops, each with what it is about."""

    stops: tuple[tuple[TripStop, Thing], ...]

    @property
    def thing(self) -> Thing:
        """The first of its things, which tells who and where."""
        return self.stops[0][1]

    @property
    def is_added(self) -> bool:
        """Whether it came on the trip after the departure."""
        return self.stops[0][0].added_at is not None

    @property
    def waits(self) -> bool:
        """Whether something is still to be done there."""
        return any(stop.outcome == "" for stop, _thing in self.stops)

    def is_off_plan(self, day: date) -> bool:
        """Whether something of it is no longer planned for a day."""
        return any(not thing.waits or thing.day != day for _stop, thing in self.stops)

    @property
    def numbers(self) -> list[int]:
        """The numbers of its stops."""
        return [stop.id for stop, _thing in self.stops]


def doors(session: Session, stops: Sequence[TripStop]) -> list[Door]:
    """Lay stops together that follow each other, are at one door and came on the trip together."""
    told = [(stop, of_stop(session, stop)) for stop in stops]

    def together(pair: tuple[TripStop, Thing]) -> tuple[datetime | None, tuple[str, str, str, str]]:
        return pair[0].added_at, pair[1].door

    return [Door(tuple(each)) for _door, each in groupby(told, key=together)]
