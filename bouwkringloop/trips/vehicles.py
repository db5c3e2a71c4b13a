"""Keep the vehicles: add, change, take out of use, bring back. A row is never deleted."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import i18n, text
from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.quantity import MOST_GRAMS
from bouwkringloop.people import audit
from bouwkringloop.trips.models import Vehicle

#: A hundred cubic metres, in litres: no lorry holds more.
MOST_LITRES = 100_000


class VehicleTaken(Refused):
    """Another vehicle has this name, in use or not."""

    message = N_("There is a vehicle “%(name)s” already, in use or not.")


class AbsurdLoad(Refused):
    """A vehicle that carries nothing, or more than any lorry."""

    status = 422
    message = N_("A vehicle carries more than nothing, at most %(most)s and %(room)s.")


class UnknownVehicle(NotFound):
    """No vehicle in use has this name."""

    message = N_("This vehicle does not exist, or is not in use.")


@dataclass(frozen=True)
class Facts:
    """What the shop knows of a vehicle: the load in grams, its room in litres."""

    name: str
    plate: str
    max_g: int
    max_litres: int
    emission_free: bool = False


def every(session: Session) -> Sequence[Vehicle]:
    """List the vehicles, those in use first."""
    return session.scalars(
        select(Vehicle).order_by(Vehicle.active.desc(), Vehicle.name, Vehicle.id)
    ).all()


def in_use(session: Session) -> Sequence[Vehicle]:
    """List the vehicles that a trip can be made with."""
    return [each for each in every(session) if each.active]


def one(session: Session, slug: str) -> Vehicle:
    """Find a vehicle, in use or not."""
    found = session.scalar(select(Vehicle).where(Vehicle.slug == slug))
    if found is None:
        raise UnknownVehicle
    return found


def usable(session: Session, slug: str) -> Vehicle:
    """Find a vehicle that is in use."""
    found = one(session, slug)
    if not found.active:
        raise UnknownVehicle
    return found


def add(session: Session, facts: Facts, *, by: Actor) -> Vehicle:
    """Add a vehicle."""
    facts = _checked(session, facts, None)
    made = Vehicle(slug=_free_slug(session, facts.name), **asdict(facts))
    session.add(made)
    session.flush()  # Its slug is taken from here on.
    audit.note(session, by, "vehicle.added", f"vehicle:{made.slug}", **asdict(facts))
    return made


def change(session: Session, vehicle: Vehicle, facts: Facts, *, by: Actor) -> None:
    """Change a vehicle; trips that are planned with it are held to the new load on departure."""
    facts = _checked(session, facts, vehicle)
    changes = {}
    for name, value in asdict(facts).items():
        if getattr(vehicle, name) != value:
            changes[name] = [getattr(vehicle, name), value]
            setattr(vehicle, name, value)
    if changes:
        audit.note(session, by, "vehicle.changed", f"vehicle:{vehicle.slug}", **changes)


def retire(session: Session, vehicle: Vehicle, *, by: Actor) -> None:
    """Take a vehicle out of use; what is planned with it stays."""
    if vehicle.active:
        vehicle.active = False
        audit.note(session, by, "vehicle.retired", f"vehicle:{vehicle.slug}", name=vehicle.name)


def bring_back(session: Session, vehicle: Vehicle, *, by: Actor) -> None:
    """Take a vehicle into use again."""
    if not vehicle.active:
        vehicle.active = True
        audit.note(session, by, "vehicle.returned", f"vehicle:{vehicle.slug}", name=vehicle.name)


def _checked(session: Session, facts: Facts, itself: Vehicle | None) -> Facts:
    name = text.named(facts.name)
    others = (each.name for each in every(session) if each is not itself)
    if text.slug(name) in {text.slug(other) for other in others}:
        raise VehicleTaken(name=name)
    if not (0 < facts.max_g <= MOST_GRAMS and 0 < facts.max_litres <= MOST_LITRES):
        most, room = i18n.weight(MOST_GRAMS), i18n.quantity(MOST_LITRES, "m3")
        raise AbsurdLoad(most=most, room=room)
    plate = text.clean(facts.plate).upper()
    return Facts(name, plate, facts.max_g, facts.max_litres, facts.emission_free)


def _free_slug(session: Session, name: str) -> str:
    taken, wanted, number = {each.slug for each in every(session)}, text.slug(name), 1
    slug = wanted
    # `new` is the address of the form itself.
    while slug in taken or slug == "new":
        number += 1
        slug = f"{wanted}-{number}"
    return slug
