"""Approve, sign and lock days as they stand; what changes later has to be approved again."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.placements.hours import rows, total
from bouwkringloop.placements.hours.enter import hold
from bouwkringloop.placements.hours.models import HoursMark
from bouwkringloop.placements.hours.total import Day
from bouwkringloop.placements.models import Placement


class ChangedMeanwhile(Refused):
    """Days that are no longer what was seen when they were approved or signed."""

    message = N_("The hours changed meanwhile, to %(now)s. Look again before you go on.")


class StillToCome(Refused):
    """Days that are not over yet."""

    status = 422
    message = N_("Only days until today can be approved, signed or reported.")


class NotApproved(Refused):
    """Days that nobody approved, in what is to be reported."""

    message = N_("Not all of these days are approved: %(days)s. Approve their weeks first.")


class NotSigned(Refused):
    """Days that the mentor did not sign, of a type that asks for it."""

    message = N_("The mentor did not sign all of these days: %(days)s.")


class NotTheirMentor(Refused):
    """Somebody who signs hours of a participant whom another one mentors."""

    status = 404
    message = N_("You do not guide anybody at this address.")


class LockedBefore(Refused):
    """Days of which some were reported before."""

    message = N_("Some of these days were reported already: %(days)s.")


def approve(
    session: Session,
    placement: Placement,
    uuid: UUID,
    first: date,
    last: date,
    minutes: int,
    *,
    by: Actor,
) -> HoursMark:
    """Approve days, of which somebody saw so many minutes; raise ChangedMeanwhile otherwise."""
    return _mark(session, placement, uuid, "approved", first, last, minutes, by=by)


def sign(
    session: Session,
    placement: Placement,
    uuid: UUID,
    first: date,
    last: date,
    minutes: int,
    *,
    by: Actor,
) -> HoursMark:
    """Sign days as the mentor; raise NotTheirMentor for anybody else."""
    if placement.mentor_id != by.id:
        raise NotTheirMentor
    return _mark(session, placement, uuid, "signed", first, last, minutes, by=by)


def lock(
    session: Session, placement: Placement, uuid: UUID, first: date, last: date, *, by: Actor
) -> HoursMark:
    """Lock days that are reported; all have to be approved, and signed where the type says so."""
    hold(session, placement)
    stand = rows.of_one(session, placement, first, last)
    ran = [day for day in stand.values() if placement.runs_on(day.day) or day.is_told]
    _refuse(NotApproved, [day for day in ran if not day.is_approved])
    if placement.type.mentor_signs:
        _refuse(NotSigned, [day for day in ran if not day.is_signed])
    _refuse(LockedBefore, [day for day in ran if day.locked is not None])
    minutes = total.total(stand.values()).actual
    return _mark(session, placement, uuid, "locked", first, last, minutes, by=by)


def _mark(
    session: Session,
    placement: Placement,
    uuid: UUID,
    kind: str,
    first: date,
    last: date,
    minutes: int,
    *,
    by: Actor,
) -> HoursMark:
    made = session.scalar(select(HoursMark).where(HoursMark.uuid == uuid))
    if made is not None:
        return made
    if last > clock.today() or first > last:
        raise StillToCome
    hold(session, placement)
    added = total.total(rows.of_one(session, placement, first, last).values())
    if added.actual != minutes:
        raise ChangedMeanwhile(now=i18n.hours(added.actual))
    made = HoursMark(
        uuid=uuid,
        placement_id=placement.id,
        kind=kind,
        first=first,
        last=last,
        planned=added.planned,
        minutes=minutes,
        upto_id=rows.newest_id(session, placement),
        at=clock.now(),
        by_id=by.id,
    )
    session.add(made)
    session.flush()
    audit.note(session, by, f"hours.{kind}", placement.subject, first=first, last=last)
    return made


def _refuse(refusal: type[Refused], days: list[Day]) -> None:
    """Raise a refusal that names the first of the days that it is about."""
    if days:
        named = ", ".join(i18n.day(day.day) for day in days[:3])
        raise refusal(days=named + (", …" if len(days) > 3 else ""))


def of_day(session: Session, placement: Placement, day: date) -> Sequence[HoursMark]:
    """List who approved, signed and locked a day, newest first."""
    query = select(HoursMark).where(
        HoursMark.placement_id == placement.id, HoursMark.first <= day, HoursMark.last >= day
    )
    return session.scalars(query.order_by(HoursMark.id.desc())).all()
