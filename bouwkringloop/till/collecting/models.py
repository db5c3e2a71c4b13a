"""Tables of what was sold and is still to be collected, and of what of it left."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base.db import Base
from bouwkringloop.people.models import Person
from bouwkringloop.stock.models import Place
from bouwkringloop.till.models import SaleLine

#: How it may go on; a planned delivery can be planned anew, or be fetched after all.
STEPS = {
    "waiting": {"planned", "handed_over"},
    "planned": {"planned", "waiting", "handed_over"},
    "handed_over": set(),
}
#: Paid, and still here.
STILL_HERE = ("waiting", "planned")
#: What says who and where; wiped when it is no longer needed.
PERSONAL = ("name", "phone", "street", "postcode", "city", "note")
HALF_DAYS = ("morning", "afternoon")


class Collection(Base):
    """A line of a sale that was paid and stays here until somebody fetches it or we bring it.

    Money and stock moved at the sale. What came back since, and what was handed over in parts,
    does not wait any more: that is told by the lines that return it and by the parts (`waiting`),
    and not kept here. Who and where is wiped 30 days
    after the thing was handed over or came back (`forget`).
    """

    __tablename__ = "collection"
    __table_args__ = (
        CheckConstraint("state in ('waiting', 'planned', 'handed_over')", name="state_known"),
        CheckConstraint("half_day in ('', 'morning', 'afternoon')", name="half_day_known"),
        CheckConstraint(
            "(deliver_on is null) = (half_day = '') and (deliver_on is null) = (planned_at is null)"
            " and (planned_at is null) = (planned_by_id is null)",
            name="plan_whole",
        ),
        CheckConstraint(
            "(state <> 'planned' or deliver_on is not null)"
            " and (state <> 'waiting' or deliver_on is null)",
            name="planned_has_day",
        ),
        CheckConstraint(
            "(state = 'handed_over') = (handed_over_at is not null)"
            " and (handed_over_at is null) = (handed_over_by_id is null)",
            name="handed_over_has_moment",
        ),
        CheckConstraint(
            "(wiped_at is null and name <> '') or (wiped_at is not null and "
            + " and ".join(f"{column} = ''" for column in PERSONAL)
            + ")",
            name="named_or_wiped",
        ),
        Index("ix_collection_state_deliver_on", "state", "deliver_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sale_line_id: Mapped[int] = mapped_column(ForeignKey("sale_line.id"), unique=True)
    #: Who fetches it.
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    #: The moment of the sale.
    at: Mapped[datetime]
    #: Where the thing stood when it was sold.
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    state: Mapped[str] = mapped_column(default="waiting")
    #: When we bring it; kept when it was handed over.
    deliver_on: Mapped[date | None]
    half_day: Mapped[str] = mapped_column(default="")
    street: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    #: What the driver has to know: floor, lift, where to park.
    note: Mapped[str] = mapped_column(default="")
    planned_at: Mapped[datetime | None]
    planned_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    handed_over_at: Mapped[datetime | None]
    handed_over_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    wiped_at: Mapped[datetime | None]

    line: Mapped[SaleLine] = relationship()
    place: Mapped[Place | None] = relationship()
    handed_over_by: Mapped[Person | None] = relationship(foreign_keys=handed_over_by_id)

    @property
    def subject(self) -> str:
        """Its name in the audit trail and among the print jobs."""
        return f"collection:{self.id}"

    @property
    def can(self) -> set[str]:
        """The states to which it can go from here."""
        return STEPS[self.state]


class HandOver(Base):
    """What left of a line at one time: all that waited, or a part of it. Only ever added."""

    __tablename__ = "hand_over"
    __table_args__ = (
        UniqueConstraint("uuid", "collection_id"),
        CheckConstraint("quantity_milli > 0", name="quantity_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made on the device; what left together has one, so that sending twice hands over once.
    uuid: Mapped[UUID]
    collection_id: Mapped[int] = mapped_column(ForeignKey("collection.id"), index=True)
    quantity_milli: Mapped[int]
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship()
