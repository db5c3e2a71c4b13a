"""Tables of the agreements with builders. Every row is only ever added."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base.db import Base
from bouwkringloop.partners.models import Customer

#: Whether things are given, sold to the shop, or sold by it for the builder.
BASES = ("donated", "bought", "consigned")
#: Who brings the things here.
TRANSPORTS = ("builder", "shop")
#: When things become the shop's (or, on consignment, the buyer's).
OWNERSHIPS = ("pickup", "receipt", "inspection", "sale")
#: What happens to what cannot be sold: the shop's own care, back to the builder, or at their cost.
LEFTOVERS = ("shop", "back", "charged")


class ShopTerms(Base):
    """The rules of the game that the shop offers to every builder. The newest row counts."""

    __tablename__ = "shop_terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: In both languages; a builder reads and accepts one of them.
    text_nl: Mapped[str]
    text_en: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class Agreement(Base):
    """One version of what is offered to a builder; it holds once somebody accepted it."""

    __tablename__ = "agreement"
    __table_args__ = (
        UniqueConstraint("customer_id", "number"),
        CheckConstraint("basis in ('donated', 'bought', 'consigned')", name="basis_known"),
        CheckConstraint(
            "(basis = 'consigned' and share_milli > 0 and share_milli <= 1000)"
            " or (basis <> 'consigned' and share_milli = 0)",
            name="share_fits_basis",
        ),
        CheckConstraint("vat in ('normal', 'margin')", name="vat_known"),
        CheckConstraint("transport in ('builder', 'shop')", name="transport_known"),
        CheckConstraint(
            "ownership in ('pickup', 'receipt', 'inspection', 'sale')", name="ownership_known"
        ),
        CheckConstraint("leftovers in ('shop', 'back', 'charged')", name="leftovers_known"),
        CheckConstraint("free_days >= 0", name="free_days_not_negative"),
        CheckConstraint("language in ('nl', 'en')", name="language_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made with the form.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    content_hash: Mapped[str]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    #: Counted on for each builder.
    number: Mapped[int]
    basis: Mapped[str]
    #: The builder's part of what is sold on consignment, VAT not counted: thousandths.
    share_milli: Mapped[int] = mapped_column(default=0)
    #: How the builder delivers: with VAT on an invoice, or so that VAT is over the margin alone.
    vat: Mapped[str] = mapped_column(default="normal")
    transport: Mapped[str]
    ownership: Mapped[str]
    leftovers: Mapped[str]
    #: How many days things may be stored at a hub without a word about it.
    free_days: Mapped[int] = mapped_column(default=90)
    #: What things have to be like, what the builder wants reported, and anything else.
    norms: Mapped[str] = mapped_column(default="")
    reporting: Mapped[str] = mapped_column(default="")
    extra: Mapped[str] = mapped_column(default="")
    #: The shop's own terms that belong to it, and the language in which it is read.
    terms_id: Mapped[int | None] = mapped_column(ForeignKey("shop_terms.id"))
    language: Mapped[str] = mapped_column(default="nl")
    made_at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    customer: Mapped[Customer] = relationship()
    terms: Mapped[ShopTerms | None] = relationship()
    kept: Mapped["AgreementWords | None"] = relationship(back_populates="agreement")

    @property
    def subject(self) -> str:
        """Its name in the audit trail."""
        return f"agreement:{self.uuid}"


class AgreementWords(Base):
    """The very words of an agreement as they were drawn up, whatever is called otherwise since.

    They name the builder, so they are emptied when the builder is erased.
    """

    __tablename__ = "agreement_words"

    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), primary_key=True)
    #: Title and sections as JSON (`text`); the agreement's `content_hash` is of this.
    words: Mapped[str]
    #: The shop as it stood then, as JSON, for the head and the foot of the paper.
    shop: Mapped[str]

    agreement: Mapped[Agreement] = relationship(back_populates="kept")


class Acceptance(Base):
    """That somebody by name accepted an agreement through the builder's link."""

    __tablename__ = "agreement_acceptance"

    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), primary_key=True)
    name: Mapped[str]
    function: Mapped[str]
    at: Mapped[datetime]
    #: Hash of the very text that was on the screen.
    text_hash: Mapped[str]
    link_id: Mapped[int] = mapped_column(ForeignKey("builder_link.id"))

    agreement: Mapped[Agreement] = relationship()


class Withdrawal(Base):
    """That the shop takes no new batch under an agreement any more; old ones stay under it."""

    __tablename__ = "agreement_withdrawal"

    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), primary_key=True)
    reason: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
