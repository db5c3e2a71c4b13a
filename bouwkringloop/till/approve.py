"""Allow at the till what a cashier may not do alone: a shop lead types their PIN, in place."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.db import is_practice
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import ALLOWED, Actor, Permission, Role
from bouwkringloop.people import audit
from bouwkringloop.people.models import Person
from bouwkringloop.till import close, journal
from bouwkringloop.till.desk import ShiftClosed
from bouwkringloop.till.models import Approval


class MayNotAllow(Refused):
    """Who typed the PIN may not allow it either."""

    status = 403
    message = N_("%(name)s may not allow this. Ask the shop lead.")


@dataclass(frozen=True)
class Allowed:
    """One thing that is allowed: its kind, what it is about, and up to how many cents."""

    kind: str
    about: str
    cents: int


def who_may(session: Session) -> Sequence[Person]:
    """List those who may allow what cashiers may not, and have a PIN to prove who they are.

    Books to practise in know nobody's PIN; there it is proved where people really log in.
    """
    roles = [role for role in Role if Permission.CHANGE_PRICE in ALLOWED[role]]
    leads = select(Person).where(Person.active, Person.role.in_(roles))
    if not is_practice(session):
        leads = leads.where(Person.pin_hash.is_not(None))
    return session.scalars(leads.order_by(Person.name, Person.id)).all()


def approve(
    session: Session,
    shift_uuid: UUID,
    sale_uuid: UUID,
    allowed: Sequence[Allowed],
    *,
    approver_id: int,
    by: Actor,
) -> list[UUID]:
    """Write down what somebody whose PIN was right allows for one basket; give the approvals.

    The caller has proved the PIN.
    """
    shift = close.by_id(session, shift_uuid)
    approver = session.get_one(Person, approver_id)
    if not approver.actor().may(Permission.CHANGE_PRICE):
        raise MayNotAllow(name=approver.name)
    head = journal.head(session, shift.till_id)
    session.refresh(shift)
    if shift.closed_at is not None:
        raise ShiftClosed
    now = clock.now()
    made = [
        Approval(
            uuid=uuid4(),
            shift_id=shift.id,
            sale_uuid=sale_uuid,
            kind=one.kind,
            about=one.about,
            cents=one.cents,
            asked_by_id=by.id,
            approved_by_id=approver_id,
            at=now,
        )
        for one in allowed
    ]
    session.add_all(made)
    told = [[one.kind, one.about, one.cents] for one in allowed]
    subject = f"sale:{sale_uuid}"
    facts = {
        "person": by.id,
        "approver": approver_id,
        "shift": str(shift_uuid),
        "ids": [str(one.uuid) for one in made],
        "allowed": told,
    }
    journal.add(session, head, kind="approved", subject=subject, at=now, facts=facts)
    audit.note(session, approver.actor(), "till.approved", subject, asked_by=by.name, allowed=told)
    return [one.uuid for one in made]
