"""Write down who did what, in the transaction in which it was done."""

import json
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people.models import AuditEntry

_INSERT = insert(AuditEntry.__table__)  # type: ignore[arg-type]


def note(session: Session, by: Actor | None, action: str, subject: str, **detail: Any) -> None:
    """Add one entry to the audit trail."""
    session.connection().execute(
        _INSERT,
        {
            "at": clock.now(),
            "person_id": by.id if by else None,
            "action": action,
            "subject": subject,
            "detail": json.dumps(detail, ensure_ascii=False, default=str),
        },
    )
