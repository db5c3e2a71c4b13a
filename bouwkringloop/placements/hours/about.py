"""What the hours know of somebody: told in a copy of the file, and wiped with it."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bouwkringloop.base.i18n import N_
from bouwkringloop.placements import find
from bouwkringloop.placements.hours import allow, badges
from bouwkringloop.placements.hours.models import Badge, Clocking, DayHours, HoursMark
from bouwkringloop.placements.models import Participant
from bouwkringloop.placements.privacy.section import Section
from bouwkringloop.printing.documents import Receipt, to_json
from bouwkringloop.printing.models import PrintJob


def tell(session: Session, whose: Participant, _home: Path) -> list[Section]:
    """Tell what was clocked, the hours with what became of them, and what was paid."""
    numbers = [each.id for each in find.of(session, whose)]
    return [
        Section("badges", N_("Badges"), _badges(session, whose)),
        Section("clockings", N_("Clocked in and out"), _clockings(session, numbers)),
        Section("hours", N_("Hours"), _hours(session, numbers)),
        Section(
            "hours_marks",
            N_("Hours that were approved, signed and reported"),
            _marks(session, numbers),
        ),
        Section(
            "allowances",
            N_("Allowances"),
            [{"day": each.day, "cents": each.cents} for each in allow.every(session, whose)],
        ),
    ]


def wipe(session: Session, whose: Participant, _home: Path) -> None:
    """Wipe badges with what was printed of them, and when somebody came and went."""
    printed = [badge.subject for badge in badges.every(session, whose)]
    empty = to_json(Receipt(lines=()))
    for job in session.scalars(select(PrintJob).where(PrintJob.subject.in_(printed))):
        job.document = empty
    numbers = [each.id for each in find.of(session, whose)]
    session.execute(
        delete(Clocking).where(Clocking.placement_id.in_(numbers), Clocking.begun_id.is_not(None))
    )
    session.execute(delete(Clocking).where(Clocking.placement_id.in_(numbers)))
    session.execute(delete(Badge).where(Badge.participant_id == whose.id))


def _badges(session: Session, whose: Participant) -> Sequence[dict[str, object]]:
    return [
        {"made_at": each.made_at, "withdrawn_at": each.withdrawn_at}
        for each in badges.every(session, whose)
    ]


def _clockings(session: Session, numbers: Sequence[int]) -> Sequence[dict[str, object]]:
    query = select(Clocking).where(Clocking.placement_id.in_(numbers)).order_by(Clocking.at)
    return [{"at": each.at, "kind": each.kind} for each in session.scalars(query)]


def _hours(session: Session, numbers: Sequence[int]) -> Sequence[dict[str, object]]:
    query = (
        select(DayHours)
        .where(DayHours.placement_id.in_(numbers))
        .order_by(DayHours.day, DayHours.placement_id, DayHours.number)
    )
    return [
        {
            "day": each.day,
            "minutes": each.minutes,
            "absence": each.absence,
            "source": each.source,
            "reason": each.reason,
            "at": each.at,
            "by": each.by.name if each.by else None,
        }
        for each in session.scalars(query)
    ]


def _marks(session: Session, numbers: Sequence[int]) -> Sequence[dict[str, object]]:
    query = select(HoursMark).where(HoursMark.placement_id.in_(numbers)).order_by(HoursMark.id)
    return [
        {
            "kind": each.kind,
            "first": each.first,
            "last": each.last,
            "minutes": each.minutes,
            "at": each.at,
            "by": each.by.name,
        }
        for each in session.scalars(query)
    ]
