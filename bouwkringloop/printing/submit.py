"""Hand a document to the printers, in the transaction of what it belongs to."""

from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Actor
from bouwkringloop.printing.models import PrintJob

_INSERT = insert(PrintJob.__table__).returning(PrintJob.__table__.c.id)  # type: ignore[arg-type]


def submit(
    session: Session,
    document: str,
    *,
    kind: str,
    subject: str,
    by: Actor,
    printer: str | None = None,
) -> int:
    """Write a document (as JSON) down as a job, and give the job's number.

    It goes to paper after the commit, or never when there is none. `kind` is `label`, `receipt`,
    `report` or `drawer`; without a `printer` the one that prints this kind takes it.
    """
    job: dict[str, Any] = {
        "printer": printer,
        "kind": kind,
        "subject": subject,
        "document": document,
        "state": "queued",
        "attempts": 0,
        "problem": "",
        "person_id": by.id,
        "created_at": clock.now(),
    }
    number: int = session.connection().execute(_INSERT, job).scalar_one()
    return number
