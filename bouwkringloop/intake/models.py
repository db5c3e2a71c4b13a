"""Tables of what came in, and where it went."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base.db import Base
from bouwkringloop.catalogue.models import Category
from bouwkringloop.stock.models import Item, Site


class Intake(Base):
    """One delivery: what one car, one pick-up or one builder brought."""

    __tablename__ = "intake"
    __table_args__ = (
        CheckConstraint("source_kind in ('yard', 'shop', 'pickup', 'batch')", name="source_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made on the device, so that sending twice stores once.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    #: Hash of what was sent under that id.
    content_hash: Mapped[str]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    source_kind: Mapped[str]
    #: The four digits of the donor's postcode, and nothing more of the donor.
    source_postcode4: Mapped[str | None]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(index=True)

    site: Mapped[Site] = relationship()
    lines: Mapped[list["IntakeLine"]] = relationship(order_by="IntakeLine.position")


class IntakeLine(Base):
    """One kind of thing in a delivery, and where it goes."""

    __tablename__ = "intake_line"
    __table_args__ = (
        UniqueConstraint("intake_id", "position"),
        CheckConstraint("quantity_milli > 0", name="quantity_positive"),
        CheckConstraint("weight_g >= 0", name="weight_not_negative"),
        CheckConstraint("weight_source in ('typed', 'category')", name="weight_source_known"),
        CheckConstraint(
            "route in ('sell', 'repair', 'parts', 'material', 'residue', 'refuse')",
            name="route_known",
        ),
        CheckConstraint("route <> 'refuse' or reason <> ''", name="refusal_has_reason"),
        CheckConstraint("(route = 'sell') = (item_id is not null)", name="sold_things_are_items"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    intake_id: Mapped[int] = mapped_column(ForeignKey("intake.id"), index=True)
    position: Mapped[int]
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    description: Mapped[str] = mapped_column(default="")
    unit: Mapped[str]
    quantity_milli: Mapped[int]
    #: Of the whole line, in grams.
    weight_g: Mapped[int]
    weight_source: Mapped[str]
    condition: Mapped[str]
    route: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    photo_id: Mapped[UUID | None] = mapped_column(ForeignKey("photo.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), unique=True)

    category: Mapped[Category] = relationship()
    item: Mapped[Item | None] = relationship()
