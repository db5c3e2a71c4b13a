"""Tables of the batches: the builder's link, what is offered, what is decided, and every step."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base.db import Base
from bouwkringloop.batches.agreements.models import Agreement
from bouwkringloop.catalogue.models import Category
from bouwkringloop.partners.models import Contact, Customer

#: How a batch may go on. Another delivery may follow as long as it is not closed.
STEPS = {
    "announced": {"under_review", "declined", "cancelled"},
    "under_review": {"agreed", "declined", "cancelled"},
    "agreed": {"under_review", "planned", "underway", "received", "cancelled"},
    "planned": {"agreed", "planned", "underway", "received", "cancelled"},
    "underway": {"planned", "received"},
    "received": {"planned", "underway", "received", "inspected"},
    "inspected": {"planned", "underway", "received", "in_stock"},
    "in_stock": {"planned", "underway", "received", "closed"},
    "closed": set(),
    "declined": set(),
    "cancelled": set(),
}
ENDED = ("closed", "declined", "cancelled")


class BuilderLink(Base):
    """A way in for a builder without an account: to their own page, for some time.

    The link itself is worked out of the id and the shop's secret (`links`), so that it can be
    mailed once more; whoever reads the database alone cannot open it.
    """

    __tablename__ = "builder_link"
    __table_args__ = (CheckConstraint("language in ('nl', 'en')", name="language_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    #: For whom it was made; None for anybody at the builder's.
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    language: Mapped[str] = mapped_column(default="nl")
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    customer: Mapped[Customer] = relationship()
    contact: Mapped[Contact | None] = relationship()

    @property
    def subject(self) -> str:
        """Its name in the outbox."""
        return f"builder_link:{self.uuid}"


class Batch(Base):
    """What a builder has left of one project, and how it stands with it."""

    __tablename__ = "batch"
    __table_args__ = (
        CheckConstraint(
            "state in ('announced', 'under_review', 'agreed', 'planned', 'underway', 'received',"
            " 'inspected', 'in_stock', 'closed', 'declined', 'cancelled')",
            name="state_known",
        ),
        CheckConstraint("available_from <= available_until", name="available_forwards"),
        CheckConstraint("(person_id is null) = (link_id is not null)", name="made_by_one"),
        CheckConstraint(
            "agreement_id is not null or state in ('announced', 'under_review', 'declined',"
            " 'cancelled')",
            name="agreed_has_agreement",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made with the form, so that sending twice stores once; and a hash of what was sent.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    content_hash: Mapped[str]
    #: Counted on within the shop, for people.
    number: Mapped[int] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"), index=True)
    state: Mapped[str] = mapped_column(default="announced", index=True)
    project: Mapped[str]
    street: Mapped[str]
    postcode: Mapped[str]
    city: Mapped[str]
    #: Whom to call on the building site; wiped when the batch is long over.
    contact_name: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    #: Where a van can stand, working hours, a crane.
    access: Mapped[str] = mapped_column(default="")
    available_from: Mapped[date]
    available_until: Mapped[date]
    language: Mapped[str] = mapped_column(default="nl")
    offered_at: Mapped[datetime]
    #: Who typed it in here, or else the link by which the builder did.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    link_id: Mapped[int | None] = mapped_column(ForeignKey("builder_link.id"))
    forgotten_at: Mapped[datetime | None]

    customer: Mapped[Customer] = relationship()
    agreement: Mapped[Agreement | None] = relationship()
    lines: Mapped[list["BatchLine"]] = relationship(order_by="BatchLine.position")
    steps: Mapped[list["BatchStep"]] = relationship(order_by="BatchStep.number")
    files: Mapped[list["BatchFile"]] = relationship(order_by="BatchFile.at, BatchFile.id")

    @property
    def subject(self) -> str:
        """Its name in the audit trail, in the outbox and among the print jobs."""
        return f"batch:{self.uuid}"

    @property
    def can(self) -> set[str]:
        """The states to which it can go from here."""
        return STEPS[self.state]

    @property
    def questions(self) -> int:
        """How many lines wait for the builder's answer."""
        if self.state not in ("announced", "under_review"):
            return 0
        return sum(line.decided is not None and line.decided.waits for line in self.lines)


