"""Forget who drove and who signed, when nobody may ask for it any more."""

from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from bouwkringloop.batches.delivery import find, receipt, signature
from bouwkringloop.batches.models import Batch
from bouwkringloop.printing.documents import Receipt, to_json
from bouwkringloop.printing.models import PrintJob


def wipe(session: Session, folder: Path, batch: Batch) -> None:
    """Empty who brought the loads of a batch, their signatures and papers; what came stays.

    `folder` holds the signatures.
    """
    deliveries = find.of_batch(session, batch)
    for each in deliveries:
        signature.erase(folder, each.signature_id)
        each.driver = each.plate = each.signed_by = each.note = ""
        each.signature_id = None
    papers = [receipt.subject(each) for each in deliveries]
    empty = to_json(Receipt(lines=()))
    session.execute(update(PrintJob).where(PrintJob.subject.in_(papers)).values(document=empty))
    session.flush()
