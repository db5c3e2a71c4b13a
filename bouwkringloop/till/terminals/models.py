"""The table of what card terminals were asked for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base.db import Base
from bouwkringloop.people.models import Person

_PENDING = text("state = 'pending'")


class CardPayment(Base):
    """One amount that a terminal was asked for. Only its way through the states moves on."""

    __tablename__ = "card_payment"
    __table_args__ = (
        CheckConstraint("amount_cents > 0", name="amount_positive"),
        CheckConstraint("state in ('pending', 'paid', 'failed', 'unknown')", name="state_known"),
        CheckConstraint("(state = 'pending') = (ended_at is null)", name="ended_or_pending"),
        CheckConstraint("reference = '' or sent_at is not null", name="known_means_sent"),
        CheckConstraint(
            "(settled_by_id is null) = (settled_note = '')", name="settled_means_noted"
        ),
        CheckConstraint("used_at is null or state = 'paid'", name="used_means_paid"),
        # A terminal asks for one payment at a time.
        Index(
            "uq_card_payment_busy",
            "driver",
            "terminal",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made on the device; the key under which the service may be asked only once.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    till_id: Mapped[int] = mapped_column(ForeignKey("till.id"))
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"), index=True)
    #: The basket that it pays; the sale of this id is made afterwards, or never.
    sale_uuid: Mapped[UUID] = mapped_column(index=True)
    amount_cents: Mapped[int]
    #: `mollie` or `sumup`, and which of its terminals.
    driver: Mapped[str]
    terminal: Mapped[str]
    #: What shows on the terminal or in the company's lists.
    description: Mapped[str]
    started_at: Mapped[datetime]
    started_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: When the program began to send the order; stored before it is sent.
    sent_at: Mapped[datetime | None]
    #: Under which name the service knows it; empty as long as it did not say.
    reference: Mapped[str] = mapped_column(default="")
    #: Somebody wants it stopped, and the terminal was not told yet.
    cancel_wanted: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default="pending")
    #: What went wrong, a key of `card_payments.PROBLEMS`, and what the service said of it.
    problem: Mapped[str] = mapped_column(default="")
    detail: Mapped[str] = mapped_column(default="")
    #: When the state was no longer `pending`.
    ended_at: Mapped[datetime | None]
    #: Who said what became of one that was in doubt, and where they saw it.
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]
    settled_note: Mapped[str] = mapped_column(default="")
    #: When the sale of its basket was made with it.
    used_at: Mapped[datetime | None]

    started_by: Mapped[Person] = relationship(foreign_keys=started_by_id)
    settled_by: Mapped[Person | None] = relationship(foreign_keys=settled_by_id)
