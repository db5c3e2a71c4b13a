"""Tables of the reports room: the little that figures need and no other room knows."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base.db import Base
from bouwkringloop.people.models import Person


class PoolCarry(Base):
    """What the tax office lets the shop carry into a year of a negative margin over a period.

    The newest row of a year and rate counts; rows are only ever added.
    """

    __tablename__ = "pool_carry"
    __table_args__ = (
        CheckConstraint("cents >= 0", name="cents_not_negative"),
        CheckConstraint("note <> ''", name="decision_named"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The year into which it is carried.
    year: Mapped[int]
    #: Hundredths of a percent.
    vat_percent: Mapped[int]
    #: By how much the margin was negative.
    cents: Mapped[int]
    #: The decision: its number and date.
    note: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship()
