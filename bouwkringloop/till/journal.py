"""The journal of a till: every event numbered without gaps and chained to the one before."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, insert, select, update
from sqlalchemy.orm import Session

from bouwkringloop.base import i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.till.models import JournalEntry, Till


@dataclass(frozen=True)
class Head:
    """The newest entry of a till's journal and the numbers that the till gave out last.

    It is read with the till's row locked, so nobody else continues the chain meanwhile.
    """

    till_id: int
    number: int
    hash: str
    receipt_number: int
    z_number: int
    at: datetime | None

    def after(self, link: "Link", at: datetime) -> "Head":
        """Give the head behind a further entry of the same transaction."""
        return replace(
            self,
            number=link.number,
            hash=link.hash,
            at=at if self.at is None else max(self.at, at),
        )


@dataclass(frozen=True)
class Link:
    """An entry's number and hash, as the receipt's reader gets them."""

    number: int
    hash: str


@dataclass(frozen=True)
class Told:
    """What an entry tells; nothing where it cannot be read, which the journal's own proof names."""

    till_id: int
    kind: str
    subject: str
    at: datetime
    content: dict[str, Any]


#: The kind of entry with which a till goes on after a clock that had run ahead was put right.
SET_BACK = "clock.set_back"
#: By so much time servers put a clock right while the shop is open.
_CORRECTION = timedelta(minutes=2)

_till = Till.__table__.c
HEAD_COLUMNS = (
    _till.id,
    _till.last_journal_number,
    _till.last_journal_hash,
    _till.last_receipt_number,
    _till.last_z_number,
    _till.last_journal_at,
)
_ADVANCE = (
    update(Till.__table__)  # type: ignore[arg-type]
    .where(_till.id == bindparam("till"), _till.last_journal_number == bindparam("before"))
    .values(
        last_journal_number=bindparam("number"),
        last_journal_hash=bindparam("hash"),
        last_receipt_number=bindparam("receipt"),
        last_z_number=bindparam("z"),
        last_journal_at=bindparam("now"),
    )
)
_ADD = insert(JournalEntry.__table__)  # type: ignore[arg-type]


def seal(number: int, digest_: str) -> str:
    """Write an entry's number and the first 64 bits of its hash, as they stand on a Z report."""
    return f"{number} · {' '.join(digest_[at : at + 4] for at in range(0, 16, 4))}"


class ClockWentBack(Refused):
    """The computer says an earlier time than the newest entry."""

    message = N_(
        "The clock of the shop's computer went back: it says %(now)s, but the last entry of this"
        " till is of %(last)s. Nothing was stored. Set the clock right, and try again. Is it right"
        " now? Then a shop lead says so where the tills are chosen."
    )


class ChainMoved(Exception):
    """Two transactions continued one journal, which the lock on the till's row should forbid."""


def head(session: Session, till_id: int) -> Head:
    """Lock the till's row and read where its journal stands."""
    query = select(*HEAD_COLUMNS).where(_till.id == till_id).with_for_update()
    return Head(*session.connection().execute(query).one())


def digest(previous_hash: str, content: str) -> str:
    """Hash an entry: SHA-256 over the hash before it, a line break, and the entry's content."""
    return hashlib.sha256(f"{previous_hash}\n{content}".encode()).hexdigest()


def read(content: str) -> dict[str, Any] | None:
    """Read what an entry tells; None where that is no such thing any more."""
    try:
        told = json.loads(content)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def told(session: Session, *which: ColumnElement[bool]) -> Iterator[Told]:
    """Read what the entries of which this holds tell, the oldest first, to prove the books by."""
    entries = select(
        JournalEntry.till_id,
        JournalEntry.kind,
        JournalEntry.subject,
        JournalEntry.at,
        JournalEntry.content,
    )
    for till, kind, subject, at, content in session.execute(
        entries.where(*which).order_by(JournalEntry.id)
    ):
        yield Told(till, kind, subject, at, read(content) or {})


def told_of_sales(session: Session, name: str) -> dict[str, list[Any]]:
    """Read one list out of what the journals tell of sales, by subject, where there is such."""
    which = (JournalEntry.kind.in_(("sale", "refund")), JournalEntry.content.contains(f'"{name}":'))
    lists = {entry.subject: entry.content.get(name) for entry in told(session, *which)}
    return {subject: listed for subject, listed in lists.items() if listed}


def is_behind(last: datetime | None, at: datetime) -> bool:
    """Tell whether a moment lies further before a journal's newest than clocks are put right by."""
    return last is not None and at < last - _CORRECTION


def canonical(content: dict[str, Any]) -> str:
    """Write content as JSON in the one form that is hashed."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def add(
    session: Session,
    head: Head,
    *,
    kind: str,
    subject: str,
    at: datetime,
    facts: dict[str, Any],
    receipt_number: int | None = None,
    z_number: int | None = None,
) -> Link:
    """Add an entry behind the head and move the till's numbers on."""
    if head.at is not None and is_behind(head.at, at):
        raise ClockWentBack(now=i18n.moment(at), last=i18n.moment(head.at), till=head.till_id)
    numbers = {
        "receipt": head.receipt_number if receipt_number is None else receipt_number,
        "z": head.z_number if z_number is None else z_number,
        # A clock that is put right by seconds, again and again, does not creep back either.
        "now": at if head.at is None else max(head.at, at),
    }
    return _append(session, head, numbers, kind=kind, subject=subject, at=at, facts=facts)


def go_back(
    session: Session, head: Head, *, subject: str, at: datetime, facts: dict[str, Any]
) -> Link:
    """Add the one kind of entry behind which a journal goes on at an earlier time.

    It tells the time that was reached before, so that the step back is in the chain itself.
    """
    numbers = {"receipt": head.receipt_number, "z": head.z_number, "now": at}
    last = {"last": None if head.at is None else head.at.isoformat()}
    return _append(
        session, head, numbers, kind=SET_BACK, subject=subject, at=at, facts=facts | last
    )


def _append(
    session: Session,
    head: Head,
    numbers: dict[str, Any],
    *,
    kind: str,
    subject: str,
    at: datetime,
    facts: dict[str, Any],
) -> Link:
    number = head.number + 1
    content = canonical(
        {"number": number, "at": at.isoformat(), "kind": kind, "subject": subject, **facts}
    )
    link = Link(number, digest(head.hash, content))
    connection = session.connection()
    named = {"till": head.till_id, "before": head.number, "number": number, "hash": link.hash}
    if connection.execute(_ADVANCE, named | numbers).rowcount != 1:
        raise ChainMoved(subject)
    connection.execute(
        _ADD,
        {
            "till_id": head.till_id,
            "number": number,
            "at": at,
            "kind": kind,
            "subject": subject,
            "content": content,
            "hash": link.hash,
        },
    )
    return link
