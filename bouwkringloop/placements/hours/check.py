"""Prove the hours: marks say what their rows came to, and locked days were only corrected."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.proof import Proof
from bouwkringloop.placements.hours.models import DayHours, HoursMark


def proofs(session: Session) -> Iterator[Proof]:
    """Give each proof of the hours."""
    rows = session.scalars(select(DayHours).order_by(DayHours.id)).all()
    marks = session.scalars(select(HoursMark).order_by(HoursMark.id)).all()
    yield _numbers(rows)
    yield _marks(rows, marks)
    yield _corrections(rows, marks)


def _numbers(rows: Sequence[DayHours]) -> Proof:
    last: dict[tuple[int, object], int] = {}
    breaks = []
    for row in rows:
        key = (row.placement_id, row.day)
        if row.number != last.get(key, 0) + 1:
            breaks.append(f"hours {row.id} are number {row.number} of their day")
        last[key] = row.number
    return Proof("the hours of a day are numbered without a gap", len(rows), tuple(breaks))


def _marks(rows: Sequence[DayHours], marks: Sequence[HoursMark]) -> Proof:
    breaks = []
    for mark in marks:
        newest = {
            row.day: row.minutes
            for row in rows
            if row.placement_id == mark.placement_id
            and row.id <= mark.upto_id
            and mark.first <= row.day <= mark.last
        }
        if sum(newest.values()) != mark.minutes:
            breaks.append(f"mark {mark.id} says {mark.minutes} minutes, not {sum(newest.values())}")
    return Proof("what was approved, signed and locked adds up", len(marks), tuple(breaks))


def _corrections(rows: Sequence[DayHours], marks: Sequence[HoursMark]) -> Proof:
    locks = [mark for mark in marks if mark.kind == "locked"]

    def was_locked(row: DayHours) -> bool:
        return any(
            lock.placement_id == row.placement_id
            and lock.first <= row.day <= lock.last
            and lock.upto_id < row.id
            for lock in locks
        )

    late = ("correction", "clock")
    breaks = [
        f"hours {row.id} changed a day that was locked, and are no correction"
        for row in rows
        if row.source not in late and was_locked(row)
    ]
    breaks += [
        f"hours {row.id} correct a day that nobody locked"
        for row in rows
        if row.source == "correction" and not was_locked(row)
    ]
    return Proof("locked days were only corrected", len(rows), tuple(breaks))
