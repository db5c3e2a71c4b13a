"""Mark the paper of who practises, so that nobody takes it for real."""

from sqlalchemy.orm import Session

from bouwkringloop.base.db import is_practice
from printers import CodeSheet, from_json, stamped, to_json

#: What stands above and below receipts and reports, and over the bars of stickers; paper is Dutch.
ON_RECEIPTS = "OEFENBON"
ON_STICKERS = "OEFENEN"


def document(session: Session, written: str) -> str:
    """Give a document (as JSON) as it goes to paper: marked where the books are for practice."""
    if not is_practice(session):
        return written
    return to_json(stamped(from_json(written), ON_RECEIPTS, ON_STICKERS))


def sheet(session: Session, made: CodeSheet) -> CodeSheet:
    """Give a sheet of codes as it goes to paper without the print queue."""
    if not is_practice(session):
        return made
    return CodeSheet(made.codes, made.note, made.size_mm, ON_STICKERS)
