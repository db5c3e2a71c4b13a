"""Tables of the till: shifts, sales, payments, and the journal that chains them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base.db import Base
from bouwkringloop.catalogue.models import Category
from bouwkringloop.people.models import Person
from bouwkringloop.stock.models import Item, Site


class Till(Base):
    """A till, with the numbers that it gave out last."""

    __tablename__ = "till"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    last_receipt_number: Mapped[int] = mapped_column(default=0)
    last_z_number: Mapped[int] = mapped_column(default=0)
    last_journal_number: Mapped[int] = mapped_column(default=0)
    last_journal_hash: Mapped[str] = mapped_column(default="")

    site: Mapped[Site] = relationship()


class Shift(Base):
    """One drawer of money, from its float to its count."""

    __tablename__ = "shift"
    __table_args__ = (
        CheckConstraint("float_cents >= 0", name="float_not_negative"),
        CheckConstraint(
            "(closed_at is null) = (counted_cents is null)", name="closed_means_counted"
        ),
        Index(
            "uq_shift_open",
            "till_id",
            unique=True,
            sqlite_where=text("closed_at is null"),
            postgresql_where=text("closed_at is null"),
        ),
        UniqueConstraint("till_id", "z_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made on the device.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    till_id: Mapped[int] = mapped_column(ForeignKey("till.id"))
    #: The shop's calendar day on which it was opened.
    day: Mapped[date] = mapped_column(index=True)
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    float_cents: Mapped[int]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    counted_cents: Mapped[int | None]
    #: How often each note and coin was counted, as JSON by its value in cents.
    counted: Mapped[str] = mapped_column(default="{}")
    expected_cents: Mapped[int | None]
    z_number: Mapped[int | None]
    #: The Z report's figures as they were printed, as JSON.
    report: Mapped[str] = mapped_column(default="{}")

    till: Mapped[Till] = relationship()
    opened_by: Mapped[Person] = relationship(foreign_keys=opened_by_id)
    closed_by: Mapped[Person | None] = relationship(foreign_keys=closed_by_id)


class Sale(Base):
    """One basket that was paid. Sales are only ever added."""

    __tablename__ = "sale"
    __table_args__ = (UniqueConstraint("till_id", "receipt_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made on the device, so that sending twice sells once.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    #: Hash of what was sent under that id.
    content_hash: Mapped[str]
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"), index=True)
    till_id: Mapped[int] = mapped_column(ForeignKey("till.id"))
    receipt_number: Mapped[int]
    #: The number of its entry in the till's journal.
    journal_number: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    #: What the lines come to, VAT included, before cash rounding.
    total_cents: Mapped[int]
    #: What five-cent rounding added (or took, below zero).
    rounding_cents: Mapped[int]
    change_cents: Mapped[int]

    shift: Mapped[Shift] = relationship()
    till: Mapped[Till] = relationship()
    person: Mapped[Person] = relationship()
    lines: Mapped[list["SaleLine"]] = relationship(order_by="SaleLine.position")
    payments: Mapped[list["Payment"]] = relationship(order_by="Payment.position")


class SaleLine(Base):
    """One line of a sale."""

    __tablename__ = "sale_line"
    __table_args__ = (
        UniqueConstraint("sale_id", "position"),
        CheckConstraint("quantity_milli > 0", name="quantity_positive"),
        CheckConstraint("total_cents >= 0", name="total_not_negative"),
        CheckConstraint("discount_cents >= 0", name="discount_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id"))
    position: Mapped[int]
    #: None when the thing had no label.
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    description: Mapped[str]
    unit: Mapped[str]
    quantity_milli: Mapped[int]
    unit_price_cents: Mapped[int]
    discount_cents: Mapped[int]
    #: Why the price is another than the label's.
    reason: Mapped[str] = mapped_column(default="")
    total_cents: Mapped[int]
    vat_regime: Mapped[str]
    #: Hundredths of a percent on the day of the sale.
    vat_percent: Mapped[int]
    vat_cents: Mapped[int]
    #: Of the whole line, in grams.
    weight_g: Mapped[int]

    item: Mapped[Item | None] = relationship()
    category: Mapped[Category] = relationship()


class Payment(Base):
    """One way in which a sale was paid, or part of it."""

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint("sale_id", "position"),
        CheckConstraint("method in ('cash', 'pin')", name="method_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id"))
    position: Mapped[int]
    method: Mapped[str]
    #: What the customer handed over.
    tendered_cents: Mapped[int]
    #: What stays in the drawer or on the account: tendered less change.
    amount_cents: Mapped[int]


class JournalEntry(Base):
    """One event of a till, chained to the one before by its hash. Entries are only ever added."""

    __tablename__ = "journal_entry"
    __table_args__ = (UniqueConstraint("till_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    till_id: Mapped[int] = mapped_column(ForeignKey("till.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    #: `sale`, `shift.opened` or `shift.closed`.
    kind: Mapped[str]
    #: What it is about, such as `sale:4b1c…`.
    subject: Mapped[str]
    #: The event in canonical JSON: what the hash is taken over, with the hash before.
    content: Mapped[str]
    hash: Mapped[str]
