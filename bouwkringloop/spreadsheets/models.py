"""The table of lists that were handed in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base.db import Base
from bouwkringloop.stock.models import Site


class ImportFile(Base):
    """A list that somebody handed in: looked at first, then imported or left to expire."""

    __tablename__ = "import_file"
    __table_args__ = (
        CheckConstraint("state in ('open', 'done')", name="state_known"),
        CheckConstraint("imported >= 0", name="imported_not_negative"),
        Index(
            "ix_import_file_open",
            "made_at",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: Where its things go, unless a line names another site.
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    #: What the file was called.
    name: Mapped[str]
    #: The cells that are read, as JSON; emptied when it is done.
    content: Mapped[str]
    state: Mapped[str] = mapped_column(default="open")
    #: How many things came of it.
    imported: Mapped[int] = mapped_column(default=0)

    site: Mapped[Site] = relationship()
