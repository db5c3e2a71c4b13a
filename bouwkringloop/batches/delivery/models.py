"""Tables of what came of a batch. Every row is only ever added."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base.db import Base
from bouwkringloop.batches.models import Batch, BatchLine
from bouwkringloop.intake.models import IntakeLine
from bouwkringloop.stock.models import Place, Site

#: What inspecting finds, and on which route of an intake it then goes; "back" never comes in.
OUTCOMES = {
    "stock": "sell",
    "repair": "repair",
    "parts": "parts",
    "quarantine": "quarantine",
    "material": "material",
    "residue": "residue",
    "back": "refuse",
}
#: What of these the shop keeps, and pays for where it buys.
KEPT = ("stock", "repair", "parts", "quarantine")


class BatchDelivery(Base):
    """One load of a batch that arrived at a site."""

    __tablename__ = "batch_delivery"
    __table_args__ = (
        UniqueConstraint("batch_id", "number"),
        CheckConstraint("(signed_by = '') = (signature_id is null)", name="signature_has_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made on the device.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    content_hash: Mapped[str]
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    number: Mapped[int]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    at: Mapped[datetime]
    #: Who drove, and in what.
    driver: Mapped[str]
    plate: Mapped[str] = mapped_column(default="")
    #: What the vehicle may carry, in grams, where it is known; no load is heavier.
    vehicle_max_g: Mapped[int | None]
    #: Who signed for the handing over, and the drawing of it (a file of this id).
    signed_by: Mapped[str] = mapped_column(default="")
    signature_id: Mapped[UUID | None]
    note: Mapped[str] = mapped_column(default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    batch: Mapped[Batch] = relationship()
    site: Mapped[Site] = relationship()
    place: Mapped[Place | None] = relationship()
    lines: Mapped[list["DeliveryLine"]] = relationship(
        order_by="DeliveryLine.id", back_populates="delivery"
    )


class DeliveryLine(Base):
    """What came of one line of the offer: counted and weighed."""

    __tablename__ = "delivery_line"
    __table_args__ = (
        UniqueConstraint("delivery_id", "line_id"),
        CheckConstraint("quantity_milli > 0 and weight_g > 0", name="something_came"),
        CheckConstraint(
            "weight_source in ('scale', 'typed', 'category')", name="weight_source_known"
        ),
        CheckConstraint(
            "(gross_g is null) = (tare_g is null) and (tare_g is null or tare_g < gross_g)",
            name="tare_below_gross",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("batch_delivery.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("batch_line.id"), index=True)
    quantity_milli: Mapped[int]
    weight_g: Mapped[int]
    weight_source: Mapped[str]
    gross_g: Mapped[int | None]
    tare_g: Mapped[int | None]
    #: Whether the rest of the line comes with another load; without, a second delivery is refused.
    more_follows: Mapped[bool] = mapped_column(default=False)
    #: What is other than was offered.
    difference: Mapped[str] = mapped_column(default="")

    delivery: Mapped[BatchDelivery] = relationship(back_populates="lines")
    line: Mapped[BatchLine] = relationship()
    inspections: Mapped[list["Inspection"]] = relationship(
        order_by="Inspection.id", back_populates="delivery_line"
    )


class Inspection(Base):
    """What was found of a part of what came. All parts of a line together weigh what came."""

    __tablename__ = "inspection"
    __table_args__ = (
        CheckConstraint(
            "outcome in ('stock', 'repair', 'parts', 'quarantine', 'material', 'residue', 'back')",
            name="outcome_known",
        ),
        CheckConstraint("quantity_milli > 0 and weight_g > 0", name="some_of_it"),
        CheckConstraint("condition in ('A', 'B', 'C')", name="condition_known"),
        CheckConstraint(
            "outcome not in ('quarantine', 'residue', 'back') or reason <> ''", name="says_why"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    delivery_line_id: Mapped[int] = mapped_column(ForeignKey("delivery_line.id"), index=True)
    outcome: Mapped[str]
    quantity_milli: Mapped[int]
    weight_g: Mapped[int]
    condition: Mapped[str] = mapped_column(default="B")
    reason: Mapped[str] = mapped_column(default="")
    #: How it was treated (cleaned, denailed, sawn), and by which test it may be used.
    treatment: Mapped[str] = mapped_column(default="")
    certificate: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    delivery_line: Mapped[DeliveryLine] = relationship(back_populates="inspections")
    stocked: Mapped[list["Stocked"]] = relationship(
        order_by="Stocked.intake_line_id", back_populates="inspection"
    )


class Stocked(Base):
    """As which line of an intake an inspected part went on; a part may become many things."""

    __tablename__ = "batch_stocked"

    intake_line_id: Mapped[int] = mapped_column(ForeignKey("intake_line.id"), primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), index=True)

    inspection: Mapped[Inspection] = relationship(back_populates="stocked")
    intake_line: Mapped[IntakeLine] = relationship()
