"""What a mentor sees of whom they guide: a first name, the days, and what is to be signed."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Actor
from bouwkringloop.placements.hours import marks, week
from bouwkringloop.placements.hours.models import HoursMark
from bouwkringloop.placements.models import Participant, Placement


def placements(session: Session, first: date, last: date, *, by: Actor) -> Sequence[Placement]:
    """List the placements that somebody guides in these days, by first name."""
    query = (
        select(Placement)
        .join(Placement.participant)
        .where(
            Placement.mentor_id == by.id,
            Participant.forgotten_at.is_(None),
            Placement.starts_on <= last,
            or_(Placement.ended_on.is_(None), Placement.ended_on >= first),
            or_(
                Placement.ended_on.is_not(None),
                Placement.ends_on.is_(None),
                Placement.ends_on >= first,
            ),
        )
        .options(joinedload(Placement.participant), joinedload(Placement.type))
        .order_by(Participant.first_name, Placement.id)
    )
    return session.scalars(query).all()


def anybody(session: Session, *, by: Actor) -> bool:
    """Tell whether somebody guides anybody today."""
    today = clock.today()
    return bool(placements(session, today, today, by=by))


def sign(
    session: Session, uuid: UUID, monday: date, minutes: int, mark: UUID, *, by: Actor
) -> HoursMark:
    """Sign the days of a week until today, of which so many minutes were seen, as the mentor."""
    found = session.scalar(select(Placement).where(Placement.uuid == uuid))
    if found is None or found.mentor_id != by.id:
        raise marks.NotTheirMentor
    last = min(monday + timedelta(days=6), clock.today())
    return marks.sign(session, found, mark, monday, last, minutes, by=by)


def lines(session: Session, monday: date, *, by: Actor) -> list[week.Line]:
    """Give the week of everybody whom somebody guides."""
    shown = placements(session, monday, monday + timedelta(days=6), by=by)
    return week.lines(session, shown, monday)
