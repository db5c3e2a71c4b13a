"""Look invoices up: one, a list of them, and what is open of each."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from bouwkringloop.base import clock
from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.text import clean, fold
from bouwkringloop.invoicing.document import Buyer, Correction, Document, lines_from_json
from bouwkringloop.invoicing.models import Invoice, InvoicePayment
from bouwkringloop.partners.models import Customer
from bouwkringloop.partners.shop import Details
from bouwkringloop.till.day.models import CashMovement
from bouwkringloop.till.models import Shift, Till

PAGE = 50
#: What a list can be narrowed to.
SHOWN = ("open", "overdue")


class UnknownInvoice(NotFound):
    """No invoice has this id."""

    message = N_("This invoice does not exist.")


class BuyerErased(Refused):
    """Seven years later nobody has to know to whom it went."""

    status = 410
    message = N_("To whom this invoice went was erased, since it is too long ago.")


@dataclass(frozen=True)
class Listed:
    """An invoice with what of it is to be paid now."""

    invoice: Invoice
    open_cents: int

    @property
    def state(self) -> str:
        """`credit`, `paid`, `open`, `overdue`, or `owed` where the shop has to pay back."""
        if self.invoice.kind == "credit":
            return "credit"
        if self.open_cents <= 0:
            return "owed" if self.open_cents else "paid"
        return "overdue" if self.invoice.due_on < clock.today() else "open"

    @property
    def days_late(self) -> int:
        """For how many days it should have been paid."""
        return max((clock.today() - self.invoice.due_on).days, 0) if self.open_cents > 0 else 0


def _paid() -> ScalarSelect[int]:
    return (
        select(func.coalesce(func.sum(InvoicePayment.amount_cents), 0))
        .where(InvoicePayment.invoice_id == Invoice.id)
        .correlate(Invoice)
        .scalar_subquery()
    )


def _credited() -> ScalarSelect[int]:
    credit = aliased(Invoice)
    return (
        select(func.coalesce(func.sum(credit.due_cents), 0))
        .where(credit.corrects_id == Invoice.id)
        .correlate(Invoice)
        .scalar_subquery()
    )


def open_column() -> ColumnElement[int]:
    """Work out what of an invoice is to be paid: what was left, less credits and payments.

    A credit note is settled with the invoice that it corrects, so nothing of it is open.
    """
    return Invoice.due_cents + _credited() - _paid()


def _with_open() -> Select[Invoice, int]:
    return select(Invoice, open_column()).options(joinedload(Invoice.corrects))


def one(session: Session, uuid: UUID) -> Listed:
    """Find an invoice."""
    row = session.execute(_with_open().where(Invoice.uuid == uuid)).first()
    if row is None:
        raise UnknownInvoice
    return _listed(*row)


def _listed(invoice: Invoice, cents: int) -> Listed:
    return Listed(invoice, int(cents) if invoice.kind == "invoice" else 0)


def listed(
    session: Session, *, shown: str = "", words: str = "", before: int | None = None
) -> list[Listed]:
    """List invoices, the newest first, one more than fits a page where there are more."""
    query = _with_open().join(Customer, Customer.id == Invoice.customer_id)
    if shown in SHOWN:
        query = query.where(Invoice.kind == "invoice", open_column() > 0)
    if shown == "overdue":
        query = query.where(Invoice.due_on < clock.today())
    for word in fold(clean(words)[:120]).split():
        query = query.where(_has(word))
    if before is not None:
        query = query.where(Invoice.id < before)
    rows = session.execute(query.order_by(Invoice.id.desc()).limit(PAGE + 1))
    return [_listed(*row) for row in rows]


def _has(word: str) -> ColumnElement[bool]:
    """Look for a word in the customer, the reference or the number."""
    found = [
        Customer.folded.contains(word, autoescape=True),
        func.lower(Invoice.reference).contains(word, autoescape=True),
    ]
    year, dash, number = word.partition("-")
    if dash and year.isdecimal() and number.isdecimal() and len(word) < 14:
        found.append((Invoice.year == int(year)) & (Invoice.number == int(number)))
    elif word.isdecimal() and len(word) < 9:
        found.append(Invoice.number == int(word))
    return or_(*found)


def of_customer(session: Session, customer: Customer, *, most: int = PAGE) -> list[Listed]:
    """List the invoices of a customer, the newest first."""
    query = _with_open().where(Invoice.customer_id == customer.id)
    rows = session.execute(query.order_by(Invoice.id.desc()).limit(most))
    return [_listed(*row) for row in rows]


def open_of(session: Session, customer: Customer) -> list[Listed]:
    """List what a customer still has to pay, or to get back, the oldest first."""
    query = _with_open().where(
        Invoice.customer_id == customer.id, Invoice.kind == "invoice", open_column() != 0
    )
    return [_listed(*row) for row in session.execute(query.order_by(Invoice.due_on, Invoice.id))]


def open_sum(session: Session) -> tuple[int, int]:
    """Tell what all customers together have to pay, and how much of it should have come in."""
    cents = open_column().label("cents")
    late = (Invoice.due_on < clock.today()).label("late")
    rows = select(cents, late).where(Invoice.kind == "invoice").subquery()
    total = (
        select(rows.c.late, func.sum(rows.c.cents)).where(rows.c.cents > 0).group_by(rows.c.late)
    )
    sums = {bool(is_late): int(cents) for is_late, cents in session.execute(total)}
    return sum(sums.values()), sums.get(True, 0)


def payments(session: Session, invoice: Invoice) -> Sequence[InvoicePayment]:
    """List what came in for an invoice, the oldest first."""
    return session.scalars(
        select(InvoicePayment)
        .options(joinedload(InvoicePayment.person))
        .where(InvoicePayment.invoice_id == invoice.id)
        .order_by(InvoicePayment.id)
    ).all()


def drawers(session: Session, made: Sequence[InvoicePayment]) -> dict[UUID, str]:
    """Tell which of these payments went through which till, by their ids."""
    rows = session.execute(
        select(CashMovement.uuid, Till.name)
        .join(Shift, Shift.id == CashMovement.shift_id)
        .join(Till, Till.id == Shift.till_id)
        .where(CashMovement.uuid.in_([payment.uuid for payment in made]))
    )
    return {uuid: name for uuid, name in rows}  # noqa: C416 - rows are no pairs to mypy.


def credits_of(session: Session, invoice: Invoice) -> Sequence[Invoice]:
    """List the credit notes that correct an invoice."""
    return session.scalars(
        select(Invoice).where(Invoice.corrects_id == invoice.id).order_by(Invoice.id)
    ).all()


def document(invoice: Invoice) -> Document:
    """Read an invoice as it was issued."""
    if not invoice.buyer:
        raise BuyerErased
    corrects = invoice.corrects
    return Document(
        kind=invoice.kind,
        name=invoice.name,
        language=invoice.language,
        issued_on=invoice.issued_on,
        supplied_on=invoice.supplied_on,
        due_on=invoice.due_on,
        seller=Details(**json.loads(invoice.seller)),
        buyer=Buyer(**json.loads(invoice.buyer)),
        reference=invoice.reference,
        receipt=invoice.receipt,
        lines=lines_from_json(invoice.lines),
        prepaid_cents=invoice.prepaid_cents,
        rounding_cents=invoice.rounding_cents,
        corrects=Correction(corrects.name, corrects.issued_on) if corrects else None,
    )
