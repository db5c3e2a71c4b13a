"""Prove the invoices: numbered without gaps, adding up, and paid no more than was due."""

import json
from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bouwkringloop.base import money
from bouwkringloop.base.proof import Proof
from bouwkringloop.invoicing import told_check
from bouwkringloop.invoicing.basis import ON_ACCOUNT
from bouwkringloop.invoicing.document import lines_from_json
from bouwkringloop.invoicing.find import open_column
from bouwkringloop.invoicing.models import Invoice, InvoicePayment, InvoiceYear
from bouwkringloop.partners.models import Customer
from bouwkringloop.till.day.models import CashMovement
from bouwkringloop.till.models import Payment, Sale


def proofs(session: Session) -> Iterator[Proof]:
    """Give each proof of the invoices."""
    yield _numbers(session)
    yield _sums(session)
    yield _paid(session)
    yield _owed(session)
    yield _drawers(session)
    yield told_check.proof(session)


def _numbers(session: Session) -> Proof:
    """See that every year counts from one without gaps up to what the counter remembers."""
    numbers = defaultdict(list)
    for year, number in session.execute(
        select(Invoice.year, Invoice.number).order_by(Invoice.year, Invoice.number)
    ):
        numbers[year].append(number)
    last = {row.year: row.last_number for row in session.scalars(select(InvoiceYear))}
    breaks = [
        f"invoices of {year}: {len(numbers[year])} of {last.get(year, 0)} are there"
        for year in sorted(numbers.keys() | last.keys())
        if numbers[year] != list(range(1, last.get(year, 0) + 1))
    ]
    looked_at = sum(len(found) for found in numbers.values())
    return Proof("invoices are numbered without gaps per year", looked_at, tuple(breaks))


def _sums(session: Session) -> Proof:
    """Add the frozen lines of each invoice up, and compare them with it and with its sale."""
    breaks, looked_at = [], 0
    query = select(Invoice, Sale.total_cents).join(Sale, Sale.id == Invoice.sale_id)
    for invoice, of_sale in session.execute(query.order_by(Invoice.id)):
        looked_at += 1
        lines = lines_from_json(invoice.lines)
        if sum(line.total_cents for line in lines) != invoice.total_cents:
            breaks.append(f"invoice {invoice.name}: its lines do not add up to it")
        if sum(line.vat_cents for line in lines) != invoice.vat_cents:
            breaks.append(f"invoice {invoice.name}: the VAT of its lines does not add up to it")
        if of_sale != invoice.total_cents:
            breaks.append(f"invoice {invoice.name}: its sale came to something else")
        if not json.loads(invoice.seller):
            breaks.append(f"invoice {invoice.name}: who issued it is gone")
    return Proof("every invoice adds up and is what its sale came to", looked_at, tuple(breaks))


def _paid(session: Session) -> Proof:
    """See that nobody paid more than an invoice asks, and every correction undoes its payment."""
    credit = select(Invoice.corrects_id).where(Invoice.kind == "credit")
    too_much = session.scalars(
        select(Invoice).where(
            Invoice.kind == "invoice", open_column() < 0, Invoice.id.not_in(credit)
        )
    ).all()
    breaks = [f"invoice {invoice.name}: more was paid than it asks" for invoice in too_much]
    amounts = {row.id: row for row in session.scalars(select(InvoicePayment))}
    for row in amounts.values():
        wrong = amounts.get(row.corrects_id) if row.corrects_id else None
        if wrong is not None and (wrong.invoice_id, -wrong.amount_cents) != (
            row.invoice_id,
            row.amount_cents,
        ):
            breaks.append(f"payment {row.id} does not undo payment {wrong.id}")
    looked_at = session.scalar(select(func.count()).select_from(Invoice)) or 0
    return Proof("no invoice is paid more than it asks", looked_at + len(amounts), tuple(breaks))


def _owed(session: Session) -> Proof:
    """Add up what each customer bought on account, gave back and paid; name those by number."""
    charged = {
        customer: int(cents)
        for customer, cents in session.execute(
            select(Sale.customer_id, func.sum(Payment.amount_cents))
            .join(Payment, Payment.sale_id == Sale.id)
            .where(Payment.method == ON_ACCOUNT)
            .group_by(Sale.customer_id)
        )
    }
    paid = {
        customer: int(cents)
        for customer, cents in session.execute(
            select(Invoice.customer_id, func.sum(InvoicePayment.amount_cents))
            .join(InvoicePayment, InvoicePayment.invoice_id == Invoice.id)
            .group_by(Invoice.customer_id)
        )
    }
    rows = session.execute(select(Customer.id, Customer.open_cents).order_by(Customer.id)).all()
    breaks = []
    for number, open_cents in rows:
        owed = charged.get(number, 0) - paid.get(number, 0)
        if owed != open_cents:
            breaks.append(
                f"customer {number} owes {open_cents} cents,"
                f" but bought and paid on account comes to {owed}"
            )
    return Proof(
        "each customer owes what was sold on account, less what was paid", len(rows), tuple(breaks)
    )


def _drawers(session: Session) -> Proof:
    """Compare what drawers took in for invoices with the payments of the same ids."""
    rows = session.execute(
        select(CashMovement.uuid, CashMovement.kind, CashMovement.amount_cents, InvoicePayment)
        .outerjoin(InvoicePayment, InvoicePayment.uuid == CashMovement.uuid)
        .where(or_(CashMovement.kind == "invoice", InvoicePayment.id.is_not(None)))
        .order_by(CashMovement.id)
    ).all()
    breaks = [
        f"cash movement {uuid} is not what was booked on an invoice"
        for uuid, kind, cents, payment in rows
        if payment is None
        or (kind, payment.method, money.round_cash(payment.amount_cents))
        != ("invoice", "cash", cents)
    ]
    return Proof("drawers took in for invoices what was booked on them", len(rows), tuple(breaks))
