"""Decide about a pick-up: refuse it, cancel it, or say how it went."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.config import Config
from bouwkringloop.intake.models import Intake
from bouwkringloop.people import audit
from bouwkringloop.pickups import letters, step
from bouwkringloop.pickups.models import Pickup

LONGEST_REASON = 300


class NoReason(Refused):
    """Whoever offered things hears why nobody comes for them."""

    status = 422
    message = N_("Say why it is refused: choose a reason, or write your own.")


class ReasonTooLong(Refused):
    """More words than a reason needs."""

    status = 422
    message = N_("This reason is too long. Use at most 300 characters.")


class NotAPickup(Refused):
    """The delivery came another way, or does not exist."""

    status = 422
    message = N_("Choose a delivery that was picked up.")


class DeliveryTaken(Refused):
    """One delivery is what one pick-up brought."""

    message = N_("This delivery belongs to another pick-up already.")


def refuse(session: Session, config: Config, pickup: Pickup, *, reason: str, by: Actor) -> None:
    """Say no in time, and write the donor why. The trail keeps no words, since they may name."""
    words = clean(reason)
    if not words:
        raise NoReason
    if len(words) > LONGEST_REASON:
        raise ReasonTooLong
    step.to(pickup, "refused")
    pickup.reason = words
    audit.note(session, by, "pickup.refused", pickup.subject)
    _write(session, config, pickup, letters.refused)


def cancel(session: Session, config: Config, pickup: Pickup, *, by: Actor | None = None) -> None:
    """Call a pick-up off, for somebody here or by the donor's link; who did it needs no letter."""
    step.to(pickup, "cancelled")
    audit.note(session, by, "pickup.cancelled", pickup.subject)
    if by is not None:
        _write(session, config, pickup, letters.cancelled)


def miss(session: Session, config: Config, pickup: Pickup, *, by: Actor) -> None:
    """Say that nobody was at home; it waits to be planned again."""
    step.to(pickup, "missed")
    audit.note(session, by, "pickup.missed", pickup.subject)
    _write(session, config, pickup, letters.missed)


def finish(session: Session, pickup: Pickup, *, intake: UUID | None, by: Actor) -> None:
    """Say that the things are here, and with which delivery if they were taken in already."""
    step.to(pickup, "done")
    audit.note(session, by, "pickup.done", pickup.subject)
    if intake is not None:
        link(session, pickup, intake, by=by)


def link(session: Session, pickup: Pickup, intake: UUID, *, by: Actor) -> None:
    """Say which delivery a pick-up became; until the donor was thanked for it, that can change."""
    found = session.scalar(select(Intake).where(Intake.uuid == intake))
    if found is None or found.source_kind != "pickup":
        raise NotAPickup
    if pickup.state != "done" or pickup.thanked_at is not None:
        raise step.NotThatStep
    taken = select(Pickup.id).where(Pickup.intake_id == found.id, Pickup.id != pickup.id)
    if session.scalar(taken) is not None:
        raise DeliveryTaken
    pickup.intake = found
    audit.note(session, by, "pickup.linked", pickup.subject, intake=str(intake))


def _write(session: Session, config: Config, pickup: Pickup, letter: letters.Writer) -> None:
    with i18n.speaking(pickup.language):
        letters.send(session, config, pickup, letter(pickup))
