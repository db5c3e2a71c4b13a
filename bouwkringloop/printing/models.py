"""Tables of what is to be put on paper."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from bouwkringloop.base.db import Base

#: How a job may go on. What a crash left half sent is never silently sent again: a receipt goes
#: once more with a mark, a label waits for somebody to look.
STEPS = {
    "queued": {"sending", "cancelled"},
    "sending": {"done", "queued", "uncertain", "failed", "cancelled"},
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
        Index(
            "ix_print_job_open",
            "id",
            sqlite_where=text("state in ('queued', 'sending', 'uncertain', 'failed')"),
            postgresql_where=text("state in ('queued', 'sending', 'uncertain', 'failed')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The printer asked for by name; None for whichever prints this kind when its turn comes.
    printer: Mapped[str | None]
    #: `label`, `receipt`, `report`, `badge` or `drawer`.
    kind: Mapped[str]
    #: What it belongs to, such as `sale:4b1c…`.
    subject: Mapped[str] = mapped_column(index=True)
    #: Where it was asked for, by short names; they choose among printers of one kind.
    site: Mapped[str | None]
    till: Mapped[str | None]
    #: The document as the printers package writes it.
    document: Mapped[str]
    #: It may be on paper already, so a receipt says KOPIE.
    is_copy: Mapped[bool] = mapped_column(default=False, server_default=false())
    state: Mapped[str] = mapped_column(default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    #: How often it went out without anybody knowing what became of it.
    doubts: Mapped[int] = mapped_column(default=0, server_default="0")
    #: Of no use after this moment.
    expires_at: Mapped[datetime | None]
    #: What went wrong last, as the printers package names it, and in the device's own words.
    problem: Mapped[str] = mapped_column(default="")
    detail: Mapped[str] = mapped_column(default="", server_default="")
    #: How it is known to be on paper: `printed` by the printer's word, `closed`, `sent`, `seen`.
    ack: Mapped[str] = mapped_column(default="", server_default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @property
    def is_test_page(self) -> bool:
        """Tell whether it only shows how its printer is set up."""
        return self.subject.startswith("printer:") and self.kind != "drawer"


class PrinterState(Base):
    """How a printer was when its worker last met it."""

    __tablename__ = "printer_state"

    printer: Mapped[str] = mapped_column(primary_key=True)
    #: What keeps it from printing; empty when nothing does.
    problem: Mapped[str] = mapped_column(default="")
    paper_low: Mapped[bool] = mapped_column(default=False)
    #: Failures in a row, and when it is tried again.
    failures: Mapped[int] = mapped_column(default=0)
    retry_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
