"""Tell the journal what was issued and paid, so that a later change in an invoice is found.

The journal is that of the till where the invoice's sale was made.
"""

import hashlib
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.invoicing.models import Invoice, InvoicePayment
from bouwkringloop.till import journal
from bouwkringloop.till.models import Sale

ISSUED, PAID = "invoice.issued", "invoice.paid"
#: What an entry says of an invoice; texts with names go in as a hash, since they are wiped one day.
_PLAIN = (
    "year",
    "customer_id",
    "corrects_id",
    "person_id",
    "language",
    "receipt",
    "total_cents",
    "vat_cents",
    "prepaid_cents",
    "rounding_cents",
    "due_cents",
)
_DAYS = ("issued_on", "supplied_on", "due_on")
_HASHED = ("seller", "buyer", "lines", "reference")


def lock(session: Session, sale_id: int, *others: int) -> None:
    """Lock the tills that will be told: before all else, as a sale does, and in one order.

    `others` are further tills by their number, such as that of a drawer which takes the money in.
    Otherwise two could wait for each other in a ring.
    """
    for till in sorted({_till(session, sale_id), *others}):
        journal.head(session, till)


def _till(session: Session, sale_id: int) -> int:
    return session.scalars(select(Sale.till_id).where(Sale.id == sale_id)).one()


def of_invoice(made: Invoice) -> dict[str, Any]:
    """Give what an entry says of an invoice or credit note."""
    # An entry has a kind and a number of its own.
    return (
        {"invoice_kind": made.kind, "invoice_number": made.number}
        | {name: getattr(made, name) for name in _PLAIN}
        | {name: getattr(made, name).isoformat() for name in _DAYS}
        | {name: _hash(getattr(made, name)) for name in _HASHED}
    )


def of_payment(made: InvoicePayment) -> dict[str, Any]:
    """Give what an entry says of a payment, or of the row that undoes one."""
    return {
        "payment": str(made.uuid),
        "invoice": made.invoice_id,
        "amount_cents": made.amount_cents,
        "paid_on": made.paid_on.isoformat(),
        "method": made.method,
        "note": _hash(made.note),
        "corrects_id": made.corrects_id,
        "person_id": made.person_id,
    }


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def issued(session: Session, made: Invoice) -> None:
    """Tell that an invoice or credit note was issued."""
    head = journal.head(session, _till(session, made.sale_id))
    journal.add(
        session, head, kind=ISSUED, subject=made.subject, at=made.at, facts=of_invoice(made)
    )


def paid(session: Session, invoice: Invoice, made: InvoicePayment) -> None:
    """Tell that a payment was booked or undone."""
    head = journal.head(session, _till(session, invoice.sale_id))
    journal.add(
        session, head, kind=PAID, subject=invoice.subject, at=made.at, facts=of_payment(made)
    )
