"""Prove the shifts: opened, counted and closed as the journal says, and adding up to their Z."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.proof import Proof
from bouwkringloop.till import journal, report
from bouwkringloop.till.models import JournalEntry, Shift

_KINDS = ("shift.opened", "shift.closed")


def proofs(session: Session) -> Iterator[Proof]:
    """Give the proofs of the shifts."""
    told = _told(session)
    shifts = session.scalars(select(Shift).order_by(Shift.id)).all()
    breaks = [f"{_said(shift)}: {what}" for shift in shifts for what in _differences(shift, told)]
    breaks += [f"{subject} is in the journal ({kind}) but not stored" for kind, subject in told]
    yield Proof("each shift was opened and closed as the journal says", len(shifts), tuple(breaks))
    yield _sums(session)


def _said(shift: Shift) -> str:
    return f"{shift.till.name} " + (
        "the open shift" if shift.z_number is None else f"Z {shift.z_number}"
    )


def _told(session: Session) -> dict[tuple[str, str], dict[str, Any]]:
    """Read what the journals say of shifts, by kind and subject."""
    return {
        (entry.kind, entry.subject): {"till": entry.till_id, **entry.content}
        for entry in journal.told(session, JournalEntry.kind.in_(_KINDS))
    }


def _differences(shift: Shift, told: dict[tuple[str, str], dict[str, Any]]) -> Iterator[str]:
    """Name what of a shift is not as its entries say; the entries that fit are taken out."""
    subject = f"shift:{shift.uuid}"
    opened = told.pop(("shift.opened", subject), None)
    rows: dict[str, Any] = {
        "till": shift.till_id,
        "at": shift.opened_at.isoformat(),
        "person": shift.opened_by_id,
        "float_cents": shift.float_cents,
    }
    if opened is None:
        yield "the journal does not know that it was opened"
    else:
        yield from (f"its {name} differs" for name in rows if opened.get(name) != rows[name])
    if shift.day != clock.local(shift.opened_at).date():
        yield "its day is not the one on which it was opened"
    closed = told.pop(("shift.closed", subject), None)
    if (closed is None) != (shift.closed_at is None):
        yield "the journal and the shift differ in whether it is closed"
    elif closed is not None:
        yield from (f"its {name} differs" for name in _closing_differs(shift, closed))


def _closing_differs(shift: Shift, told: dict[str, Any]) -> Iterator[str]:
    z = told.get("z") or {}
    rows = {
        "closing": (shift.closed_at.isoformat() if shift.closed_at else None, told.get("at")),
        "closer": (shift.closed_by_id, told.get("person")),
        "report": (json.loads(shift.report or "null"), z),
        "number": (shift.z_number, z.get("z_number")),
        "count": (shift.counted_cents, z.get("counted_cents")),
        "coins": (
            json.loads(shift.counted or "{}"),
            {str(value): times for value, times in (z.get("counted") or {}).items()},
        ),
        "expected cash": (shift.expected_cents, z.get("expected_cents")),
        "reason": (shift.difference_reason, z.get("difference_reason", "")),
    }
    yield from (name for name, (stored, said) in rows.items() if stored != said)


def _sums(session: Session) -> Proof:
    """Add every closed shift up anew and compare it with its Z report."""
    breaks, looked_at = [], 0
    for shift in session.scalars(select(Shift).where(Shift.closed_at.is_not(None))):
        looked_at += 1
        if report.work_out(session, shift) != report.of(session, shift):
            breaks.append(f"{shift.till.name} Z {shift.z_number} is not what its sales add up to")
    return Proof("each closed shift adds up to its Z report", looked_at, tuple(breaks))
