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
        CheckConstraint(
            "source_kind in ('yard', 'shop', 'pickup', 'batch', 'municipality', 'workshop')",
            name="source_known",
        ),
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
    #: What cannot be guessed and leads the donor to what became of it; None without a slip.
    slip: Mapped[str | None] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(index=True)

    site: Mapped[Site] = relationship()
    lines: Mapped[list["IntakeLine"]] = relationship(order_by="IntakeLine.position")

    @property
    def weight_g(self) -> int:
        """What of it stayed here, in grams: all but what was refused."""
        return sum(line.weight_g for line in self.lines if line.route != "refuse")


class IntakeLine(Base):
    """One kind of thing in a delivery, and where it goes."""

    __tablename__ = "intake_line"
    __table_args__ = (
        UniqueConstraint("intake_id", "position"),
        CheckConstraint("quantity_milli > 0", name="quantity_positive"),
        CheckConstraint("weight_g >= 0", name="weight_not_negative"),
        CheckConstraint(
            "weight_source in ('scale', 'typed', 'dimensions', 'category')",
            name="weight_source_known",
        ),
        CheckConstraint(
            "(gross_g is null) = (tare_g is null) and (tare_g is null or tare_g < gross_g)",
            name="tare_below_gross",
        ),
        CheckConstraint(
            "route in ('sell', 'repair', 'parts', 'repurpose', 'material', 'residue', 'refuse',"
            " 'quarantine')",
            name="route_known",
        ),
        CheckConstraint("route <> 'refuse' or reason <> ''", name="refusal_has_reason"),
        CheckConstraint("route <> 'sell' or item_id is not null", name="sold_things_are_items"),
        CheckConstraint(
            "route not in ('material', 'residue', 'refuse') or item_id is null",
            name="what_leaves_is_no_item",
        ),
        CheckConstraint("paid_cents >= 0", name="paid_not_negative"),
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
    #: What the scales showed, and what the container on them weighs, where it was weighed so.
    gross_g: Mapped[int | None]
    tare_g: Mapped[int | None]
    condition: Mapped[str]
    route: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    #: By which version of the decision tree it was judged, and the answers, as JSON.
    tree_version_id: Mapped[int | None] = mapped_column(ForeignKey("tree_version.id"))
    answers: Mapped[str] = mapped_column(default="{}")
    #: Product, waste, or waste prepared for reuse; and what it may be used for.
    status: Mapped[str] = mapped_column(default="")
    use: Mapped[str] = mapped_column(default="")
    #: What the shop paid for all of it; 0 for what was given.
    paid_cents: Mapped[int] = mapped_column(default=0)
    photo_id: Mapped[UUID | None] = mapped_column(ForeignKey("photo.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), unique=True)

    category: Mapped[Category] = relationship()
    item: Mapped[Item | None] = relationship()


class TreeVersion(Base):
    """One version of the decision tree. Versions are only ever added; the newest one is asked."""

    __tablename__ = "tree_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The tree as `tree.to_json` writes it.
    content: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Container(Base):
    """A crate, cage or trolley that stands on the scales with the things in it."""

    __tablename__ = "container"
    __table_args__ = (CheckConstraint("tare_g > 0", name="weighs_something"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    tare_g: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)


class Scale(Base):
    """Scales at a site, and the most that they can weigh."""

    __tablename__ = "scale"
    __table_args__ = (CheckConstraint("max_g > 0", name="weighs_something"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    name: Mapped[str]
    max_g: Mapped[int]
    #: How it speaks over a serial line, as `protocols.write` writes it; empty where somebody
    #: reads it.
    protocol: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)

    site: Mapped[Site] = relationship()


class Draft(Base):
    """Something photographed now and described later, also by somebody else."""

    __tablename__ = "draft"
    __table_args__ = (
        CheckConstraint("state in ('open', 'used', 'dropped')", name="state_known"),
        CheckConstraint("(state = 'open') = (ended_at is null)", name="ended_or_open"),
        CheckConstraint("(ended_at is null) = (ended_by_id is null)", name="ended_by_somebody"),
        CheckConstraint("(state = 'used') = (intake_id is not null)", name="used_in_a_delivery"),
        CheckConstraint("state <> 'open' or photo_id is not null", name="open_has_photo"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made on the device, so that sending twice stores once.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    #: None when it ended and nothing needed its photo any more.
    photo_id: Mapped[UUID | None] = mapped_column(ForeignKey("photo.id"))
    #: The delivery that it came with, as the device knows it, and what is known of it already.
    delivery: Mapped[UUID | None]
    source_kind: Mapped[str]
    source_postcode4: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="open")
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: The delivery in which it was described.
    intake_id: Mapped[int | None] = mapped_column(ForeignKey("intake.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    site: Mapped[Site] = relationship()


class PrintedCode(Base):
    """A code on a roll that was printed beforehand, and belongs to nothing until it is bound."""

    __tablename__ = "printed_code"

    code: Mapped[str] = mapped_column(primary_key=True)
    #: The roll that it was printed on.
    roll: Mapped[UUID] = mapped_column(index=True)
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class Purchase(Base):
    """That a delivery was paid for, or has to be in the dealer's register: from whom, and what.

    The seller's name, address and document are wiped when the law no longer asks for them.
    """

    __tablename__ = "purchase"
    __table_args__ = (UniqueConstraint("intake_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    intake_id: Mapped[int] = mapped_column(ForeignKey("intake.id"))
    #: Counted on within the shop, for the books.
    number: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str]
    address: Mapped[str]
    #: What kind of document was seen, and its number; empty where none had to be.
    document_kind: Mapped[str] = mapped_column(default="")
    document_number: Mapped[str] = mapped_column(default="")
    paid_cents: Mapped[int]
    paid_by: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    wiped_at: Mapped[datetime | None]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    intake: Mapped[Intake] = relationship()
