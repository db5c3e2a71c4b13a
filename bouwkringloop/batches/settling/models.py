"""Tables of what builders get, and of the statements they are given. Rows are only ever added.

Who a paper went to stands in a column of its own, which may be emptied when the law no longer asks
for it (`forget`); nothing else of a row changes.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base.db import Base
from bouwkringloop.batches.models import Batch
from bouwkringloop.partners.models import Customer
from bouwkringloop.people.models import Person

#: How a builder can be paid.
WAYS = ("bank", "settled", "other")


class Payout(Base):
    """A payout statement: what a builder gets for what was sold or bought up to a day."""

    __tablename__ = "payout"
    __table_args__ = (
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("total_cents > 0", name="something_is_paid"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made with the form, so that sending twice makes one.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    #: Counted on within the shop, without gaps.
    number: Mapped[int] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    until: Mapped[date]
    total_cents: Mapped[int]
    #: What stands on the paper, as JSON, and its hash.
    content: Mapped[str]
    hash: Mapped[str]
    #: The builder as on that day, as JSON; empty when that was erased.
    builder: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    customer: Mapped[Customer] = relationship()
    lines: Mapped[list["PayoutLine"]] = relationship(order_by="PayoutLine.id")
    paid: Mapped["PayoutPaid | None"] = relationship()

    @property
    def subject(self) -> str:
        """Its name in the audit trail."""
        return f"payout:{self.uuid}"

    @property
    def name(self) -> str:
        """Its number as it stands on paper."""
        return f"A{self.number:04d}"


class PayoutLine(Base):
    """What one sold line, or one thing that the shop bought, gives. Nothing gives twice."""

    __tablename__ = "payout_line"
    __table_args__ = (
        CheckConstraint("(sale_line_id is null) <> (inspection_id is null)", name="for_one_thing"),
        CheckConstraint("share_milli > 0 and share_milli <= 1000", name="share_is_a_part"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    payout_id: Mapped[int] = mapped_column(ForeignKey("payout.id"), index=True)
    sale_line_id: Mapped[int | None] = mapped_column(ForeignKey("sale_line.id"), unique=True)
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"), unique=True)
    #: Without VAT: what was sold, or what the shop agreed to pay. Below zero for what came back.
    base_cents: Mapped[int]
    share_milli: Mapped[int]
    cents: Mapped[int]


class PayoutPaid(Base):
    """That a payout was paid: on which day, and how."""

    __tablename__ = "payout_paid"
    __table_args__ = (CheckConstraint("way in ('bank', 'settled', 'other')", name="way_known"),)

    payout_id: Mapped[int] = mapped_column(ForeignKey("payout.id"), primary_key=True)
    paid_on: Mapped[date]
    way: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class YieldStatement(Base):
    """What became of a batch up to a day, as it was issued to the builder."""

    __tablename__ = "yield_statement"
    __table_args__ = (
        UniqueConstraint("batch_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made with the form, so that sending twice issues one.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    #: Counted on for each batch.
    number: Mapped[int]
    upto: Mapped[date]
    #: Whether the batch was closed with it.
    final: Mapped[bool] = mapped_column(default=False)
    content: Mapped[str]
    hash: Mapped[str]
    builder: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    batch: Mapped[Batch] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def name(self) -> str:
        """Its number as it stands on paper: that of the batch, and which of its statements."""
        return f"{self.batch.number}-{self.number}"


class SroiValue(Base):
    """What a municipality's rules count for social return, and since when. Only ever added."""

    __tablename__ = "sroi_value"
    __table_args__ = (
        CheckConstraint("cents >= 0", name="cents_not_negative"),
        CheckConstraint("region <> '' and source <> ''", name="says_where_from"),
        CheckConstraint("from_age is null or from_age between 1 and 99", name="age_possible"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(index=True)
    #: What it counts: a target group, an extra, or an hour of help (`sroi.TARGETS`).
    target: Mapped[str]
    #: A year at 36 hours a week, an extra as it is, or an hour of help.
    cents: Mapped[int]
    #: From which age on the extra for older people is counted.
    from_age: Mapped[int | None]
    valid_from: Mapped[date]
    source: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    #: None for what came with the program.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class SroiStatement(Base):
    """What a builder's dealings with the shop come to for social return, as it was issued."""

    __tablename__ = "sroi_statement"
    __table_args__ = (
        UniqueConstraint("customer_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("first <= last", name="period_forwards"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made with the form, so that sending twice issues one.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    #: Counted on for each builder.
    number: Mapped[int]
    first: Mapped[date]
    last: Mapped[date]
    total_cents: Mapped[int]
    content: Mapped[str]
    hash: Mapped[str]
    builder: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    customer: Mapped[Customer] = relationship()
