"""Prove that invoices and payments are what the journals say, none missing and none added."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.proof import Proof
from bouwkringloop.invoicing import told
from bouwkringloop.invoicing.models import Invoice, InvoicePayment
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.till import journal
from bouwkringloop.till.models import JournalEntry

#: What stands in an entry of the journal beside the facts.
_OWN = ("number", "at", "kind", "subject")


def proof(session: Session) -> Proof:
    """Compare every invoice and every payment with the journal's entry of it.

    What is older than the first such entry was made by a version that told no journal; it has to
    be in the audit trail.
    """
    issued, paid, since = _told(session)
    breaks, looked_at = [], 0
    for invoice in session.scalars(select(Invoice).order_by(Invoice.id)):
        looked_at += 1
        facts = told.of_invoice(invoice)
        entry = issued.pop(invoice.subject, None)
        if entry is None and _older(session, invoice.at, since, "invoice.issued", invoice.subject):
            continue
        if wiped := invoice.wiped_at is not None:
            facts.pop("buyer")
        if entry is None or _facts(entry, without="buyer" if wiped else "") != facts:
            breaks.append(f"invoice {invoice.name} is not what the journal says")
    payments = session.execute(
        select(InvoicePayment, Invoice)
        .join(Invoice, Invoice.id == InvoicePayment.invoice_id)
        .order_by(InvoicePayment.id)
    )
    for payment, invoice in payments:
        looked_at += 1
        entry = paid.pop(str(payment.uuid), None)
        action = "invoice.paid" if payment.corrects_id is None else "invoice.payment_undone"
        if entry is None and _older(session, payment.at, since, action, invoice.subject):
            continue
        if entry is None or _facts(entry) != told.of_payment(payment):
            breaks.append(
                f"payment {payment.id} of invoice {invoice.name} is not what the journal says"
            )
    breaks += [f"{subject} is in the journal but not stored" for subject in issued]
    breaks += [f"payment {uuid} is in the journal but not stored" for uuid in paid]
    return Proof("invoices and payments are what the journal says", looked_at, tuple(breaks))


_Entries = dict[str, Mapping[str, Any]]


def _told(session: Session) -> tuple[_Entries, _Entries, datetime | None]:
    """Read the entries of invoices by subject, of payments by id, and since when there are any."""
    issued: _Entries = {}
    paid: _Entries = {}
    since: datetime | None = None
    for entry in journal.told(session, JournalEntry.kind.in_((told.ISSUED, told.PAID))):
        since = entry.at if since is None else min(since, entry.at)
        if entry.kind == told.ISSUED:
            issued[entry.subject] = entry.content
        else:
            paid[str(entry.content.get("payment"))] = entry.content
    return issued, paid, since


def _facts(entry: Mapping[str, Any], *, without: str = "") -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in (*_OWN, without)}


def _older(
    session: Session, at: datetime, since: datetime | None, action: str, subject: str
) -> bool:
    """Tell whether something was made before the journals were told, as the audit trail knows."""
    if since is not None and at >= since:
        return False
    noted = select(AuditEntry.id).where(AuditEntry.action == action, AuditEntry.subject == subject)
    return session.scalar(noted.limit(1)) is not None
