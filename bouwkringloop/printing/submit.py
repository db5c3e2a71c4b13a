"""Hand a document to the printers, in the transaction of what it belongs to."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.db import is_practice
from bouwkringloop.base.permissions import Actor
from bouwkringloop.printing import stamp
from bouwkringloop.printing.models import PrintJob

_INSERT = insert(PrintJob.__table__).returning(PrintJob.__table__.c.id)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Where:
    """Where paper is wanted: a printer by name, or whichever serves a site and a till there."""

    printer: str | None = None
    site: str | None = None
    till: str | None = None


ANYWHERE = Where()


def submit(
    session: Session,
    document: str,
    *,
    kind: str,
    subject: str,
    by: Actor,
    where: Where = ANYWHERE,
    is_copy: bool = False,
    expires_s: int | None = None,
) -> int:
    """Write a document (as JSON) down as a job, and give the job's number.

    It goes to paper after the commit, or never when there is none. `kind` is `label`, `receipt`,
    `report`, `badge` or `drawer`. After `expires_s` seconds it is of no use any more.

    Of who practises the paper says so from here on, and the drawer stays shut.
    """
    now = clock.now()
    shut = kind == "drawer" and is_practice(session)
    job: dict[str, Any] = {
        "printer": where.printer,
        "kind": kind,
        "subject": subject,
        "site": where.site,
        "till": where.till,
        "document": stamp.document(session, document),
        "is_copy": is_copy,
        "state": "cancelled" if shut else "queued",
        "attempts": 0,
        "doubts": 0,
        "expires_at": None if expires_s is None else now + timedelta(seconds=expires_s),
        "problem": "",
        "detail": "",
        "ack": "",
        "person_id": by.id,
        "created_at": now,
        "ended_at": now if shut else None,
    }
    number: int = session.connection().execute(_INSERT, job).scalar_one()
    return number
