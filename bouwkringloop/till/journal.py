"""The journal of a till: every event numbered without gaps and chained to the one before."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

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


@dataclass(frozen=True)
class Link:
    """An entry's number and hash, as the receipt's reader gets them."""

    number: int
    hash: str


_till = Till.__table__.c
HEAD_COLUMNS = (
    _till.id,
    _till.last_journal_number,
    _till.last_journal_hash,
    _till.last_receipt_number,
    _till.last_z_number,
)
_ADVANCE = (
    update(Till.__table__)  # type: ignore[arg-type]
    .where(_till.id == bindparam("till"), _till.last_journal_number == bindparam("before"))
    .values(
        last_journal_number=bindparam("number"),
        last_journal_hash=bindparam("hash"),
        last_receipt_number=bindparam("receipt"),
        last_z_number=bindparam("z"),
    )
)
_ADD = insert(JournalEntry.__table__)  # type: ignore[arg-type]


class ChainMoved(Exception):
    """Two transactions continued one journal, which the lock on the till's row should forbid."""


def head(session: Session, till_id: int) -> Head:
    """Lock the till's row and read where its journal stands."""
    query = select(*HEAD_COLUMNS).where(_till.id == till_id).with_for_update()
    return Head(*session.connection().execute(query).one())


def digest(previous_hash: str, content: str) -> str:
    """Hash an entry: SHA-256 over the hash before it, a line break, and the entry's content."""
    return hashlib.sha256(f"{previous_hash}\n{content}".encode()).hexdigest()


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
    number = head.number + 1
    content = canonical(
        {"number": number, "at": at.isoformat(), "kind": kind, "subject": subject, **facts}
    )
    link = Link(number, digest(head.hash, content))
    connection = session.connection()
    moved = connection.execute(
        _ADVANCE,
        {
            "till": head.till_id,
            "before": head.number,
            "number": number,
            "hash": link.hash,
            "receipt": head.receipt_number if receipt_number is None else receipt_number,
            "z": head.z_number if z_number is None else z_number,
        },
    )
    if moved.rowcount != 1:
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
