"""Forget to whom an invoice went, when the tax office can no longer ask for it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, mail
from bouwkringloop.invoicing.models import Invoice
from bouwkringloop.partners import forget
from bouwkringloop.people import audit


def wipe_old(session: Session) -> int:
    """Empty the buyer of invoices of eight calendar years ago and before; tell of how many."""
    over = session.scalars(
        select(Invoice).where(Invoice.issued_on < forget.first_kept(), Invoice.wiped_at.is_(None))
    ).all()
    for invoice in over:
        invoice.buyer, invoice.wiped_at = "", clock.now()
        mail.forget(session, invoice.subject)
        audit.note(session, None, "invoice.wiped", invoice.subject, name=invoice.name)
    return len(over)
