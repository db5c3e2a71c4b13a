"""Look files and placements up, of those that are open to who asks."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import fold
from bouwkringloop.placements import reach
from bouwkringloop.placements.models import Participant, Placement

#: So many stand on one page.
PAGE = 50
#: Which files a list shows.
SHOWN = ("now", "planned", "due", "ended", "none")


def listed(
    session: Session, words: str, shown: str, *, by: Actor, most: int = PAGE, skip: int = 0
) -> Sequence[Participant]:
    """List files that somebody keeps, by name: those with a placement of this state."""
    query = (
        select(Participant)
        .where(reach.kept_by(by), Participant.forgotten_at.is_(None))
        .order_by(Participant.folded, Participant.id)
    )
    for word in fold(words).split():
        query = query.where(Participant.folded.contains(word, autoescape=True))
    query = _in_state(query, shown, clock.today())
    return session.scalars(query.limit(most).offset(skip)).all()


def _in_state(query: Select[Participant], shown: str, today: date) -> Select[Participant]:
    ended, starts, ends = Placement.ended_on, Placement.starts_on, Placement.ends_on
    conditions = {
        "now": (ended.is_(None), starts <= today, or_(ends.is_(None), ends >= today)),
        "planned": (ended.is_(None), starts > today),
        "due": (ended.is_(None), ends < today),
        "ended": (ended.is_not(None),),
    }
    of_one = select(Placement.id).where(Placement.participant_id == Participant.id)
    if shown == "none":
        return query.where(~of_one.exists())
    return query.where(of_one.where(*conditions[shown]).exists())


def placements(session: Session, whose: Sequence[Participant]) -> dict[int, Sequence[Placement]]:
    """Give the placements of participants by their rows, newest first."""
    query = (
        select(Placement)
        .where(Placement.participant_id.in_([each.id for each in whose]))
        .options(joinedload(Placement.type), joinedload(Placement.mentor))
        .order_by(Placement.starts_on.desc(), Placement.id.desc())
    )
    found: dict[int, list[Placement]] = {each.id: [] for each in whose}
    for placement in session.scalars(query):
        found[placement.participant_id].append(placement)
    return dict(found)


def of(session: Session, whose: Participant) -> Sequence[Placement]:
    """Give the placements of one participant, newest first."""
    return placements(session, [whose])[whose.id]


def never_at_till(session: Session, whose: Participant) -> bool:
    """Tell whether somebody must not handle money today, by age and type of placement."""
    today = clock.today()
    age = whose.age_on(today)
    # Of whom the age is not known, nobody can say that they are of age.
    minor = age is None or age < _OF_AGE
    return minor and any(
        each.type.minors_no_till for each in of(session, whose) if each.state_on(today) != "ended"
    )


_OF_AGE = 18
