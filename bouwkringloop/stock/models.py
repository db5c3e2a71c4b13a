"""Tables of the things, where they lie, and every movement of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base import codes
from bouwkringloop.base.db import Base
from bouwkringloop.catalogue.models import Attribute, Category

_THERE, _OPEN = text("quantity_milli > 0"), text("state = 'open'")


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
    """Where things lie on a site: a zone, a rack in it, a bin on that."""

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("site_id", "slug"),
        CheckConstraint("kind in ('zone', 'rack', 'bin')", name="kind_known"),
        CheckConstraint("kind <> 'zone' or parent_id is null", name="zones_stand_alone"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    kind: Mapped[str] = mapped_column(default="rack")
    slug: Mapped[str]
    name: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)

    site: Mapped[Site] = relationship()

    @property
    def code(self) -> str:
        """The digits on its label."""
        return codes.place_code(self.id)


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
    """One labelled thing, or one heap of equal things: for sale, or kept apart for now."""

    __tablename__ = "item"
    __table_args__ = (
        CheckConstraint("quantity_milli >= 0", name="quantity_not_negative"),
        CheckConstraint(
            "reserved_milli >= 0 and reserved_milli <= quantity_milli", name="reserved_is_there"
        ),
        CheckConstraint("stock_g >= 0", name="stock_weight_not_negative"),
        CheckConstraint("quantity_milli > 0 or stock_g = 0", name="nothing_weighs_nothing"),
        CheckConstraint("price_cents >= 0", name="price_not_negative"),
        CheckConstraint("bought_cents >= 0", name="bought_not_negative"),
        CheckConstraint("condition in ('A', 'B', 'C')", name="condition_known"),
        CheckConstraint("form in ('unique', 'heap', 'length', 'area')", name="form_known"),
        CheckConstraint(
            "state in ('for_sale', 'to_repair', 'for_parts', 'to_repurpose', 'quarantined',"
            " 'in_transit')",
            name="state_known",
        ),
        Index("ix_item_there", "id", sqlite_where=_THERE, postgresql_where=_THERE),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    photo_id: Mapped[UUID | None] = mapped_column(ForeignKey("photo.id"))
    #: What it was taken from: the door of this handle, the beam of this remainder.
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    #: What it is called on the label; the category's name where nobody wrote more.
    title: Mapped[str]
    unit: Mapped[str]
    form: Mapped[str]
    state: Mapped[str] = mapped_column(default="for_sale")
    #: What is there now, in thousandths of the unit, and what of it is kept for somebody.
    quantity_milli: Mapped[int]
    reserved_milli: Mapped[int] = mapped_column(default=0)
    #: What there was at first: the whole length that a remainder is of.
    first_milli: Mapped[int]
    #: What all of it weighs now, in grams.
    stock_g: Mapped[int]
    #: What the label says, VAT included, per unit, and since when; markdown counts from there.
    price_cents: Mapped[int]
    priced_at: Mapped[datetime]
    #: What the shop paid for all there was at first, where its VAT is over the margin.
    bought_cents: Mapped[int] = mapped_column(default=0)
    #: What one unit costs new, where somebody looked it up.
    new_price_cents: Mapped[int | None]
    condition: Mapped[str]
    #: What it may be used for: anything, or not to carry loads.
    use: Mapped[str] = mapped_column(default="")
    #: What one unit weighs, in grams.
    weight_g: Mapped[int]
    vat_regime: Mapped[str]
    vat_rate: Mapped[str]
    #: The words one may search for, in lower case and without accents.
    search_text: Mapped[str]
    #: Where a list that was read in knows it from, so that reading it again does not double it.
    reference: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]

    category: Mapped[Category] = relationship()
    site: Mapped[Site] = relationship()
    place: Mapped[Place | None] = relationship()


class ItemPhoto(Base):
    """A further photo of a thing; its first one is with the thing itself."""

    __tablename__ = "item_photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    photo_id: Mapped[UUID] = mapped_column(ForeignKey("photo.id"), unique=True)


class ItemAttribute(Base):
    """One measure or mark of a thing that a builder asks for, such as its width."""

    __tablename__ = "item_attribute"
    __table_args__ = (
        UniqueConstraint("item_id", "attribute_id"),
        CheckConstraint("(value_milli is null) = (choice <> '')", name="figure_or_choice"),
        Index("ix_item_attribute_value", "attribute_id", "value_milli"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    attribute_id: Mapped[int] = mapped_column(ForeignKey("attribute.id"))
    #: Thousandths of the attribute's unit.
    value_milli: Mapped[int | None]
    choice: Mapped[str] = mapped_column(default="")

    attribute: Mapped[Attribute] = relationship()


class SearchWord(Base):
    """A word that describes some thing, so that a mistyped one finds it."""

    __tablename__ = "search_word"

    word: Mapped[str] = mapped_column(primary_key=True)


class Movement(Base):
    """One thing that happened to an item. Movements are only ever added."""

    __tablename__ = "movement"
    __table_args__ = (
        CheckConstraint(
            "kind in ('received', 'sold', 'returned', 'given', 'material', 'residue',"
            " 'dismantled', 'split', 'counted', 'corrected', 'moved', 'sent', 'arrived',"
            " 'reserved', 'released', 'repaired', 'rerouted', 'repriced', 'reweighed')",
            name="kind_known",
        ),
        CheckConstraint(
            "(kind in ('moved', 'sent', 'arrived', 'reserved', 'released', 'repaired', 'rerouted',"
            " 'repriced', 'reweighed')) = (quantity_milli = 0)"
            " or (kind in ('material', 'residue') and weight_g < 0)",
            name="quantity_fits_kind",
        ),
        CheckConstraint(
            "quantity_milli <> 0 or weight_g = 0 or kind in ('reweighed', 'material', 'residue')",
            name="weight_fits_kind",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    #: Thousandths of the item's unit; below zero when it left, zero when all stayed.
    quantity_milli: Mapped[int]
    #: Grams; below zero when they left.
    weight_g: Mapped[int]
    #: What it was about where nothing came or left: what was moved, reserved or repaired.
    about_milli: Mapped[int] = mapped_column(default=0)
    about_g: Mapped[int] = mapped_column(default=0)
    #: Where the thing was after it.
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: What moved it, such as `sale:4b1c…`.
    cause: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")


class Reservation(Base):
    """Something kept for somebody until a day; the name is wiped some time after it ended."""

    __tablename__ = "reservation"
    __table_args__ = (
        CheckConstraint("quantity_milli > 0", name="quantity_positive"),
        CheckConstraint("state in ('open', 'sold', 'released', 'expired')", name="state_known"),
        CheckConstraint("(state = 'open') = (ended_at is null)", name="ended_or_open"),
        Index("ix_reservation_open", "expires_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made on the device, so that sending twice reserves once.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    quantity_milli: Mapped[int]
    #: For whom, as they call themselves, and folded to count what one person holds.
    name: Mapped[str]
    folded_name: Mapped[str] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="open")
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    item: Mapped[Item] = relationship()


class Transfer(Base):
    """Things on their way from one site to another."""

    __tablename__ = "transfer"
    __table_args__ = (CheckConstraint("from_site_id <> to_site_id", name="to_another_site"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(unique=True)
    from_site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    to_site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    sent_at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: When the last of it arrived, came back or was given up.
    ended_at: Mapped[datetime | None]

    from_site: Mapped[Site] = relationship(foreign_keys=from_site_id)
    to_site: Mapped[Site] = relationship(foreign_keys=to_site_id)
    lines: Mapped[list["TransferLine"]] = relationship(order_by="TransferLine.id")


class TransferLine(Base):
    """One thing on its way, and what became of it."""

    __tablename__ = "transfer_line"
    __table_args__ = (
        UniqueConstraint("transfer_id", "item_id"),
        CheckConstraint("outcome in ('', 'arrived', 'missing', 'came_back')", name="outcome_known"),
        Index(
            "uq_transfer_line_under_way",
            "item_id",
            unique=True,
            sqlite_where=text("outcome = ''"),
            postgresql_where=text("outcome = ''"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    transfer_id: Mapped[int] = mapped_column(ForeignKey("transfer.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    quantity_milli: Mapped[int]
    #: What state it takes again on arrival, and where it stands again should it come back.
    state_before: Mapped[str]
    place_before_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    outcome: Mapped[str] = mapped_column(default="")

    item: Mapped[Item] = relationship()
