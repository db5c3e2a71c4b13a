"""Table of the wishes."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base.db import Base
from bouwkringloop.catalogue.models import Category, CategoryGroup
from bouwkringloop.partners.models import Customer

STATES = ("open", "found", "expired", "withdrawn")
#: What a thing can be long, wide and high.
MEASURES = ("length", "width", "height")
#: What says who looks for something; wiped 60 days after the wish ended.
PERSONAL = ("name", "folded", "phone", "mail", "note", "content_hash")


class Wish(Base):
    """What somebody looks for, until a day; who it is, is wiped 60 days after its end."""

    __tablename__ = "wish"
    __table_args__ = (
        CheckConstraint("state in ('open', 'found', 'expired', 'withdrawn')", name="state_known"),
        CheckConstraint("(state = 'open') = (ended_at is null)", name="ended_or_open"),
        CheckConstraint("unit in ('piece', 'm', 'm2', 'm3', 'kg', 'pack')", name="unit_known"),
        CheckConstraint("quantity_milli > 0", name="quantity_positive"),
        CheckConstraint("price_cents > 0", name="price_positive"),
        CheckConstraint(
            "category_id is not null or group_id is not null or words <> ''", name="says_what"
        ),
        CheckConstraint("category_id is null or group_id is null", name="one_kind"),
        *(
            CheckConstraint(
                f"{name}_from_mm > 0 and {name}_until_mm > 0 and {name}_from_mm <= {name}_until_mm",
                name=f"{name}_forwards",
            )
            for name in MEASURES
        ),
        CheckConstraint(
            "forgotten_at is not null or customer_id is not null"
            " or (name <> '' and (phone <> '' or mail <> ''))",
            name="reachable",
        ),
        CheckConstraint(
            "forgotten_at is null or (ended_at is not null and "
            + " and ".join(f"{column} = ''" for column in PERSONAL)
            + ")",
            name="forgotten_is_empty",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made with the form, so that sending twice stores once.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    #: Hash of what was sent under that id.
    content_hash: Mapped[str]
    #: Who looks for it: a customer, or else somebody by name whom one can call or mail.
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    mail: Mapped[str] = mapped_column(default="")
    #: The name without accents and capitals, to be found by.
    folded: Mapped[str] = mapped_column(default="")
    #: What it is: a kind, or any of a group, or what is described by words.
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("category_group.id"))
    words: Mapped[str] = mapped_column(default="")
    #: How much is needed at least, in thousandths of the unit.
    quantity_milli: Mapped[int]
    unit: Mapped[str]
    #: What one may cost at most, VAT included.
    price_cents: Mapped[int | None]
    #: Between which measures it has to be; an empty side is open.
    length_from_mm: Mapped[int | None]
    length_until_mm: Mapped[int | None]
    width_from_mm: Mapped[int | None]
    width_until_mm: Mapped[int | None]
    height_from_mm: Mapped[int | None]
    height_until_mm: Mapped[int | None]
    #: The last day on which it is of use.
    needed_until: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="open", index=True)
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    #: Who said that it was found or withdrawn; nobody where its day passed.
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    forgotten_at: Mapped[datetime | None]

    customer: Mapped[Customer | None] = relationship()
    category: Mapped[Category | None] = relationship()
    group: Mapped[CategoryGroup | None] = relationship()

    @property
    def subject(self) -> str:
        """Its name in the audit trail."""
        return f"wish:{self.uuid}"

    @property
    def who(self) -> str:
        """Who looks for it; empty when that was erased."""
        return self.customer.name if self.customer else self.name

    @property
    def what(self) -> str:
        """What is looked for, in a few words."""
        kind = self.category or self.group
        return ": ".join(part for part in (kind.name if kind else "", self.words) if part)

    def bounds(self, measure: str) -> tuple[int | None, int | None]:
        """Between which millimetres a length, width or height has to be."""
        return getattr(self, f"{measure}_from_mm"), getattr(self, f"{measure}_until_mm")
