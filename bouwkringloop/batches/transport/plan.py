"""Plan when a batch is fetched or brought, or call that off."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.batches import find, prints, step, told
from bouwkringloop.batches.models import Batch
from bouwkringloop.batches.transport import to_come
from bouwkringloop.batches.transport.models import BatchSlot
from bouwkringloop.config import Config
from bouwkringloop.people import audit
from bouwkringloop.pickups.plan import Slot, check

LONGEST_REASON = 300


class NotAvailable(Refused):
    """The builder gave other days."""

    message = N_(
        "The builder has it ready from %(first)s until %(last)s. Choose a day in between, or plan"
        " it anyway and say why."
    )


class NoReasonWhy(Refused):
    """It is planned anyway, and nobody says why."""

    status = 422
    message = N_("Say why it is planned outside the days of the builder.")


class NothingFollows(Refused):
    """All of it came already."""

    message = N_("All of this batch came already, so there is nothing left to plan.")


def plan(
    session: Session,
    config: Config,
    batch: Batch,
    slot: Slot,
    *,
    by: Actor,
    anyway: bool = False,
    reason: str = "",
) -> BatchSlot:
    """Plan a day and times for a batch, or for what is left of it, and write its builder.

    A new slot ends an older one.
    """
    batch = find.to_change(session, batch.uuid)
    if not may_be_planned(batch):
        raise step.NotThatStep(batch)
    check(slot)
    why = clean(reason)[:LONGEST_REASON]
    if not to_come.rest(session, batch):
        raise NothingFollows
    outside = not batch.available_from <= slot.day <= batch.available_until
    if outside and not anyway:
        first, last = i18n.day(batch.available_from), i18n.day(batch.available_until)
        raise NotAvailable(first=first, last=last)
    if outside and not why:
        raise NoReasonWhy
    made = BatchSlot(
        batch_id=batch.id,
        number=_last(session, batch) + 1,
        day=slot.day,
        starts=slot.starts,
        ends=slot.ends,
        reason=why if outside else "",
        at=clock.now(),
        person_id=by.id,
    )
    session.add(made)
    step.to(session, batch, "planned", step.By(person=by))
    day = f"{slot.day} {slot.starts:%H:%M}–{slot.ends:%H:%M}"
    prints.note(session, by, "batch.slot_planned", batch.subject, [made], day=day)
    told.planned(session, config, batch, slot.day, slot.starts, slot.ends)
    return made


def may_be_planned(batch: Batch) -> bool:
    """Tell whether a batch can get a slot; what is on the road comes back or arrives first."""
    return "planned" in batch.can and batch.state != "underway"


def call_off(session: Session, batch: Batch, *, by: Actor) -> None:
    """Call a slot off: the batch waits for another; what came of it before stays received."""
    batch = find.to_change(session, batch.uuid)
    if batch.state != "planned":
        raise step.NotThatStep(batch)
    state = "received" if to_come.has_come(session, batch) else "agreed"
    step.to(session, batch, state, step.By(person=by))
    audit.note(session, by, "batch.slot_called_off", batch.subject)


def _last(session: Session, batch: Batch) -> int:
    query = select(func.max(BatchSlot.number)).where(BatchSlot.batch_id == batch.id)
    return session.scalar(query) or 0
