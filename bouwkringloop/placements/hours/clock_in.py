"""Clock in and out with a badge.

Hours belong to the day on which somebody came in, also past midnight, and are the time that really
passed. After five and a half hours without a pause half an hour is taken off, which is the break
that the Arbeidstijdenwet (article 5:4) gives; who clocked out for it longer loses nothing more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock
from bouwkringloop.base.errors import BadInput, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.placements.hours import enter
from bouwkringloop.placements.hours.badges import tidy
from bouwkringloop.placements.hours.cells import between
from bouwkringloop.placements.hours.models import Badge, Clocking, Kiosk
from bouwkringloop.placements.models import Participant, Placement

#: Whoever came in longer ago than this forgot to clock out.
LONGEST_STRETCH = timedelta(hours=14)
#: The same badge again so soon is one that was held too long.
TWICE = timedelta(seconds=20)
#: Longer than this without a pause, and how long the break is then, in minutes.
BREAK_AFTER, BREAK = 330, 30
KINDS = ("", "in", "out")


class UnknownBadge(Refused):
    """A badge that nobody has."""

    status = 404
    message = N_("This badge is not known here. Ask your coordinator.")


class OldBadge(Refused):
    """A badge that was replaced or given back."""

    status = 410
    message = N_("This badge is no longer in use. Ask your coordinator for your new one.")


class NothingToday(Refused):
    """A badge of somebody whose placement has ended, or has not begun."""

    message = N_("There is nothing to clock with this badge today. Ask your coordinator.")


@dataclass(frozen=True)
class Clocked:
    """What a kiosk tells: a first name, and whether somebody came or went.

    `kind` is `in` or `out`, or `missing` for who goes without having come: their coordinator
    fills in when it was.
    """

    first_name: str
    kind: str
    at: datetime


def scan(session: Session, kiosk: Kiosk, code: str, uuid: UUID, kind: str = "") -> Clocked:
    """Clock in who is out and out who is in, or as `kind` says, once however often it is sent."""
    if kind not in KINDS:
        raise BadInput(what="kind")
    first = session.scalar(select(Clocking).where(Clocking.uuid == uuid))
    if first is not None:
        return _told(first)
    whose = _whose(session, code)
    placement = _placement(session, whose, clock.today())
    enter.hold(session, placement)
    now, last = clock.now(), _last(session, whose)
    if last is not None and kind in ("", last.kind) and now - last.at < TWICE:
        return _told(last)
    begun = _begun(last, now)
    if begun is not None and kind == "in":
        return _told(begun)
    kind = kind or ("out" if begun else "in")
    made = Clocking(uuid=uuid, placement_id=placement.id, kind=kind, at=now, kiosk_id=kiosk.id)
    if kind == "out" and begun is not None:
        made.begun_id, made.placement_id = begun.id, begun.placement_id
        _count(session, begun, now)
    session.add(made)
    session.flush()
    session.refresh(made)
    return _told(made)


@dataclass(frozen=True)
class Loose:
    """Somebody who came and never went, or went and never came."""

    placement: Placement
    kind: str
    at: datetime


def loose(
    session: Session, placements: Sequence[Placement], first: date, last: date
) -> list[Loose]:
    """List what was clocked by half in these days, and is not going on now."""
    query = (
        select(Clocking)
        .where(
            Clocking.placement_id.in_([each.id for each in placements]),
            Clocking.at >= _midnight(first),
            Clocking.at < _midnight(last + timedelta(days=1)),
        )
        .order_by(Clocking.at)
        .options(joinedload(Clocking.placement))
    )
    found = session.scalars(query).all()
    ended = set(
        session.scalars(
            select(Clocking.begun_id).where(Clocking.begun_id.in_([each.id for each in found]))
        )
    )
    now = clock.now()
    return [
        Loose(each.placement, each.kind, each.at)
        for each in found
        if (each.kind == "out" and each.begun_id is None)
        or (each.kind == "in" and each.id not in ended and now - each.at >= LONGEST_STRETCH)
    ]


def inside(session: Session, placements: Sequence[Placement]) -> set[int]:
    """Tell which participants, by their rows, came in and did not go yet."""
    since = clock.now() - LONGEST_STRETCH
    query = (
        select(Clocking)
        .where(Clocking.placement_id.in_([each.id for each in placements]), Clocking.at > since)
        .order_by(Clocking.at, Clocking.id)
        .options(joinedload(Clocking.placement))
    )
    last = {each.placement.participant_id: each.kind for each in session.scalars(query)}
    return {whose for whose, kind in last.items() if kind == "in"}


def _whose(session: Session, code: str) -> Participant:
    badge = session.scalar(select(Badge).where(Badge.code == tidy(code)))
    if badge is None:
        raise UnknownBadge
    if badge.withdrawn_at is not None:
        raise OldBadge
    return badge.participant


def _placement(session: Session, whose: Participant, today: date) -> Placement:
    """Find what somebody is here for today: what has hours today goes first, then the newest."""
    query = select(Placement).where(Placement.participant_id == whose.id)
    run = [each for each in session.scalars(query) if each.runs_on(today)]
    if not run:
        raise NothingToday
    return max(
        run, key=lambda each: (each.day_minutes[today.weekday()] > 0, each.starts_on, each.id)
    )


def _last(session: Session, whose: Participant) -> Clocking | None:
    query = select(Clocking).join(Placement).where(Placement.participant_id == whose.id)
    return session.scalar(query.order_by(Clocking.at.desc(), Clocking.id.desc()).limit(1))


def _begun(last: Clocking | None, now: datetime) -> Clocking | None:
    """Give the coming-in that goes on, if one does."""
    if last is None or last.kind != "in" or now - last.at >= LONGEST_STRETCH:
        return None
    return last


def _count(session: Session, begun: Clocking, now: datetime) -> None:
    """Add the time that passed to the hours of the day on which it began, less the break."""
    minutes = between(begun.at, now)
    if minutes > BREAK_AFTER:
        minutes = max(BREAK_AFTER, minutes - BREAK)
    enter.clocked(session, begun.placement, clock.local(begun.at).date(), minutes)


def _told(clocking: Clocking) -> Clocked:
    missing = clocking.kind == "out" and clocking.begun_id is None
    name = clocking.placement.participant.first_name
    return Clocked(name, "missing" if missing else clocking.kind, clocking.at)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.SHOP_ZONE)
