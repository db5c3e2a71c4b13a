"""Tables of a till's day beside its sales."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base.db import Base
from bouwkringloop.people.models import Person
from bouwkringloop.till.models import Shift, Till


class CashMovement(Base):
    """Money that came into a drawer or left it without a sale. Only ever added."""

    __tablename__ = "cash_movement"
    __table_args__ = (
        CheckConstraint("kind in ('in', 'out', 'safe', 'purchase', 'invoice')", name="kind_known"),
        CheckConstraint(
            "kind = 'invoice' or (kind = 'in') = (amount_cents > 0)", name="sign_fits_kind"
        ),
        CheckConstraint("amount_cents <> 0", name="amount_not_zero"),
        CheckConstraint("reason <> ''", name="reason_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made on the device; of what was paid for an invoice it is the id of that payment.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"), index=True)
    kind: Mapped[str]
    #: Above zero into the drawer, below zero out of it.
    amount_cents: Mapped[int]
    reason: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: The purchase that was paid out of the drawer, which happens once.
    purchase_id: Mapped[int | None] = mapped_column(
        ForeignKey("purchase.id"), unique=True, index=True
    )

    shift: Mapped[Shift] = relationship()
    person: Mapped[Person] = relationship()


class ParkedBasket(Base):
    """A basket that waits under a name until some till goes on with it."""

    __tablename__ = "parked_basket"
    __table_args__ = (
        CheckConstraint("(ended_at is null) = (outcome = '')", name="ended_somehow"),
        CheckConstraint("outcome in ('', 'taken', 'dropped')", name="outcome_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The basket's id, which the sale will have.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    till_id: Mapped[int] = mapped_column(ForeignKey("till.id"), index=True)
    name: Mapped[str]
    #: The basket as the till's page keeps it, in JSON.
    content: Mapped[str]
    total_cents: Mapped[int]
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: Empty while it waits.
    outcome: Mapped[str] = mapped_column(default="")

    till: Mapped[Till] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=person_id)
