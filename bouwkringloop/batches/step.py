"""Bring a batch from one state to the next, and write down who did it, when and why."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.batches import prints
from bouwkringloop.batches.models import Batch, BatchStep, BuilderLink
from bouwkringloop.batches.words import STATES
from bouwkringloop.partners import forget

#: States that somebody has to say a reason for.
_SAYS_WHY = ("declined", "cancelled")
LONGEST_REASON = 300


class NotThatStep(Refused):
    """The batch's state does not allow it."""

    message = N_("This batch is “%(state)s” by now, so that cannot be done. Look at it again.")

    def __init__(self, batch: Batch) -> None:
        super().__init__(state=_(STATES[batch.state][0]))


class NoReason(Refused):
    """A batch is declined or called off, and nobody says why."""

    status = 422
    message = N_("Say why; the builder reads it.")


@dataclass(frozen=True)
class By:
    """Who does a step: somebody here, or the builder through a link, or nobody but time."""

    person: Actor | None = None
    link: BuilderLink | None = None


def begin(session: Session, batch: Batch, by: By) -> None:
    """Write down that a batch was offered; it has just been added."""
    _write(session, batch, "", by, "")


def to(session: Session, batch: Batch, state: str, by: By, *, reason: str = "") -> None:
    """Bring a batch into a state; the caller has locked it (`find.to_change`)."""
    if state not in batch.can:
        raise NotThatStep(batch)
    said = clean(reason)[:LONGEST_REASON]
    if state in _SAYS_WHY and not said:
        raise NoReason
    before, batch.state = batch.state, state
    _write(session, batch, before, by, said)


def _write(session: Session, batch: Batch, before: str, by: By, reason: str) -> None:
    made = BatchStep(
        number=len(batch.steps) + 1,
        state_before=before,
        state=batch.state,
        at=clock.now(),
        person_id=by.person.id if by.person else None,
        link_id=by.link.id if by.link else None,
        reason=reason,
    )
    batch.steps.append(made)
    forget.used(batch.customer)
    session.flush()  # Of two steps at one moment the second is stopped here, by the database.
    prints.note(
        session,
        by.person,
        "batch.step",
        batch.subject,
        [made],
        state=[before, batch.state],
        through="" if by.person else "link" if by.link else "time",
    )
