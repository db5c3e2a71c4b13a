"""Open a till: a drawer with its float, one shift at a time."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, money
from bouwkringloop.base.errors import NotFound, OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.till import journal
from bouwkringloop.till.models import Shift, Till


class UnknownTill(NotFound):
    """No till has this name."""

    message = N_("There is no such till.")


class TillInUse(Refused):
    """The till has a shift that is not closed yet."""

    message = N_("%(till)s is open already. Close that shift first, or go on with it.")


class ClosedAgain(Refused):
    """The shift of this id was opened and closed before."""

    message = N_("This shift was closed already. Open the till anew.")


class AbsurdFloat(Refused):
    """A float below nothing, or more than any drawer starts with."""

    status = 422
    message = N_("The float cannot be right. Count it again, please.")


def by_slug(session: Session, slug: str) -> Till:
    """Find a till."""
    till = session.scalar(select(Till).where(Till.slug == slug))
    if till is None:
        raise UnknownTill
    return till


def current(session: Session, till: Till) -> Shift | None:
    """Find the open shift of a till."""
    return session.scalar(select(Shift).where(Shift.till_id == till.id, Shift.closed_at.is_(None)))


def start(session: Session, uuid: UUID, till: Till, *, float_cents: int, by: Actor) -> Shift:
    """Open a shift; the same id with the same content gives the shift that is there."""
    if not 0 <= float_cents <= money.MOST_CENTS:
        raise AbsurdFloat
    head = journal.head(session, till.id)
    known = session.scalar(select(Shift).where(Shift.uuid == uuid))
    if known is not None:
        if (known.till_id, known.float_cents) != (till.id, float_cents):
            raise OtherContentUnderThisId
        if known.closed_at is not None:
            raise ClosedAgain
        return known
    if current(session, till) is not None:
        raise TillInUse(till=till.name)
    now = clock.now()
    shift = Shift(
        uuid=uuid,
        till=till,
        day=clock.local(now).date(),
        opened_at=now,
        opened_by_id=by.id,
        float_cents=float_cents,
    )
    session.add(shift)
    session.flush()  # A till opened twice at one moment is refused here, by the database.
    subject = f"shift:{uuid}"
    journal.add(
        session,
        head,
        kind="shift.opened",
        subject=subject,
        at=now,
        facts={"person": by.id, "float_cents": float_cents},
    )
    audit.note(session, by, "shift.opened", subject, till=till.slug, float_cents=float_cents)
    return shift
