"""Tables of the transport of batches. Every row is only ever added."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base.db import Base
from bouwkringloop.batches.models import Batch
from bouwkringloop.people.models import Person


class BatchSlot(Base):
    """A day and times at which a batch is fetched or brought. The newest of a batch counts."""

    __tablename__ = "batch_slot"
    __table_args__ = (
        UniqueConstraint("batch_id", "number"),
        CheckConstraint("starts < ends", name="slot_forwards"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    number: Mapped[int]
    day: Mapped[date]
    starts: Mapped[time]
    ends: Mapped[time]
    #: Why it lies outside the days that the builder gave.
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    batch: Mapped[Batch] = relationship()
    person: Mapped[Person] = relationship()


class WasteForm(Base):
    """The form that by law goes along when waste is driven (begeleidingsbrief), as it was made."""

    __tablename__ = "waste_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made with the page, so that sending twice makes one.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    #: Counted on within the shop.
    number: Mapped[int] = mapped_column(unique=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    #: The slot that it is for; another slot needs another form, since the day stands on it.
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("batch_slot.id"))
    #: All that stands on it, as JSON, and the hash of that.
    content: Mapped[str]
    content_hash: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    batch: Mapped[Batch] = relationship()


class CarrierNumber(Base):
    """Under which number the shop may drive waste (VIHB, of the NIWO). The newest counts."""

    __tablename__ = "carrier_number"

    id: Mapped[int] = mapped_column(primary_key=True)
    vihb: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
