"""Look pick-ups up: one of them, those that wait, those of a day, and those that ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from bouwkringloop.base.codes import fingerprint
from bouwkringloop.base.errors import NotFound
from bouwkringloop.base.i18n import N_
from bouwkringloop.intake.models import Intake, IntakeLine
from bouwkringloop.pickups.models import ENDED, WAITING, Pickup

#: How many of those that ended are listed, and how many deliveries there are to choose from.
MOST_ENDED = 100
MOST_DELIVERIES = 12
_ALL_OF_IT = (selectinload(Pickup.photos), joinedload(Pickup.intake))


class UnknownPickup(NotFound):
    """No pick-up has this id or this link."""

    message = N_("This pick-up does not exist, or no longer.")


@dataclass(frozen=True)
class Shown:
    """The list as somebody asked for it."""

    waiting: Sequence[Pickup]
    days: dict[date, list[Pickup]]
    ended: Sequence[Pickup]

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing in it."""
        return not (self.waiting or self.days or self.ended)


def one(session: Session, uuid: UUID) -> Pickup:
    """Find a pick-up to look at."""
    return _found(session.scalar(select(Pickup).options(*_ALL_OF_IT).where(Pickup.uuid == uuid)))


def to_change(session: Session, uuid: UUID) -> Pickup:
    """Find a pick-up and keep others from changing it until this is done."""
    query = select(Pickup).where(Pickup.uuid == uuid).with_for_update()
    return _found(session.scalar(query))


def by_secret(session: Session, secret: str) -> Pickup:
    """Find the pick-up to which a donor's link leads."""
    query = select(Pickup).options(*_ALL_OF_IT).where(Pickup.token_hash == fingerprint(secret))
    return _found(session.scalar(query))


def _found(pickup: Pickup | None) -> Pickup:
    if pickup is None:
        raise UnknownPickup
    return pickup


def listed(session: Session, state: str = "", day: date | None = None) -> Shown:
    """List by state and by day; without either, everything that is still to be done."""
    query = select(Pickup).options(selectinload(Pickup.photos))
    if day is not None:
        query = query.where(Pickup.day == day)
    if state:
        query = query.where(Pickup.state == state)
    elif day is None:
        query = query.where(Pickup.state.not_in(ENDED))
    # What ended goes on growing; what is still to be done never gets so long.
    newest = query.where(Pickup.state.in_(ENDED)).order_by(Pickup.ended_at.desc(), Pickup.id.desc())
    waiting = query.where(Pickup.state.in_(WAITING)).order_by(Pickup.id)
    planned = query.where(Pickup.state == "planned")
    days: dict[date, list[Pickup]] = {}
    for pickup in session.scalars(planned.order_by(Pickup.day, Pickup.starts, Pickup.id)):
        if pickup.day is not None:
            days.setdefault(pickup.day, []).append(pickup)
    return Shown(
        session.scalars(waiting).all(), days, session.scalars(newest.limit(MOST_ENDED)).all()
    )


def waiting(session: Session) -> int:
    """Count those that nobody planned yet."""
    query = select(func.count()).select_from(Pickup).where(Pickup.state.in_(WAITING))
    return session.scalar(query) or 0


def deliveries(session: Session) -> Sequence[Intake]:
    """List the last deliveries that were picked up and belong to no pick-up yet."""
    return session.scalars(
        select(Intake)
        .options(selectinload(Intake.lines).joinedload(IntakeLine.category))
        .outerjoin(Pickup, Pickup.intake_id == Intake.id)
        .where(Intake.source_kind == "pickup", Pickup.id.is_(None))
        .order_by(Intake.id.desc())
        .limit(MOST_DELIVERIES)
    ).all()
