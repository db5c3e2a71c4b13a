"""Tables of the invoices. The database itself refuses to change or delete their rows."""

import json
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base.db import Base
from bouwkringloop.partners.models import Customer
from bouwkringloop.people.models import Person
from bouwkringloop.till.models import Sale

METHODS = ("bank", "cash", "pin", "other")


class InvoiceYear(Base):
    """The last number that was given out in a year."""

    __tablename__ = "invoice_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_number: Mapped[int]


class Invoice(Base):
    """One invoice or credit note, as it was issued.

    Rows are only ever added; triggers of the database refuse the rest. The one change that they
    let through empties the buyer, after the seventh whole year (`forget`).
    """

    __tablename__ = "invoice"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        UniqueConstraint("sale_id", "kind"),
        CheckConstraint("kind in ('invoice', 'credit')", name="kind_known"),
        CheckConstraint("language in ('nl', 'en')", name="language_known"),
        CheckConstraint("(kind = 'credit') = (corrects_id is not null)", name="credit_corrects"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("total_cents + rounding_cents = prepaid_cents + due_cents", name="adds_up"),
        CheckConstraint("(wiped_at is not null) = (buyer = '')", name="wiped_is_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made on the device, so that sending twice issues once.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    kind: Mapped[str]
    year: Mapped[int]
    number: Mapped[int]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id"))
    #: The invoice that a credit note corrects.
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    issued_on: Mapped[date] = mapped_column(index=True)
    supplied_on: Mapped[date]
    due_on: Mapped[date]
    language: Mapped[str]
    reference: Mapped[str]
    receipt: Mapped[str]
    #: Seller, buyer and lines as they were that day, as JSON.
    seller: Mapped[str]
    buyer: Mapped[str]
    lines: Mapped[str]
    total_cents: Mapped[int]
    vat_cents: Mapped[int]
    #: What was paid at the till, and what the rounding of cash added.
    prepaid_cents: Mapped[int]
    rounding_cents: Mapped[int]
    #: What was left to be paid when it was issued; below zero on a credit note.
    due_cents: Mapped[int]
    wiped_at: Mapped[datetime | None]

    customer: Mapped[Customer] = relationship()
    sale: Mapped[Sale] = relationship()
    person: Mapped[Person] = relationship()
    corrects: Mapped["Invoice | None"] = relationship(remote_side="Invoice.id")

    @property
    def name(self) -> str:
        """Its number as it stands on paper, such as 2026-0001."""
        return f"{self.year}-{self.number:04d}"

    @property
    def subject(self) -> str:
        """Its name in the audit trail and in the outbox."""
        return f"invoice:{self.uuid}"

    @property
    def buyer_name(self) -> str:
        """To whom it was issued; empty when that was erased."""
        return str(json.loads(self.buyer)["name"]) if self.buyer else ""


class InvoicePayment(Base):
    """Money that came in for an invoice, or went back; a row that names it undoes a wrong one."""

    __tablename__ = "invoice_payment"
    __table_args__ = (
        CheckConstraint("method in ('bank', 'cash', 'pin', 'other')", name="method_known"),
        CheckConstraint("amount_cents <> 0", name="amount_not_zero"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made with the form, so that sending twice books once.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    amount_cents: Mapped[int]
    paid_on: Mapped[date]
    method: Mapped[str]
    note: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    #: The payment that this row undoes; each can be undone once.
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("invoice_payment.id"), unique=True)

    person: Mapped[Person] = relationship()
