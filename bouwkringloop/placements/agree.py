"""Write down what was agreed for somebody, change it, and end it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import bsn, clock
from bouwkringloop.base.errors import BadInput, OtherContentUnderThisId
from bouwkringloop.base.i18n import translate
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.partners import find as partners
from bouwkringloop.partners import forget as old_partners
from bouwkringloop.people import audit
from bouwkringloop.people.models import Person
from bouwkringloop.placements import keepers
from bouwkringloop.placements.agreed import (
    LONGEST,
    MOST_DAY_MINUTES,
    MOST_TOTAL_MINUTES,
    MOST_WEEK_MINUTES,
    MOST_YEARS,
    DecidedLater,
    EndedLater,
    EndsBeforeStart,
    FactMissing,
    Facts,
    FarAway,
    LastsTooLong,
    PlacementEnded,
    RunsAlready,
    TooManyHours,
    months_after,
)
from bouwkringloop.placements.models import Participant, Placement, PlacementType
from bouwkringloop.placements.words import FACTS, OUTCOMES, REFERRERS, WEEKDAYS
from bouwkringloop.stock.models import Site

#: What is stored as it is told.
_AS_TOLD = (
    *LONGEST,
    "referrer_kind",
    "decided_on",
    "starts_on",
    "ends_on",
    "total_minutes",
    "mentor_id",
    "coordinator_id",
)


def add(session: Session, whose: Participant, uuid: UUID, facts: Facts, *, by: Actor) -> Placement:
    """Write a placement down once, however often it is sent."""
    first = session.scalar(select(Placement).where(Placement.uuid == uuid))
    if first is not None:
        if first.content_hash != facts.content_hash or first.participant_id != whose.id:
            raise OtherContentUnderThisId
        return first
    columns = _columns(session, whose, facts, but=None, by=by)
    made = Placement(
        uuid=uuid,
        content_hash=facts.content_hash,
        participant_id=whose.id,
        at=clock.now(),
        by_id=by.id,
        **columns,
    )
    session.add(made)
    session.flush()  # The same id sent at one moment is stopped here, by the database.
    audit.note(session, by, "placement.added", made.subject)
    return made


def change(session: Session, placement: Placement, facts: Facts, *, by: Actor) -> Placement:
    """Change what was agreed, as long as it has not ended; the trail tells what changed."""
    if placement.ended_on is not None:
        raise PlacementEnded
    columns = _columns(session, placement.participant, facts, but=placement, by=by)
    changed = [name for name, value in columns.items() if getattr(placement, name) != value]
    if not changed:
        return placement
    for name in changed:
        setattr(placement, name, columns[name])
    session.flush()  # Whoever shows it next reads what it points at anew.
    session.expire(placement, ["type", "site", "referrer", "mentor", "coordinator"])
    audit.note(session, by, "placement.changed", placement.subject, changed=" ".join(changed))
    return placement


def end(
    session: Session, placement: Placement, day: date, outcome: str, next_place: str, *, by: Actor
) -> Placement:
    """End a placement: on which day, how, and where somebody went."""
    if placement.ended_on is not None:
        raise PlacementEnded
    if outcome not in OUTCOMES:
        raise BadInput(what="outcome")
    if not placement.starts_on <= day <= max(clock.today(), placement.starts_on):
        raise EndedLater
    bsn.refuse(next_place)
    placement.ended_on, placement.outcome = day, outcome
    placement.next_place = clean(next_place)[: LONGEST["assignment"]]
    audit.note(session, by, "placement.ended", placement.subject, ended_on=day, outcome=outcome)
    return placement


def _columns(
    session: Session, whose: Participant, facts: Facts, *, but: Placement | None, by: Actor
) -> dict[str, Any]:
    """Give what is stored of facts; raise the refusal that fits the first that cannot be."""
    cleaned: dict[str, Any] = {
        name: clean(getattr(facts, name))[:most] for name, most in LONGEST.items()
    }
    tidy = replace(facts, **cleaned)
    bsn.refuse(*(getattr(tidy, name) for name in LONGEST))
    kind = _type(session, tidy.type, but)
    _check_dates(tidy, kind)
    _check_hours(tidy)
    _check_needed(whose, kind, tidy)
    site = session.scalar(select(Site).where(Site.slug == tidy.site))
    if site is None:
        raise BadInput(what="site")
    if tidy.referrer_kind not in REFERRERS:
        raise BadInput(what="referrer_kind")
    _check_people(session, whose, tidy, by)
    _check_free(session, whose, kind, tidy, but)
    referrer = partners.to_change(session, tidy.referrer) if tidy.referrer else None
    if referrer is not None:
        old_partners.used(referrer)
    return {
        **{name: getattr(tidy, name) for name in _AS_TOLD},
        "type_id": kind.id,
        "site_id": site.id,
        "referrer_id": referrer.id if referrer else None,
        "week": " ".join(str(minutes) for minutes in tidy.day_minutes),
    }


def _type(session: Session, slug: str, but: Placement | None) -> PlacementType:
    found = session.scalar(select(PlacementType).where(PlacementType.slug == slug))
    if found is None or not (found.active or (but and but.type_id == found.id)):
        raise BadInput(what="type")
    return found


def _check_dates(facts: Facts, kind: PlacementType) -> None:
    """Hold the dates to each other, to sense, and to what the type allows."""
    far = timedelta(days=366 * MOST_YEARS)
    days = [facts.starts_on, *(day for day in (facts.ends_on, facts.decided_on) if day)]
    if any(abs(day - clock.today()) > far for day in days):
        raise FarAway
    if facts.ends_on is not None and facts.ends_on < facts.starts_on:
        raise EndsBeforeStart
    if facts.decided_on is not None and facts.starts_on < facts.decided_on:
        raise DecidedLater
    if kind.most_months and facts.ends_on is not None:
        beyond = months_after(facts.starts_on, kind.most_months)
        if facts.ends_on >= beyond:
            raise LastsTooLong(months=kind.most_months)


def _check_hours(facts: Facts) -> None:
    if len(facts.day_minutes) != len(WEEKDAYS):
        raise BadInput(what="day_minutes")
    if any(not 0 <= minutes <= MOST_DAY_MINUTES for minutes in facts.day_minutes):
        raise TooManyHours
    if sum(facts.day_minutes) > MOST_WEEK_MINUTES:
        raise TooManyHours
    if facts.total_minutes is not None and not 0 < facts.total_minutes <= MOST_TOTAL_MINUTES:
        raise BadInput(what="total_minutes")


#: How one sees that a fact is told; the keys are those of `words.FACTS`.
_TOLD: dict[str, Callable[[Participant, Facts], object]] = {
    "born_on": lambda whose, _facts: whose.born_on,
    "ends_on": lambda _whose, facts: facts.ends_on,
    "hours": lambda _whose, facts: sum(facts.day_minutes),
    "total_minutes": lambda _whose, facts: facts.total_minutes,
    "referrer": lambda _whose, facts: facts.referrer,
    "reference": lambda _whose, facts: facts.reference,
    "decided_on": lambda _whose, facts: facts.decided_on,
    "mentor": lambda _whose, facts: facts.mentor_id,
    "assignment": lambda _whose, facts: facts.assignment,
    "level": lambda _whose, facts: facts.level,
}


def _check_needed(whose: Participant, kind: PlacementType, facts: Facts) -> None:
    for fact in kind.facts:
        if not _TOLD[fact](whose, facts):
            raise FactMissing(fact=translate(FACTS[fact]).lower())


def _check_people(session: Session, whose: Participant, facts: Facts, by: Actor) -> None:
    """See that mentor and coordinator work here, and that the coordinator keeps the file."""
    if facts.mentor_id is not None:
        mentor = session.get(Person, facts.mentor_id)
        if mentor is None or mentor.login is None:
            raise BadInput(what="mentor")
    kept = {keeper.person_id for keeper in keepers.of(session, whose)}
    if facts.coordinator_id not in kept:
        keepers.let_in(session, whose, facts.coordinator_id, by=by)


def _check_free(
    session: Session,
    whose: Participant,
    kind: PlacementType,
    facts: Facts,
    but: Placement | None,
) -> None:
    """Refuse a second placement of the same type in the same time."""
    others = select(Placement).where(
        Placement.participant_id == whose.id, Placement.type_id == kind.id
    )
    for other in session.scalars(others):
        if but is not None and other.id == but.id:
            continue
        begins_before = other.last_day is None or facts.starts_on <= other.last_day
        ends_after = facts.ends_on is None or facts.ends_on >= other.starts_on
        if begins_before and ends_after:
            raise RunsAlready
