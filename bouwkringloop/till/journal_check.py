"""Prove each till's journal: whole, chained by hash, and never back in time unless it says so."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.proof import Proof
from bouwkringloop.till import journal
from bouwkringloop.till.models import JournalEntry, Till


def proof(session: Session) -> Proof:
    """Follow each till's journal from its first entry to the number that the till remembers."""
    breaks, looked_at = [], 0
    for till in session.scalars(select(Till).order_by(Till.id)):
        number, previous = 0, ""
        reached: datetime | None = None
        entries = session.scalars(
            select(JournalEntry)
            .where(JournalEntry.till_id == till.id)
            .order_by(JournalEntry.number)
        )
        for entry in entries:
            looked_at += 1
            number += 1
            if entry.number != number:
                breaks.append(f"{till.name}: entry {number} is missing before {entry.number}")
                number = entry.number
            elif entry.hash != journal.digest(previous, entry.content):
                breaks.append(f"{till.name}: entry {number} ({entry.subject}) was changed")
            wrong = [*_columns(entry), *_steps_back(entry, reached)]
            breaks += [f"{till.name}: entry {number}: {what}" for what in wrong]
            previous, reached = entry.hash, _reached(entry, reached)
        if (number, previous) != (till.last_journal_number, till.last_journal_hash):
            breaks.append(
                f"{till.name}: the journal ends at {number}, not at {till.last_journal_number}"
            )
        if reached != till.last_journal_at:
            breaks.append(f"{till.name}: the till remembers another time than its journal reached")
    return Proof("each till's journal is whole and chained by hash", looked_at, tuple(breaks))


def _columns(entry: JournalEntry) -> Iterator[str]:
    """Compare what stands beside the hashed content with the content."""
    content = journal.read(entry.content)
    if content is None:
        yield "it cannot be read"
        return
    for name in ("number", "kind", "subject"):
        if content.get(name) != getattr(entry, name):
            yield f"its {name} is not what was hashed"
    if content.get("at") != entry.at.isoformat():
        yield "its time is not what was hashed"


def _steps_back(entry: JournalEntry, reached: datetime | None) -> Iterator[str]:
    """See that time goes back only where a lead said so, and from just the time of before."""
    if entry.kind == journal.SET_BACK:
        told = (journal.read(entry.content) or {}).get("last")
        if told != (reached and reached.isoformat()):
            yield "it sets the clock back from another time than the journal had reached"
    elif journal.is_behind(reached, entry.at):
        yield "its time lies before that of an earlier entry"


def _reached(entry: JournalEntry, before: datetime | None) -> datetime:
    """Tell how far in time a journal is with an entry."""
    if before is None or entry.kind == journal.SET_BACK:
        return entry.at
    return max(before, entry.at)
