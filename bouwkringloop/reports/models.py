"""Tables of the reports room: the little that figures need and no other room knows."""

from datetime import date, datetime

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


class PsoNorm(Base):
    """What share of its work an organisation of a size gives to the target group of the PSO.

    Shares are hundredths of a percent, a step of the ladder each. Rows are only ever added; of one
    size the newest that holds counts.
    """

    __tablename__ = "pso_norm"
    __table_args__ = (
        CheckConstraint("size > 0", name="size_positive"),
        CheckConstraint("0 < step_1 and step_1 < step_2 and step_2 < step_3", name="steps_rise"),
        CheckConstraint("source <> ''", name="says_where_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: From so many people in full work on.
    size: Mapped[int]
    step_1: Mapped[int]
    step_2: Mapped[int]
    step_3: Mapped[int]
    valid_from: Mapped[date]
    source: Mapped[str]
    at: Mapped[datetime]
    #: None for what came with the program.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
