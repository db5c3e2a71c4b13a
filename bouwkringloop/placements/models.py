"""Tables of the participants and their placements, of who may read a file, and of who did."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base import i18n
from bouwkringloop.base.db import Base
from bouwkringloop.partners.models import Customer
from bouwkringloop.people.models import Person
from bouwkringloop.stock.models import Site

#: What says who a participant is; wiped when the file is erased.
PERSONAL = ("first_name", "last_name", "folded", "phone", "mail", "emergency", "content_hash")
#: What of a placement can lead to a person; wiped with the file.
TELLING = ("reference", "referrer_contact", "assignment", "next_place", "content_hash")


class PlacementType(Base):
    """A kind of placement, and what has to be known of one of it."""

    __tablename__ = "placement_type"
    __table_args__ = (
        CheckConstraint("name_nl <> '' and name_en <> ''", name="named"),
        CheckConstraint("most_months > 0", name="most_months_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name_nl: Mapped[str]
    name_en: Mapped[str]
    #: What a placement of this type has to tell: words of `words.FACTS`, with blanks between.
    needs: Mapped[str] = mapped_column(default="")
    #: How long it may last at most, in months.
    most_months: Mapped[int | None]
    #: Whether only who keeps the file may know of which type it is.
    closed: Mapped[bool] = mapped_column(default=False)
    #: Whether somebody under age on it never handles money.
    minors_no_till: Mapped[bool] = mapped_column(default=False)
    #: Whether hours are counted down from an exact number.
    counts_down: Mapped[bool] = mapped_column(default=False)
    #: Whether an allowance may be paid, which has limits.
    allowance: Mapped[bool] = mapped_column(default=False)
    #: Whether the mentor signs the hours.
    mentor_signs: Mapped[bool] = mapped_column(default=False)
    #: Whether goals are set and evaluated, with the Participatieladder.
    growth: Mapped[bool] = mapped_column(default=True)
    #: As what municipalities count it for social return: a group of their tables, or nothing.
    sroi_target: Mapped[str] = mapped_column(default="")
    #: Whether it is paid work that counts for the PSO.
    pso: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)

    @property
    def name(self) -> str:
        """Its name in the language being spoken."""
        return self.name_nl if i18n.language() == "nl" else self.name_en

    @property
    def facts(self) -> tuple[str, ...]:
        """What a placement of it has to tell."""
        return tuple(self.needs.split())


class Participant(Base):
    """Somebody who gets work experience here.

    There is no field for a citizen service number, for health, or for what a court said. Erased
    at most two years after the end of the last placement (`forget`).
    """

    __tablename__ = "participant"
    __table_args__ = (
        CheckConstraint("forgotten_at is not null or first_name <> ''", name="named"),
        CheckConstraint(
            "forgotten_at is null or (born_on is null and person_id is null and "
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
    first_name: Mapped[str]
    last_name: Mapped[str] = mapped_column(default="")
    #: The name without accents and capitals, to be found by.
    folded: Mapped[str]
    #: Needed for who is under age, and for the limits of an allowance.
    born_on: Mapped[date | None]
    #: In which language somebody reads best: a code of `words.LANGUAGES`.
    language: Mapped[str] = mapped_column(default="nl")
    phone: Mapped[str] = mapped_column(default="")
    mail: Mapped[str] = mapped_column(default="")
    #: Who to call when something happens, with the number.
    emergency: Mapped[str] = mapped_column(default="")
    #: Under which log-in of the shop somebody works, if under any.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), unique=True)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    forgotten_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])

    @property
    def subject(self) -> str:
        """Its name in the audit trail."""
        return f"participant:{self.uuid}"

    @property
    def name(self) -> str:
        """First and last name; empty when they were erased."""
        return f"{self.first_name} {self.last_name}".strip()

    def age_on(self, day: date) -> int | None:
        """How many years old somebody is on a day, where that is known."""
        if self.born_on is None:
            return None
        before = (day.month, day.day) < (self.born_on.month, self.born_on.day)
        return day.year - self.born_on.year - before


class Placement(Base):
    """What was agreed for somebody: of which type, for whom, from when until when, how much."""

    __tablename__ = "placement"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="forwards"),
        CheckConstraint("ended_on >= starts_on", name="ended_after_start"),
        CheckConstraint("(ended_on is null) = (outcome = '')", name="ended_with_outcome"),
        CheckConstraint("total_minutes > 0", name="total_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(unique=True)
    content_hash: Mapped[str]
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    type_id: Mapped[int] = mapped_column(ForeignKey("placement_type.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    #: Who arranged it: a word of `words.REFERRERS`, and which organisation where one is known.
    referrer_kind: Mapped[str]
    referrer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    #: Who to write to there.
    referrer_contact: Mapped[str] = mapped_column(default="")
    #: Under which number the referrer knows it.
    reference: Mapped[str] = mapped_column(default="")
    #: When the referrer decided, where it may not begin before that.
    decided_on: Mapped[date | None]
    starts_on: Mapped[date]
    #: The last day that was agreed; none where it goes on.
    ends_on: Mapped[date | None]
    #: Agreed minutes on Monday, Tuesday and so on, with blanks between: `240 240 0 0 0 0 0`.
    week: Mapped[str]
    #: How many minutes have to be made in all, where that is exact.
    total_minutes: Mapped[int | None]
    #: Who teaches and guides at work.
    mentor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: Who answers for it.
    coordinator_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: What is done or learnt: the assignment of a student, the level of a language.
    assignment: Mapped[str] = mapped_column(default="")
    level: Mapped[str] = mapped_column(default="")
    #: The last day that really was, why it ended, and where somebody went.
    ended_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(default="")
    next_place: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    participant: Mapped[Participant] = relationship()
    type: Mapped[PlacementType] = relationship()
    site: Mapped[Site] = relationship()
    referrer: Mapped[Customer | None] = relationship()
    mentor: Mapped[Person | None] = relationship(foreign_keys=[mentor_id])
    coordinator: Mapped[Person] = relationship(foreign_keys=[coordinator_id])

    @property
    def subject(self) -> str:
        """Its name in the audit trail."""
        return f"placement:{self.uuid}"

    @property
    def day_minutes(self) -> tuple[int, ...]:
        """Agreed minutes of the seven days of a week, from Monday."""
        return tuple(int(minutes) for minutes in self.week.split())

    @property
    def last_day(self) -> date | None:
        """The last day on which it counts, as far as is known."""
        return self.ended_on or self.ends_on

    def runs_on(self, day: date) -> bool:
        """Tell whether somebody may be at work under it on a day."""
        return self.starts_on <= day and (self.last_day is None or day <= self.last_day)

    def state_on(self, day: date) -> str:
        """Tell its state: `planned`, `running`, `due` (past its end, not ended yet) or `ended`."""
        if self.ended_on is not None:
            return "ended"
        if day < self.starts_on:
            return "planned"
        return "running" if self.runs_on(day) else "due"


class FileKeeper(Base):
    """Somebody who may read a participant's file, as long as the row is there."""

    __tablename__ = "file_keeper"
    __table_args__ = (UniqueConstraint("participant_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class FileRead(Base):
    """One time that somebody asked for a page of a file, shown or refused.

    Kept with the file; what was refused is kept two years.
    """

    __tablename__ = "file_read"
    __table_args__ = (
        Index("ix_file_read_participant_id_at", "participant_id", "at"),
        CheckConstraint("answer in ('shown', 'refused')", name="answer_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: Whose file it was; nobody where the address names none.
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    #: Which page: the name of a view where it was shown, the address where it was refused.
    page: Mapped[str]
    answer: Mapped[str]

    person: Mapped[Person] = relationship()
