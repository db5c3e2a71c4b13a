"""Begin a count of a place, and end one without booking it."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.errors import NotFound, OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.counting import within
from bouwkringloop.counting.models import StockCount
from bouwkringloop.people import audit
from bouwkringloop.stock.models import Movement, Place, Site


class CountIsOpen(Refused):
    """Somebody counts there already."""

    message = N_(
        "%(place)s is being counted since %(since)s. Book or cancel that count before you begin"
        " one of %(wanted)s."
    )


class CountEnded(Refused):
    """It was booked or cancelled."""

    message = N_("This count of %(place)s has ended. Nothing can be added to it.")


def begin(session: Session, uuid: UUID, place: Place, *, by: Actor) -> StockCount:
    """Begin a count of a place and all within it, once however often it is sent.

    Refused while that place, one around it or one within it is being counted: what lies in both
    would be booked twice.
    """
    # Counts of one site begin one after the other, also those of a rack and of a bin on it.
    session.execute(select(Site.id).where(Site.id == place.site_id).with_for_update(key_share=True))
    first = session.scalar(select(StockCount).where(StockCount.uuid == uuid))
    if first is not None:
        if first.place_id != place.id:
            raise OtherContentUnderThisId
        return first
    other = session.scalar(
        select(StockCount)
        .where(StockCount.state == "open", StockCount.place_id.in_(within.line_of(session, place)))
        .options(joinedload(StockCount.place))
        .limit(1)
    )
    if other is not None:
        since = i18n.moment(other.begun_at)
        raise CountIsOpen(place=other.place.name, since=since, wanted=place.name)
    made = StockCount(
        uuid=uuid,
        place=place,
        first_movement_id=session.scalar(select(func.max(Movement.id))) or 0,
        begun_at=clock.now(),
        person_id=by.id,
    )
    session.add(made)
    session.flush()  # The same count begun at one moment is stopped here, by the database.
    audit.note(session, by, "count.begun", f"count:{uuid}", place=place.name)
    return made


def cancel(session: Session, uuid: UUID, *, by: Actor) -> StockCount:
    """End a count without booking anything; its tallies stay as they are."""
    count = locked(session, uuid)
    if count.state == "cancelled":
        return count
    if count.state != "open":
        raise CountEnded(place=count.place.name)
    count.state, count.ended_at = "cancelled", clock.now()
    audit.note(session, by, "count.cancelled", f"count:{uuid}", place=count.place.name)
    return count


def by_id(session: Session, uuid: UUID) -> StockCount:
    """Find a count."""
    found = session.scalar(
        select(StockCount)
        .where(StockCount.uuid == uuid)
        .options(joinedload(StockCount.place).joinedload(Place.site))
    )
    if found is None:
        raise NotFound
    return found


def locked(session: Session, uuid: UUID, *, to_end: bool = True) -> StockCount:
    """Find a count and keep its state until the commit.

    Who tallies only keeps it from ending, so that many can; who ends it waits for all of them.
    """
    found = session.scalar(
        select(StockCount)
        .where(StockCount.uuid == uuid)
        .options(joinedload(StockCount.place).joinedload(Place.site))
        .with_for_update(of=StockCount, read=not to_end)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found
