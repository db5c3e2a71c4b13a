"""Tables of the people who work here, their log-ins, and what they did."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base.db import Base
from bouwkringloop.base.permissions import Actor, Role


class Person(Base):
    """Somebody who works here, or a program that works for the shop.

    Kept as long as the books that name the person; the name may be replaced when that ends.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    #: What is typed at the log-in; a program has none.
    login: Mapped[str | None] = mapped_column(unique=True)
    role: Mapped[str]
    language: Mapped[str] = mapped_column(default="nl")
    password_hash: Mapped[str | None]
    pin_hash: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    def actor(self, session_id: int | None = None) -> Actor:
        """See this person as the one who does something."""
        return Actor(self.id, self.name, Role(self.role), self.language, session_id)


class Device(Base):
    """A browser on which somebody once logged in with a password; staff may switch by PIN there."""

    __tablename__ = "device"

    id: Mapped[int] = mapped_column(primary_key=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    #: What the browser calls itself, for the list of devices; dropped with the device.
    label: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    #: Until when staff may switch by PIN here; a password log-in moves it on.
    pin_until: Mapped[datetime]


class AuthSession(Base):
    """One log-in of one person on one device. Kept 90 days after its end."""

    __tablename__ = "auth_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"), index=True)
    #: `password` or `pin`.
    opened_by: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    device: Mapped[Device] = relationship()


class ApiToken(Base):
    """A secret with which a program speaks to the API."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class LoginAttempt(Base):
    """One failed log-in or public request, kept a day to slow down who guesses or floods."""

    __tablename__ = "login_attempt"
    __table_args__ = (Index("ix_login_attempt_subject_at", "subject", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: `login:` and a hash of the name typed, `address:IP`, `pin:DEVICE`, or `asker:IP`.
    subject: Mapped[str]
    at: Mapped[datetime]


class AuditEntry(Base):
    """One thing that somebody did. Entries are only ever added."""

    __tablename__ = "audit_entry"
    __table_args__ = (CheckConstraint("action <> ''", name="action_named"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: What was done, such as `sale.made`.
    action: Mapped[str]
    #: What it was done to, such as `sale:4b1c…`.
    subject: Mapped[str]
    #: More about it, as JSON.
    detail: Mapped[str] = mapped_column(default="{}")
