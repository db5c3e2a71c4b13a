"""Tables of badges and kiosks, of what was clocked, and of the hours that count."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base.db import Base
from bouwkringloop.people.models import Person
from bouwkringloop.placements.models import Participant, Placement
from bouwkringloop.stock.models import Site

#: The longest a day lasts, in minutes: the Sunday on which summer time ends.
LONGEST_DAY = 25 * 60


class Badge(Base):
    """A badge with which somebody clocks in and out; gone when the file is erased."""

    __tablename__ = "badge"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: What its bar code says; it cannot be guessed and tells nothing.
    code: Mapped[str] = mapped_column(unique=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    made_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: When it was lost or replaced; nobody clocks with it since.
    withdrawn_at: Mapped[datetime | None]

    participant: Mapped[Participant] = relationship()

    @property
    def subject(self) -> str:
        """What its print jobs are about."""
        return f"badge:{self.id}"


class Kiosk(Base):
    """A device at the door on which people clock; it opens nothing else."""

    __tablename__ = "kiosk"
    __table_args__ = (CheckConstraint("name <> ''", name="named"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(unique=True)
    name: Mapped[str]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    #: Fingerprint of the secret in its address.
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]

    site: Mapped[Site] = relationship()


class Clocking(Base):
    """One time that somebody clocked in or out; gone when the file is erased, its hours stay."""

    __tablename__ = "clocking"
    __table_args__ = (
        Index("ix_clocking_placement_id_at", "placement_id", "at"),
        CheckConstraint("kind in ('in', 'out')", name="kind_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made by the kiosk, so that sending twice clocks once.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
    kind: Mapped[str]
    at: Mapped[datetime]
    kiosk_id: Mapped[int] = mapped_column(ForeignKey("kiosk.id"))
    #: Of an out: the in that it ends, where there was one.
    begun_id: Mapped[int | None] = mapped_column(ForeignKey("clocking.id"), unique=True)

    placement: Mapped[Placement] = relationship()


class DayHours(Base):
    """What somebody worked on a day, said once more. Of a day the highest number counts."""

    __tablename__ = "day_hours"
    __table_args__ = (
        UniqueConstraint("placement_id", "day", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint(f"minutes >= 0 and minutes <= {LONGEST_DAY}", name="minutes_of_a_day"),
        CheckConstraint(
            "absence in ('', 'told', 'not_told', 'free', 'closed')", name="absence_known"
        ),
        CheckConstraint("source in ('clock', 'hand', 'list', 'correction')", name="source_known"),
        CheckConstraint("(source = 'correction') = (reason <> '')", name="corrected_for_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
    day: Mapped[date]
    number: Mapped[int]
    #: All of the day, not what this adds to it.
    minutes: Mapped[int]
    #: Why somebody was away, as far as the shop has to know: a word of `words.ABSENCES`.
    absence: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    #: Why a locked day was corrected: a word of `words.REASONS`.
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    #: Who wrote it down; nobody where it was clocked.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person | None] = relationship()


class HoursMark(Base):
    """Days of a placement that were approved, signed or locked as they stood then."""

    __tablename__ = "hours_mark"
    __table_args__ = (
        Index("ix_hours_mark_placement_id_first", "placement_id", "first"),
        CheckConstraint("kind in ('approved', 'signed', 'locked')", name="kind_known"),
        CheckConstraint("first <= last", name="forwards"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(unique=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
    kind: Mapped[str]
    first: Mapped[date]
    last: Mapped[date]
    #: What was planned and made in those days, in minutes, as who marked them saw it.
    planned: Mapped[int]
    minutes: Mapped[int]
    #: The last row of the placement's hours that was seen; 0 where there was none.
    upto_id: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person] = relationship()


class AllowanceLimit(Base):
    """How much a volunteer may get without tax, from a day on; amounts in cents."""

    __tablename__ = "allowance_limit"
    __table_args__ = (
        CheckConstraint("adult_hour > 0 and young_hour > 0", name="hours_positive"),
        CheckConstraint("month > 0 and year > 0", name="periods_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    starts_on: Mapped[date] = mapped_column(unique=True)
    #: An hour of who is `adult_age` or older, and of who is younger.
    adult_hour: Mapped[int]
    young_hour: Mapped[int]
    adult_age: Mapped[int]
    month: Mapped[int]
    year: Mapped[int]
    source: Mapped[str]


class AllowancePaid(Base):
    """An allowance that was paid, or with a minus taken back; in cents."""

    __tablename__ = "allowance_paid"
    __table_args__ = (CheckConstraint("cents <> 0", name="something"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(unique=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"), index=True)
    day: Mapped[date]
    cents: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
