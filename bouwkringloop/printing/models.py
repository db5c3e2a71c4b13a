"""Tables of what is to be put on paper."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bouwkringloop.base.db import Base

#: How a job may go on. What a crash left half sent is uncertain, never silently sent again.
STEPS = {
    "queued": {"sending", "cancelled"},
    "sending": {"done", "queued", "uncertain", "failed"},
    "uncertain": {"queued", "done", "cancelled"},
    "failed": {"queued", "cancelled"},
    "done": set(),
    "cancelled": set(),
}


class PrintJob(Base):
    """One document on its way to one printer."""

    __tablename__ = "print_job"
    __table_args__ = (
        CheckConstraint(
            "state in ('queued', 'sending', 'done', 'uncertain', 'failed', 'cancelled')",
            name="state_known",
        ),
        Index(
            "ix_print_job_waiting",
            "id",
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The printer asked for by name; None for whichever prints this kind when its turn comes.
    printer: Mapped[str | None]
    #: `label`, `receipt`, `report` or `drawer`.
    kind: Mapped[str]
    #: What it belongs to, such as `sale:4b1c…`.
    subject: Mapped[str] = mapped_column(index=True)
    #: The document as the printers package writes it.
    document: Mapped[str]
    state: Mapped[str] = mapped_column(default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    #: Not to be tried before this moment.
    not_before: Mapped[datetime | None]
    #: What went wrong last, as the name of the error.
    problem: Mapped[str] = mapped_column(default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
