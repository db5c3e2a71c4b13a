"""Tables of stock counts: what was counted where, by whom, and when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base.db import Base
from bouwkringloop.stock.models import Item, Place


class StockCount(Base):
    """One count of what lies at a place and in the places within it."""

    __tablename__ = "stock_count"
    __table_args__ = (
        CheckConstraint("state in ('open', 'booked', 'cancelled')", name="state_known"),
        CheckConstraint("(state = 'open') = (ended_at is null)", name="ended_or_open"),
        Index(
            "uq_stock_count_open",
            "place_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(unique=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    state: Mapped[str] = mapped_column(default="open")
    #: The last movement before it began: what came in later was not there to be counted.
    first_movement_id: Mapped[int]
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    place: Mapped[Place] = relationship()


class CountTally(Base):
    """What one person counted of one thing at one moment. Tallies are only ever added."""

    __tablename__ = "count_tally"
    __table_args__ = (CheckConstraint("quantity_milli >= 0", name="quantity_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made on the device, so that sending twice counts once.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    count_id: Mapped[int] = mapped_column(ForeignKey("stock_count.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    #: The bin in which it was seen.
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    quantity_milli: Mapped[int]
    #: Whether it takes the place of what was tallied of this thing before.
    anew: Mapped[bool] = mapped_column(default=False)
    #: What the books said at that moment, and the last movement they knew of this thing.
    book_milli: Mapped[int]
    last_movement_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    item: Mapped[Item] = relationship()
