"""Tables of the things, where they lie, and every movement of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base.db import Base
from bouwkringloop.catalogue.models import Category


class Site(Base):
    """A place with an address where the shop works: a yard, a shop, a hub."""

    __tablename__ = "site"
    __table_args__ = (CheckConstraint("kind in ('yard', 'shop', 'hub')", name="kind_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    address: Mapped[str] = mapped_column(default="")


class Place(Base):
    """Where things lie on a site: a rack, a bay, a corner."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("site_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    slug: Mapped[str]
    name: Mapped[str]

    site: Mapped[Site] = relationship()


class Photo(Base):
    """A photo of a thing, re-encoded here and without the data its camera added."""

    __tablename__ = "photo"

    #: Made on the device; also the file's name.
    id: Mapped[UUID] = mapped_column(primary_key=True)
    width: Mapped[int]
    height: Mapped[int]
    created_at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class CodeCounter(Base):
    """The last number given out to an item code; one row."""

    __tablename__ = "code_counter"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Item(Base):
    """One labelled thing, or one heap of equal things, that can be sold."""

    __tablename__ = "item"
    __table_args__ = (
        CheckConstraint("quantity_milli >= 0", name="quantity_not_negative"),
        CheckConstraint("price_cents >= 0", name="price_not_negative"),
        CheckConstraint("condition in ('A', 'B', 'C')", name="condition_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    photo_id: Mapped[UUID | None] = mapped_column(ForeignKey("photo.id"))
    #: What it is called on the label; the category's name where nobody wrote more.
    title: Mapped[str]
    unit: Mapped[str]
    #: What is there now, in thousandths of the unit.
    quantity_milli: Mapped[int]
    #: What the label says, VAT included, per unit.
    price_cents: Mapped[int]
    condition: Mapped[str]
    #: What one unit weighs, in grams.
    weight_g: Mapped[int]
    vat_regime: Mapped[str]
    vat_rate: Mapped[str]
    #: The words one may search for, in lower case and without accents.
    search_text: Mapped[str]
    created_at: Mapped[datetime]

    category: Mapped[Category] = relationship()
    site: Mapped[Site] = relationship()
    place: Mapped[Place | None] = relationship()


class Movement(Base):
    """One change of what is there of an item. Movements are only ever added."""

    __tablename__ = "movement"
    __table_args__ = (
        CheckConstraint("quantity_milli <> 0", name="quantity_not_zero"),
        CheckConstraint("kind in ('received', 'sold', 'corrected')", name="kind_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    #: Thousandths of the item's unit; below zero when it left.
    quantity_milli: Mapped[int]
    #: Grams; below zero when they left.
    weight_g: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: What moved it, such as `sale:4b1c…`.
    cause: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
