"""Hand a document to the printers, in the transaction of what it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.db import is_practice
from bouwkringloop.base.permissions import Actor
from bouwkringloop.printing import stamp
from bouwkringloop.printing.models import PrintJob

_INSERT_ALL = insert(PrintJob.__table__)  # type: ignore[arg-type]
_INSERT = _INSERT_ALL.returning(PrintJob.__table__.c.id)


@dataclass(frozen=True)
class Where:
    """Where paper is wanted: a printer by name, or whichever serves a site and a till there."""

    printer: str | None = None
    site: str | None = None
    till: str | None = None


ANYWHERE = Where()


@dataclass(frozen=True)
class Paper:
    """A document (as JSON) that goes to paper, and what it is about.

    `kind` is `label`, `receipt`, `report`, `badge` or `drawer`. After `expires_s` seconds it is of
    no use any more.
    """

    document: str
    kind: str
    subject: str
    is_copy: bool = False
    expires_s: int | None = None


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
    """Write a document down as a job, and give the job's number; see Paper.

    It goes to paper after the commit, or never when there is none.

    Of who practises the paper says so from here on, and the drawer stays shut.
    """
    paper = Paper(document, kind, subject, is_copy, expires_s)
    job = _job(session, paper, where, by, clock.now())
    number: int = session.connection().execute(_INSERT, job).scalar_one()
    return number


def submit_all(session: Session, papers: Sequence[Paper], *, where: Where, by: Actor) -> None:
    """Write several documents down as jobs, in this order and in one statement; as `submit`."""
    if papers:
        now = clock.now()
        jobs = [_job(session, paper, where, by, now) for paper in papers]
        session.connection().execute(_INSERT_ALL, jobs)


def _job(session: Session, paper: Paper, where: Where, by: Actor, now: datetime) -> dict[str, Any]:
    shut = paper.kind == "drawer" and is_practice(session)
    late = None if paper.expires_s is None else now + timedelta(seconds=paper.expires_s)
    return {
        "printer": where.printer,
        "kind": paper.kind,
        "subject": paper.subject,
        "site": where.site,
        "till": where.till,
        "document": stamp.document(session, paper.document),
        "is_copy": paper.is_copy,
        "state": "cancelled" if shut else "queued",
        "attempts": 0,
        "doubts": 0,
        "expires_at": late,
        "problem": "",
        "detail": "",
        "ack": "",
        "person_id": by.id,
        "created_at": now,
        "ended_at": now if shut else None,
    }
