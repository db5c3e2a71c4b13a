"""Tables of the partners: customers by name, who works there, and the shop's own details."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base.db import Base

KINDS = ("person", "organisation")
#: What says who a customer is and how to reach them; wiped when it is no longer needed.
PERSONAL = (
    "name",
    "kvk",
    "vat_number",
    "street",
    "postcode",
    "city",
    "email",
    "phone",
    "reference",
    "folded",
    "content_hash",
)


class Customer(Base):
    """Somebody who buys under their own name: on an invoice, or on account.

    Wiped two years after the last use, but not before the seventh whole year after the last
    invoice is over (`forget`).
    """

    __tablename__ = "customer"
    __table_args__ = (
        CheckConstraint("kind in ('person', 'organisation')", name="kind_known"),
        CheckConstraint("language in ('nl', 'en')", name="language_known"),
        CheckConstraint("account_limit_cents >= 0", name="limit_not_negative"),
        CheckConstraint("payment_days between 0 and 120", name="payment_days_sane"),
        CheckConstraint("wiped_at is not null or name <> ''", name="named"),
        CheckConstraint(
            "wiped_at is null or (not active and "
            + " and ".join(f"{column} = ''" for column in PERSONAL)
            + ")",
            name="wiped_is_empty",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made on the device.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    #: Hash of what was sent under that id.
    content_hash: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]
    name: Mapped[str]
    #: Number in the trade register of the Chamber of Commerce: eight digits.
    kvk: Mapped[str] = mapped_column(default="")
    vat_number: Mapped[str] = mapped_column(default="")
    street: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    #: ISO 3166, two letters.
    country: Mapped[str] = mapped_column(default="NL")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    #: What they want to read on their invoices.
    reference: Mapped[str] = mapped_column(default="")
    may_buy_on_account: Mapped[bool] = mapped_column(default=False)
    #: How much may be open at one moment.
    account_limit_cents: Mapped[int] = mapped_column(default=0)
    #: What is open on account now: bought less paid (`account`).
    open_cents: Mapped[int] = mapped_column(default=0)
    payment_days: Mapped[int] = mapped_column(default=14)
    language: Mapped[str] = mapped_column(default="nl")
    active: Mapped[bool] = mapped_column(default=True)
    #: Name, place and numbers without accents and capitals, to be found by.
    folded: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    #: The day of the last invoice.
    last_invoiced_on: Mapped[date | None]
    wiped_at: Mapped[datetime | None]

    @property
    def subject(self) -> str:
        """Its name in the audit trail."""
        return f"customer:{self.uuid}"


class PartnerRole(Base):
    """What an organisation is in the chain of building materials; it can be several things."""

    __tablename__ = "partner_role"
    __table_args__ = (
        CheckConstraint(
            "role in ('demolisher', 'contractor', 'housing_corporation', 'developer',"
            " 'wholesaler', 'architect', 'owners_association', 'municipality', 'foundation',"
            " 'benefits_agency', 'probation', 'school', 'care')",
            name="role_known",
        ),
    )

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class Contact(Base):
    """Somebody at an organisation, and what they are about; wiped with it."""

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint(
            "discipline in ('site', 'purchasing', 'director', 'economy', 'social', 'education',"
            " 'circular', 'waste', 'planning', 'finance', 'other')",
            name="discipline_known",
        ),
        CheckConstraint("language in ('nl', 'en')", name="language_known"),
        CheckConstraint(
            "(wiped_at is null and name <> '')"
            " or (not active and name = '' and function = '' and email = '' and phone = '')",
            name="named_or_wiped",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    name: Mapped[str]
    function: Mapped[str] = mapped_column(default="")
    discipline: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="nl")
    active: Mapped[bool] = mapped_column(default=True)
    wiped_at: Mapped[datetime | None]

    customer: Mapped[Customer] = relationship()


class ShopDetail(Base):
    """What the shop writes about itself on its papers. Rows are added; the newest counts."""

    __tablename__ = "shop_detail"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str]
    street: Mapped[str]
    postcode: Mapped[str]
    city: Mapped[str]
    kvk: Mapped[str]
    vat_number: Mapped[str]
    iban: Mapped[str]
    bic: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
