"""Tables of what the shop deals in."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base import i18n
from bouwkringloop.base.db import Base
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_

#: The group of what is never sold: it is refused or kept apart.
DANGER = "hazard"


class NeverSold(Refused):
    """A kind of thing that is too dangerous to be sold, whatever somebody says about it."""

    message = N_("“%(category)s” is dangerous and never sold. Refuse it or keep it apart.")


class CategoryGroup(Base):
    """A shelf of the catalogue: doors, timber, sanitary ware."""

    __tablename__ = "category_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name_nl: Mapped[str]
    name_en: Mapped[str]
    pictogram: Mapped[str]
    position: Mapped[int]

    @property
    def name(self) -> str:
        """The name in the language being spoken."""
        return self.name_en if i18n.language() == "en" else self.name_nl


class Category(Base):
    """One kind of building material, with what the shop knows of all things of that kind."""

    __tablename__ = "category"
    __table_args__ = (
        CheckConstraint("unit in ('piece', 'm', 'm2', 'm3', 'kg', 'pack')", name="unit_known"),
        CheckConstraint("vat_regime in ('normal', 'margin', 'exempt')", name="vat_regime_known"),
        CheckConstraint("vat_rate in ('high', 'low', 'zero')", name="vat_rate_known"),
        CheckConstraint("weight_g >= 0", name="weight_not_negative"),
        CheckConstraint(
            "price_low_cents > 0 and price_low_cents <= price_high_cents", name="price_range"
        ),
        CheckConstraint("form in ('pieces', 'heap', 'length', 'area')", name="form_known"),
        CheckConstraint("flat_price_cents > 0", name="flat_price_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("category_group.id"), index=True)
    name_nl: Mapped[str]
    name_en: Mapped[str]
    unit: Mapped[str]
    vat_regime: Mapped[str]
    vat_rate: Mapped[str]
    #: What one unit weighs by estimate, in grams; 0 where only weighing tells.
    weight_g: Mapped[int]
    #: Where that weight comes from.
    weight_source: Mapped[str]
    #: The code of the European waste list for this material when it becomes waste.
    eural: Mapped[str]
    #: What one unit usually costs second-hand, VAT included.
    price_low_cents: Mapped[int]
    price_high_cents: Mapped[int]
    pictogram: Mapped[str]
    #: What one label of it is on, usually: pieces, a heap, or one length or area to cut from.
    form: Mapped[str] = mapped_column(default="pieces")
    #: After how many days what percentage comes off its price, such as `28:25 56:50`.
    markdown: Mapped[str] = mapped_column(default="")
    #: What every thing of it costs, where all cost the same.
    flat_price_cents: Mapped[int | None]
    #: Whether the margin of its bought things is worked out over a period, all together
    #: (globalisation; Uitvoeringsbeschikking OB 1968, art. 4c).
    pooled: Mapped[bool] = mapped_column(default=False)
    #: Whether its seller belongs in the dealer's register (art. 437 Sr).
    registered: Mapped[bool] = mapped_column(default=False)
    #: Sold at the till by its picture, since nobody labels every screw.
    unlabelled: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int]

    group: Mapped[CategoryGroup] = relationship()

    @property
    def dangerous(self) -> bool:
        """Whether things of this kind are never sold."""
        return self.group.slug == DANGER

    @property
    def name(self) -> str:
        """The name in the language being spoken."""
        return self.name_en if i18n.language() == "en" else self.name_nl


class Attribute(Base):
    """A measure or mark that matters to a builder: a width, a hinge side, a U-value."""

    __tablename__ = "attribute"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name_nl: Mapped[str]
    name_en: Mapped[str]
    #: What a figure is in, such as `mm`; empty where one chooses.
    unit: Mapped[str] = mapped_column(default="")
    #: What one chooses from, as `slug|Dutch|English` lines; empty for a figure.
    choices: Mapped[str] = mapped_column(default="")
    position: Mapped[int]

    @property
    def name(self) -> str:
        """The name in the language being spoken."""
        return self.name_en if i18n.language() == "en" else self.name_nl

    @property
    def choice_names(self) -> dict[str, str]:
        """What one chooses from, by slug, in the language being spoken."""
        place = 2 if i18n.language() == "en" else 1
        lines = [line.split("|") for line in self.choices.splitlines()]
        return {parts[0]: parts[place] for parts in lines}


class CategoryAttribute(Base):
    """That things of a category have an attribute."""

    __tablename__ = "category_attribute"

    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), primary_key=True)
    attribute_id: Mapped[int] = mapped_column(ForeignKey("attribute.id"), primary_key=True)


class StickerColour(Base):
    """A colour of the price gun's stickers; each week has the next one, in this order."""

    __tablename__ = "sticker_colour"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name_nl: Mapped[str]
    name_en: Mapped[str]
    #: As `#rrggbb`.
    colour: Mapped[str]
    position: Mapped[int]

    @property
    def name(self) -> str:
        """The name in the language being spoken."""
        return self.name_en if i18n.language() == "en" else self.name_nl


class ImpactFactor(Base):
    """What a tonne of a material costs the climate, as a source gives it. Only ever added.

    Of the rows of a material that hold on a day, the one that holds since the latest day counts,
    and of those the newest.
    """

    __tablename__ = "impact_factor"
    __table_args__ = (
        CheckConstraint("primary_milli >= 0 and reused_milli >= 0", name="factors_not_negative"),
        CheckConstraint("displacement_milli between 0 and 1000", name="displacement_is_a_part"),
        CheckConstraint("source <> ''", name="says_where_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    material: Mapped[str] = mapped_column(index=True)
    #: Thousandths of a kilogram CO2e a tonne: made of primary material, and reused.
    primary_milli: Mapped[int]
    reused_milli: Mapped[int]
    #: Which part of what is reused is not bought new, in thousandths; 1000 is an assumption.
    displacement_milli: Mapped[int]
    source: Mapped[str]
    year: Mapped[int]
    valid_from: Mapped[date]
    at: Mapped[datetime]
    #: None for what came with the program.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
