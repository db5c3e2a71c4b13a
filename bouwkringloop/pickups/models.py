"""Tables of the pick-ups at home."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base.db import Base
from bouwkringloop.intake.models import Intake

#: How a pick-up may go on. Who was not at home waits to be planned again.
STEPS = {
    "asked": {"planned", "refused", "cancelled"},
    "planned": {"planned", "done", "missed", "refused", "cancelled"},
    "missed": {"planned", "refused", "cancelled"},
    "done": set(),
    "refused": set(),
    "cancelled": set(),
}
#: Waiting for a day.
WAITING = ("asked", "missed")
ENDED = ("done", "refused", "cancelled")


class Pickup(Base):
    """One wish to have things picked up, and what became of it.

    What says who and where is kept until 60 days after its end (`forget`); then only the four
    digits of the postcode, the state, the dates and the delivery remain.
    """

    __tablename__ = "pickup"
    __table_args__ = (
        CheckConstraint(
            "state in ('asked', 'planned', 'missed', 'done', 'refused', 'cancelled')",
            name="state_known",
        ),
        CheckConstraint("language in ('nl', 'en')", name="language_known"),
        CheckConstraint(
            "(day is null) = (starts is null) and (day is null) = (ends is null)",
            name="slot_whole",
        ),
        CheckConstraint("starts < ends", name="slot_forwards"),
        CheckConstraint("state <> 'planned' or day is not null", name="planned_has_slot"),
        CheckConstraint(
            "(state in ('done', 'refused', 'cancelled')) = (ended_at is not null)",
            name="ended_has_end",
        ),
        CheckConstraint("intake_id is null or state = 'done'", name="only_done_has_delivery"),
        CheckConstraint(
            "forgotten_at is not null or (what <> '' and (phone <> '' or mail <> ''))",
            name="reachable",
        ),
        CheckConstraint(
            "forgotten_at is null or (ended_at is not null and what = '' and amount = ''"
            " and name = '' and street = '' and postcode = '' and town = '' and phone = ''"
            " and mail = '' and access = '' and reason = '' and content_hash = ''"
            " and token_hash is null)",
            name="forgotten_is_empty",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made with the form, so that sending twice stores once.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    #: Hash of what was typed under that id.
    content_hash: Mapped[str]
    #: Hash of the secret in the donor's link; None when it was forgotten.
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="asked", index=True)
    what: Mapped[str]
    #: Slugs of groups of the catalogue, and days that suit as `2026-11-21`, with blanks between.
    groups: Mapped[str] = mapped_column(default="")
    amount: Mapped[str] = mapped_column(default="")
    days: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    street: Mapped[str]
    postcode: Mapped[str]
    town: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    mail: Mapped[str] = mapped_column(default="")
    #: Floor, lift, where to park.
    access: Mapped[str] = mapped_column(default="")
    #: The four digits of the postcode, which stay.
    postcode4: Mapped[str]
    #: In which the donor is written to.
    language: Mapped[str]
    #: Who typed it in for somebody on the telephone; None where the donor did.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    #: When somebody comes: a day, and between which times.
    day: Mapped[date | None] = mapped_column(index=True)
    starts: Mapped[time | None]
    ends: Mapped[time | None]
    #: Why it was refused.
    reason: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    #: The delivery it became.
    intake_id: Mapped[int | None] = mapped_column(ForeignKey("intake.id"), unique=True)
    thanked_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]

    intake: Mapped[Intake | None] = relationship()
    photos: Mapped[list["PickupPhoto"]] = relationship(order_by="PickupPhoto.position")

    @property
    def subject(self) -> str:
        """Its name in the audit trail, in the outbox and among the print jobs."""
        return f"pickup:{self.uuid}"

    @property
    def can(self) -> set[str]:
        """The states to which it can go from here."""
        return STEPS[self.state]


class PickupPhoto(Base):
    """A photo that the donor sent beforehand; its file has the same id."""

    __tablename__ = "pickup_photo"
    __table_args__ = (UniqueConstraint("pickup_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    pickup_id: Mapped[int] = mapped_column(ForeignKey("pickup.id"))
    position: Mapped[int]
