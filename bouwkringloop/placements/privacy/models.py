"""Tables of what somebody agreed to share, and of files that were erased."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base.db import Base
from bouwkringloop.people.models import Person


class Consent(Base):
    """One time that somebody agreed to something, or took it back. The newest counts."""

    __tablename__ = "consent"
    __table_args__ = (CheckConstraint("kind in ('share_progress', 'photo')", name="kind_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    kind: Mapped[str]
    given: Mapped[bool]
    at: Mapped[datetime]
    #: Who wrote it down.
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person] = relationship()


class Erasure(Base):
    """One file that was erased: when and why, and what was left without a name."""

    __tablename__ = "erasure"
    __table_args__ = (
        CheckConstraint("cause in ('kept_long_enough', 'asked')", name="cause_known"),
        CheckConstraint("(cause = 'asked') = (by_id is not null)", name="asked_of_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), unique=True)
    at: Mapped[datetime]
    cause: Mapped[str]
    #: Who erased it; nobody where its time was over.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: How many placements stay without a name.
    placements: Mapped[int]
