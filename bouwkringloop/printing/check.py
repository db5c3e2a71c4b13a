"""Prove the print queue: every job can be read, and has ended or waits."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.proof import Proof
from bouwkringloop.printing.models import PrintJob
from printers import from_json
from printers.errors import PrinterError


def proofs(session: Session) -> Iterator[Proof]:
    """Give the proof of the print queue."""
    breaks, looked_at = [], 0
    rows = session.execute(
        select(PrintJob.id, PrintJob.document, PrintJob.state, PrintJob.ended_at, PrintJob.ack)
    )
    for number, document, state, ended_at, ack in rows:
        looked_at += 1
        try:
            from_json(document)
        except PrinterError as error:
            breaks.append(f"print job {number} cannot be read: {error}")
        if (state in ("done", "cancelled")) != (ended_at is not None):
            breaks.append(f"print job {number} is {state}, but its end says otherwise")
        if (state == "done") != bool(ack):
            breaks.append(f"print job {number} is {state}, but how that is known says otherwise")
    yield Proof("every print job can be read, and has ended or waits", looked_at, tuple(breaks))