class BatchStep(Base):
    """That a batch came into a state: when, by whom, and why. Only ever added."""

    __tablename__ = "batch_step"
    __table_args__ = (UniqueConstraint("batch_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    number: Mapped[int]
    #: Empty for the first.
    state_before: Mapped[str]
    state: Mapped[str]
    at: Mapped[datetime]
    #: Somebody here, or else the builder by a link, or neither where it came by itself.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    link_id: Mapped[int | None] = mapped_column(ForeignKey("builder_link.id"))
    reason: Mapped[str] = mapped_column(default="")


class BatchLine(Base):
    """One kind of thing that is offered, as the builder offered it. Only ever added."""

    __tablename__ = "batch_line"
    __table_args__ = (
        UniqueConstraint("batch_id", "position"),
        CheckConstraint("quantity_milli > 0", name="quantity_positive"),
        CheckConstraint("weight_g > 0", name="weighs_something"),
        CheckConstraint("weight_source in ('told', 'category')", name="weight_source_known"),
        CheckConstraint("condition in ('A', 'B', 'C')", name="condition_known"),
        CheckConstraint(
            "length_mm > 0 and width_mm > 0 and height_mm > 0", name="measures_positive"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Known to programs and to files of the line.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    position: Mapped[int]
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    description: Mapped[str]
    #: In thousandths of the category's unit.
    unit: Mapped[str]
    quantity_milli: Mapped[int]
    length_mm: Mapped[int | None]
    width_mm: Mapped[int | None]
    height_mm: Mapped[int | None]
    condition: Mapped[str] = mapped_column(default="B")
    #: On pallets, in bundles, loose.
    packaging: Mapped[str] = mapped_column(default="")
    #: Of the whole line, in grams; told by the builder, or by estimate of the category.
    weight_g: Mapped[int]
    weight_source: Mapped[str]
    #: What stands on it: CE, KOMO, brand, year.
    marks: Mapped[str] = mapped_column(default="")
    #: Where the builder's own list or a materials passport knows it from.
    reference: Mapped[str] = mapped_column(default="")

    batch: Mapped[Batch] = relationship(back_populates="lines")
    category: Mapped[Category] = relationship()
    decisions: Mapped[list["LineDecision"]] = relationship(
        order_by="LineDecision.number", back_populates="line"
    )

    @property
    def name(self) -> str:
        """What it is called: as the builder described it, or else by its kind."""
        return self.description or self.category.name

    @property
    def decided(self) -> "LineDecision | None":
        """What was decided last about it; None where nobody did."""
        return self.decisions[-1] if self.decisions else None


class BatchFile(Base):
    """A photo or a paper that belongs to a batch or to one of its lines; its file has this id."""

    __tablename__ = "batch_file"
    __table_args__ = (
        CheckConstraint(
            "kind in ('photo', 'ce', 'dop', 'komo', 'invoice', 'other')", name="kind_known"
        ),
        CheckConstraint("media in ('image/jpeg', 'application/pdf')", name="media_known"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    line_id: Mapped[int | None] = mapped_column(ForeignKey("batch_line.id"), index=True)
    kind: Mapped[str]
    media: Mapped[str]
    #: As the sender called it.
    name: Mapped[str]
    at: Mapped[datetime]


class LineDecision(Base):
    """What the shop says of an offered line. Only ever added; the newest one counts."""

    __tablename__ = "line_decision"
    __table_args__ = (
        UniqueConstraint("line_id", "number"),
        CheckConstraint(
            "outcome in ('accepted', 'part', 'declined', 'asked')", name="outcome_known"
        ),
        CheckConstraint(
            "(outcome in ('accepted', 'part')) = (quantity_milli > 0)", name="taken_is_some"
        ),
        CheckConstraint(
            "(quantity_milli > 0) = (weight_g > 0) and quantity_milli >= 0", name="taken_weighs"
        ),
        CheckConstraint("price_cents >= 0", name="price_not_negative"),
        CheckConstraint("outcome not in ('declined', 'asked') or reason <> ''", name="says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("batch_line.id"))
    #: One above the one that its maker saw, so that of two at one moment the second is refused.
    number: Mapped[int]
    outcome: Mapped[str]
    #: As which kind the shop takes it; the builder may have called it otherwise.
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    #: What is taken, in thousandths of the line's unit and in grams; 0 where nothing is.
    quantity_milli: Mapped[int]
    weight_g: Mapped[int]
    #: What the shop pays for one, VAT not counted; 0 where nothing is bought.
    price_cents: Mapped[int] = mapped_column(default=0)
    #: Whether it is waste by law until it was prepared for reuse here, so that its transport needs
    #: a form (begeleidingsbrief).
    waste: Mapped[bool] = mapped_column(default=False)
    #: Why not, or the question, or a remark that the builder reads.
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    line: Mapped[BatchLine] = relationship(back_populates="decisions")
    category: Mapped[Category] = relationship()
    #: What the builder said where it is a question.
    answer: Mapped["LineAnswer | None"] = relationship()

    @property
    def waits(self) -> bool:
        """Whether it asks what the builder did not answer yet."""
        return self.outcome == "asked" and self.answer is None


class LineAnswer(Base):
    """What the builder answers to a question about a line. Only ever added."""

    __tablename__ = "line_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("line_decision.id"), unique=True)
    text: Mapped[str]
    at: Mapped[datetime]
    link_id: Mapped[int | None] = mapped_column(ForeignKey("builder_link.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
