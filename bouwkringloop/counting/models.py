"""Tables of stock counts: what was counted where, by whom, and when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
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
    #: What was booked, with its reasons, so that sending it twice books once.
    booked_hash: Mapped[str | None]
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
    #: The tally that this one takes back; then it counts nothing itself.
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("count_tally.id"), unique=True)
    #: What the books said at that moment, and the last movement they knew of this thing.
    book_milli: Mapped[int]
    last_movement_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: When it was counted, which a phone without a signal tells later.
    at: Mapped[datetime]

    item: Mapped[Item] = relationship()


class CountLine(Base):
    """What a booked count says of one thing, as it was booked."""

    __tablename__ = "count_line"
    __table_args__ = (
        UniqueConstraint("count_id", "item_id"),
        CheckConstraint(
            "outcome in ('right', 'differs', 'missing', 'came', 'part', 'away')",
            name="outcome_known",
        ),
        CheckConstraint(
            "(outcome in ('differs', 'missing')) = (difference_milli <> 0)",
            name="difference_fits_outcome",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    count_id: Mapped[int] = mapped_column(ForeignKey("stock_count.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    outcome: Mapped[str]
    #: None where nobody tallied it.
    counted_milli: Mapped[int | None]
    book_milli: Mapped[int]
    #: What was booked: thousandths, grams, and cents by the price on the label of that moment.
    difference_milli: Mapped[int]
    weight_g: Mapped[int]
    value_cents: Mapped[int]
    #: Where it was moved to, if it was.
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    reason: Mapped[str] = mapped_column(default="")

    item: Mapped[Item] = relationship()
    place: Mapped[Place | None] = relationship()
