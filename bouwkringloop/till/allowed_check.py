"""Prove what was allowed: approvals and rules of the till are what was written down of them."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.proof import Proof
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.till import journal
from bouwkringloop.till.models import Approval, JournalEntry, Shift, TillRules
from bouwkringloop.till.rules import Rules

_NAMES = tuple(Rules.__dataclass_fields__)


def proofs(session: Session) -> Iterator[Proof]:
    """Give the proofs of approvals and of the rules."""
    yield _approvals(session)
    yield _rules(session)


def _approvals(session: Session) -> Proof:
    """Compare every approval with what the till's journal says was allowed."""
    named, nameless = _told_approvals(session)
    breaks, looked_at = [], 0
    rows = session.execute(
        select(Approval, Shift.till_id, Shift.uuid)
        .join(Shift, Shift.id == Approval.shift_id)
        .order_by(Approval.id)
    )
    for row, till, shift in rows:
        looked_at += 1
        fact = (
            till,
            f"sale:{row.sale_uuid}",
            row.at.isoformat(),
            row.asked_by_id,
            row.approved_by_id,
            row.kind,
            row.about,
            row.cents,
        )
        if named.pop(str(row.uuid), None) == (str(shift), *fact):
            continue
        if nameless[fact]:
            nameless[fact] -= 1
            continue
        breaks.append(f"approval {row.uuid} is not what the journal says")
    breaks += [f"approval {uuid} is in the journal but not stored" for uuid in named]
    breaks += [f"{fact[1]}: what was allowed is not stored" for fact in nameless.elements()]
    return Proof("what was allowed is what the journal says", looked_at, tuple(breaks))


def _told_approvals(
    session: Session,
) -> tuple[dict[str, tuple[Any, ...]], Counter[tuple[Any, ...]]]:
    """Read what the journals say was allowed: by its id, and what an older version did not name."""
    named: dict[str, tuple[Any, ...]] = {}
    nameless: Counter[tuple[Any, ...]] = Counter()
    for entry in journal.told(session, JournalEntry.kind == "approved"):
        told = entry.content
        who = (entry.till_id, entry.subject, *map(told.get, ("at", "person", "approver")))
        for uuid, one in zip_longest(told.get("ids", ()), told.get("allowed", ())):
            if uuid is None:
                nameless[(*who, *(one or ()))] += 1
            else:
                named[uuid] = (told.get("shift"), *who, *(one or ()))
    return named, nameless


def _rules(session: Session) -> Proof:
    """Compare the rules with the journals; those of an older version with the audit trail."""
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for entry in journal.told(session, JournalEntry.kind == "rules.changed"):
        told[entry.subject].append(entry.content)
    rows = session.scalars(select(TillRules).order_by(TillRules.id)).all()
    first = next((at for at, row in enumerate(rows) if _subject(row) in told), len(rows))
    breaks = [*_older(session, rows[:first], len(told))]
    for row in rows[first:]:
        entries_of_row = told.pop(_subject(row), [])
        if not entries_of_row or any(_differs(row, each) for each in entries_of_row):
            breaks.append(f"{_said(row)} are not what the journal says")
    breaks += [f"{subject} are in the journal but not stored" for subject in told]
    return Proof("the rules of the till are what was written down", len(rows), tuple(breaks))


def _subject(row: TillRules) -> str:
    return f"rules:{row.id}"


def _said(row: TillRules) -> str:
    return f"the rules {row.id} of {row.at:%Y-%m-%d %H:%M}"


def _differs(row: TillRules, entry: dict[str, Any]) -> bool:
    """Tell whether rules differ from an entry, which knows no rule that came after it."""
    values = entry.get("rules", {})
    if (entry.get("at"), entry.get("person")) != (row.at.isoformat(), row.person_id):
        return True
    return not values or any(getattr(row, name, None) != value for name, value in values.items())


def _older(session: Session, rows: Sequence[TillRules], later: int) -> Iterator[str]:
    """Follow the audit trail through the changes that were told to no journal."""
    trail = session.execute(
        select(AuditEntry.person_id, AuditEntry.detail)
        .where(AuditEntry.action == "till.rules_changed")
        .order_by(AuditEntry.id)
    ).all()
    noted = trail[: max(len(trail) - later, 0)]
    if len(noted) != len(rows):
        yield (
            f"before the journals told of the rules they were set {len(noted)} times,"
            f" {len(rows)} are stored"
        )
        return
    values = {name: getattr(Rules(), name) for name in _NAMES}
    for row, (person, detail) in zip(rows, noted, strict=True):
        values |= {name: after for name, (_, after) in json.loads(detail).items()}
        if person != row.person_id or any(getattr(row, name) != values[name] for name in _NAMES):
            yield f"{_said(row)} are not what the audit trail says"
