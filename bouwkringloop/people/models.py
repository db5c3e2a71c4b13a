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
    #: When the second step was taken in this very log-in; None where it was not.
    proved_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    device: Mapped[Device] = relationship()


class SecondFactor(Base):
    """What somebody's phone makes codes with; without `confirmed_at` it was only begun.

    Kept until it is switched off, or begun anew.
    """

    __tablename__ = "second_factor"
    __table_args__ = (
        CheckConstraint(
            "(confirmed_at is null) = (last_used_step = 0)", name="confirmed_by_a_code"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    #: The secret, sealed by `base/seal` for `second_factor:PERSON`.
    sealed: Mapped[bytes]
    #: The half minute whose code was used last, counted from 1970; no earlier code works again.
    last_used_step: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """One code on paper, for who has no phone at hand; kept as long as the second factor."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str]
    used_at: Mapped[datetime | None]


class HalfLogin(Base):
    """A right password that waits some minutes for a code; it opens nothing but that question."""

    __tablename__ = "half_login"

    id: Mapped[int] = mapped_column(primary_key=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime]


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
    #: `login:` and a hash of the name typed, `address:IP`, `pin:DEVICE`, `asker:IP`, or `code:`
    #: and `codes:` with a person, for a quarter of an hour and for a day.
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
