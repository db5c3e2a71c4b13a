"""Forget who stood on the building site, and the papers of a batch, when it is long over."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, mail
from bouwkringloop.batches import files
from bouwkringloop.batches.delivery import forget as old_deliveries
from bouwkringloop.batches.models import ENDED, Batch, BatchStep
from bouwkringloop.people import audit

#: How long after its end somebody may still ask about a batch.
KEPT = timedelta(days=2 * 365)
#: What nobody decided about in all that time has come to nothing.
_LEFT_LYING = ("announced", "under_review")
_PERSONAL = ("contact_name", "contact_phone", "contact_email", "access", "content_hash")


def old(session: Session, home: Path) -> int:
    """Erase contact, files and signatures of batches that were over two years ago; tell how many.

    What is offered, decided and weighed stays: it tells of things, and of nobody.
    """
    now = clock.now()
    over = session.scalars(_over(now)).all()
    for batch in over:
        files.erase(session, home, batch)
        old_deliveries.wipe(session, files.folder(home) / "signatures", batch)
        mail.forget(session, batch.subject)
        for column in _PERSONAL:
            setattr(batch, column, "")
        batch.forgotten_at = now
        audit.note(session, None, "batch.forgotten", batch.subject)
    files.sweep(session, home)
    return len(over)


def _over(now: datetime) -> Select[Batch]:
    last = (
        select(BatchStep.batch_id)
        .group_by(BatchStep.batch_id)
        .having(func.max(BatchStep.at) < now - KEPT)
    )
    return select(Batch).where(
        Batch.state.in_((*ENDED, *_LEFT_LYING)),
        Batch.forgotten_at.is_(None),
        Batch.id.in_(last),
    )
