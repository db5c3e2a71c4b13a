"""People who work in the demo shop to learn, none of whom exists, with the hours they made."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Role
from bouwkringloop.demo.premises import Premises
from bouwkringloop.partners import keep as partners
from bouwkringloop.partners import roles
from bouwkringloop.placements import agree, agreed, keep
from bouwkringloop.placements.hours import badges, cells, enter, marks, rows, week
from bouwkringloop.placements.models import Placement

#: Weeks that are over and were approved, before the one that goes on.
_WEEKS = 3


@dataclass(frozen=True)
class _Somebody:
    """Who works here, as what, sent by whom, and how many hours on Monday to Saturday."""

    first_name: str
    last_name: str
    born_on: date
    type: str
    referrer: int | None
    hours: tuple[int, ...]
    language: str = "nl"
    total: int | None = None
    level: str = ""
    #: What was clocked or told on days that went otherwise than agreed, by days ago.
    otherwise: tuple[tuple[int, str], ...] = ()


#: Organisations that send people, and what they are in the chain.
_REFERRERS = (
    ("Gemeente Nergenshuizen", "municipality"),
    ("Vakschool Denkbeeldig", "school"),
    ("Reclassering Verzonnen", "probation"),
)
_PEOPLE = (
    _Somebody("Tariq", "Bedacht", date(1987, 3, 9), "work-experience", 0, (4, 4, 0, 4, 4, 0),
              "ar", otherwise=((2, "3:15"), (8, "a"))),
    _Somebody("Wies", "Fantasie", date(1961, 6, 21), "volunteer", None, (0, 3, 0, 0, 3, 4)),
    _Somebody("Luuk", "Voorbeeldstra", date(2007, 1, 30), "bbl", 1, (8, 8, 8, 8, 0, 0),
              level="2", otherwise=((9, "7:30"),)),
    _Somebody("Oksana", "Verzin", date(1979, 11, 2), "language", 0, (0, 4, 4, 0, 0, 0),
              "uk", level="A1"),
    _Somebody("Rik", "Schijnsma", date(1995, 8, 14), "community-service", 2, (0, 0, 7, 0, 0, 7),
              total=80, otherwise=((6, "n"),)),
)  # fmt: skip


def welcome(session: Session, premises: Premises, dice: random.Random) -> None:
    """Write down who works here and what they made in the weeks before today."""
    (lead,), (coordinator,) = (
        premises.with_role(role) for role in (Role.SHOP_LEAD, Role.COORDINATOR)
    )
    (manager,) = premises.with_role(Role.MANAGER)
    referrers = []
    for name, role in _REFERRERS:
        made = partners.add(
            session, _uuid(dice), partners.Facts(name=name, kind="organisation"), by=manager
        )
        roles.say(session, made.uuid, [role], by=manager)
        referrers.append(made.uuid)
    monday = week.monday_of(clock.today()) - timedelta(weeks=_WEEKS)
    for each in _PEOPLE:
        facts = keep.Facts(
            each.first_name, each.last_name, each.born_on, each.language, phone="06 12345678"
        )
        whose = keep.add(session, _uuid(dice), facts, by=coordinator)
        agreement = agreed.Facts(
            type=each.type,
            site="shop",
            coordinator_id=coordinator.id,
            starts_on=monday,
            ends_on=None if each.type == "volunteer" else monday + timedelta(weeks=24),
            referrer_kind="self" if each.referrer is None else _REFERRERS[each.referrer][1],
            referrer=None if each.referrer is None else referrers[each.referrer],
            reference="" if each.referrer is None else f"2026-{dice.randint(1000, 9999)}",
            day_minutes=tuple(hours * 60 for hours in (*each.hours, 0)),
            total_minutes=None if each.total is None else each.total * 60,
            mentor_id=lead.id,
            level=each.level,
            assignment="Werken in de winkel en de werkplaats",
        )
        placement = agree.add(session, whose, _uuid(dice), agreement, by=coordinator)
        badges.make(session, whose, by=coordinator)
        _work(session, placement, each, premises, dice)


def _work(
    session: Session,
    placement: Placement,
    each: _Somebody,
    premises: Premises,
    dice: random.Random,
) -> None:
    (coordinator,) = premises.with_role(Role.COORDINATOR)
    (lead,) = premises.with_role(Role.SHOP_LEAD)
    today = clock.today()
    yesterday = today - timedelta(days=1)
    planned = rows.of_one(session, placement, placement.starts_on, yesterday)
    otherwise = {today - timedelta(days=ago): text for ago, text in each.otherwise}
    entries = [
        enter.Entry(
            day.day, cells.told(otherwise.get(day.day, ""), day.day) or cells.Told(day.planned), 0
        )
        for day in planned.values()
        if day.planned
    ]
    enter.write(session, placement, entries, by=coordinator)
    for number in range(_WEEKS - 1):
        first = placement.starts_on + timedelta(weeks=number)
        last = first + timedelta(days=6)
        made = sum(day.actual for day in rows.of_one(session, placement, first, last).values())
        if placement.type.mentor_signs:
            marks.sign(session, placement, _uuid(dice), first, last, made, by=lead)
        marks.approve(session, placement, _uuid(dice), first, last, made, by=coordinator)


def _uuid(dice: random.Random) -> UUID:
    return UUID(int=dice.getrandbits(128), version=4)
