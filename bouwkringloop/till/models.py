"""Tables of the till: shifts, sales with their payments, approvals, and the journal."""

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
    #: When the newest entry was made: no clock goes back behind it.
    last_journal_at: Mapped[datetime | None]

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
    #: Why the drawer holds another sum than it should.
    difference_reason: Mapped[str] = mapped_column(default="")
    z_number: Mapped[int | None]
    #: The Z report's figures as they were printed, as JSON.
    report: Mapped[str] = mapped_column(default="{}")

    till: Mapped[Till] = relationship()
    opened_by: Mapped[Person] = relationship(foreign_keys=opened_by_id)
    closed_by: Mapped[Person | None] = relationship(foreign_keys=closed_by_id)


class DiscountCard(Base):
    """A card that takes a rate off a whole basket: a city pass, a volunteer's, a colleague's."""

    __tablename__ = "discount_card"
    __table_args__ = (CheckConstraint("percent > 0 and percent <= 10000", name="percent_possible"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    #: Hundredths of a percent.
    percent: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)


class TillRules(Base):
    """How far a cashier may go alone, and how the shop stands to VAT. The newest row counts.

    Percentages are in hundredths. What goes beyond a limit needs somebody who may change prices.
    """

    __tablename__ = "till_rules"
    __table_args__ = (
        CheckConstraint("vat_scheme in ('normal', 'kor')", name="vat_scheme_known"),
        CheckConstraint("retention_years >= 7", name="kept_for_seven_years"),
        CheckConstraint(
            "price_percent >= 0 and price_cents >= 0 and discount_percent >= 0"
            " and discount_cents >= 0 and return_cents >= 0 and blind_return_cents >= 0",
            name="limits_not_negative",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    vat_scheme: Mapped[str]
    retention_years: Mapped[int]
    #: How much less than its label one line may cost.
    price_percent: Mapped[int]
    price_cents: Mapped[int]
    #: What may be taken off a line or a basket.
    discount_percent: Mapped[int]
    discount_cents: Mapped[int]
    #: What may be given back for one line, with its receipt and without.
    return_cents: Mapped[int]
    blind_return_cents: Mapped[int]
    #: What comes off a price sticker of an older week, such as `14:25 28:50`.
    sticker_markdown: Mapped[str]
    #: Whether paper receipts end with a code that leads to their page.
    receipt_code: Mapped[bool] = mapped_column(default=False)


class Approval(Base):
    """What a shop lead allowed at the till with their PIN, for one basket. Only ever added."""

    __tablename__ = "approval"
    __table_args__ = (
        CheckConstraint(
            "kind in ('price', 'discount', 'return', 'blind_return', 'cash')", name="kind_known"
        ),
        CheckConstraint("cents > 0", name="cents_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(unique=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"), index=True)
    #: The basket's id; no key, since the sale is only made afterwards.
    sale_uuid: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str]
    #: What it is about: an item's code, a category's slug, or a line that comes back.
    about: Mapped[str]
    #: Up to how much.
    cents: Mapped[int]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    approved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    approved_by: Mapped[Person] = relationship(foreign_keys=approved_by_id)


class Sale(Base):
    """One basket that was paid: things sold, things that came back, or both. Only ever added."""

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
    #: The card that took something off, and why a cashier did.
    card_id: Mapped[int | None] = mapped_column(ForeignKey("discount_card.id"))
    discount_reason: Mapped[str] = mapped_column(default="")
    #: Who bought, where that is known: on account, or with an invoice.
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    #: What the lines come to, VAT included, before cash rounding; below zero for a refund.
    total_cents: Mapped[int]
    #: What five-cent rounding added (or took, below zero).
    rounding_cents: Mapped[int]
    change_cents: Mapped[int]

    shift: Mapped[Shift] = relationship()
    till: Mapped[Till] = relationship()
    person: Mapped[Person] = relationship()
    lines: Mapped[list["SaleLine"]] = relationship(order_by="SaleLine.position")
    payments: Mapped[list["Payment"]] = relationship(order_by="Payment.position")


#: Kinds of lines that are turnover. Who buys a voucher or pays a deposit buys nothing yet, and a
#: donation pays for nothing.
TURNOVER = ("goods", "service")


class SaleLine(Base):
    """One line of a sale. What came back has a quantity and amounts below zero."""

    __tablename__ = "sale_line"
    __table_args__ = (
        UniqueConstraint("sale_id", "position"),
        CheckConstraint("kind in ('goods', 'service', 'donation', 'voucher')", name="kind_known"),
        CheckConstraint("(kind = 'goods') = (category_id is not null)", name="goods_have_a_kind"),
        CheckConstraint(
            "vat_regime in ('normal', 'margin', 'pool', 'exempt', 'kor', 'outside')",
            name="vat_regime_known",
        ),
        CheckConstraint(
            "(quantity_milli > 0 and back_to = '' and returns_id is null and total_cents >= 0"
            " and discount_cents >= 0 and weight_g >= 0 and cost_cents >= 0)"
            " or (quantity_milli < 0 and back_to in ('stock', 'residue', 'repair')"
            " and total_cents <= 0 and discount_cents <= 0 and weight_g <= 0 and cost_cents <= 0)",
            name="sold_or_back",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id"))
    position: Mapped[int]
    #: `goods`, `service` such as a delivery, `donation`, or `voucher` for one that was bought here.
    kind: Mapped[str] = mapped_column(default="goods")
    #: None when the thing had no label.
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    #: The sold line that comes back; None for goods without a receipt.
    returns_id: Mapped[int | None] = mapped_column(ForeignKey("sale_line.id"), index=True)
    #: Where what came back goes.
    back_to: Mapped[str] = mapped_column(default="")
    description: Mapped[str]
    unit: Mapped[str]
    quantity_milli: Mapped[int]
    #: Length, width and number, of which the quantity was worked out.
    measures: Mapped[str] = mapped_column(default="")
    #: What label, sticker or catalogue ask for one; the same as the price where nobody changed it.
    list_price_cents: Mapped[int] = mapped_column(default=0)
    unit_price_cents: Mapped[int]
    #: All that came off this line, and which part of it is its share of the basket's discount.
    discount_cents: Mapped[int]
    basket_discount_cents: Mapped[int] = mapped_column(default=0)
    #: Why the price is another than the label's.
    reason: Mapped[str] = mapped_column(default="")
    total_cents: Mapped[int]
    vat_regime: Mapped[str]
    #: Hundredths of a percent on the day of the sale.
    vat_percent: Mapped[int]
    vat_cents: Mapped[int]
    #: What the shop paid for it, where its VAT is over the margin. Never printed.
    cost_cents: Mapped[int] = mapped_column(default=0)
    #: Of the whole line, in grams.
    weight_g: Mapped[int]

    item: Mapped[Item | None] = relationship()
    category: Mapped[Category | None] = relationship()


class Payment(Base):
    """One way in which a sale was paid, or part of it; below zero where money was paid out."""

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint("sale_id", "position"),
        CheckConstraint("method in ('cash', 'pin', 'voucher', 'account')", name="method_known"),
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
    #: Such as `sale`, `refund`, `shift.opened` or `drawer.opened`.
    kind: Mapped[str]
    #: What it is about, such as `sale:4b1c…`.
    subject: Mapped[str]
    #: The event in canonical JSON: what the hash is taken over, with the hash before.
    content: Mapped[str]
    hash: Mapped[str]
