"""Look agreements up: one, those of a builder, and those under which a batch can be taken."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.errors import NotFound
from bouwkringloop.base.i18n import N_
from bouwkringloop.batches.agreements.models import Acceptance, Agreement, Withdrawal


class UnknownAgreement(NotFound):
    """No agreement has this id."""

    message = N_("This agreement does not exist.")


def one(session: Session, uuid: UUID) -> Agreement:
    """Find an agreement."""
    found = session.scalar(select(Agreement).where(Agreement.uuid == uuid))
    if found is None:
        raise UnknownAgreement
    return found


def of_customer(session: Session, customer_id: int) -> Sequence[Agreement]:
    """List every version of what was offered to a builder, the newest first."""
    query = select(Agreement).where(Agreement.customer_id == customer_id)
    return session.scalars(query.order_by(Agreement.number.desc())).all()


def in_force(session: Session, customer_id: int) -> Sequence[Agreement]:
    """List what a builder accepted and the shop did not withdraw, the newest first."""
    query = (
        select(Agreement)
        .join(Acceptance, Acceptance.agreement_id == Agreement.id)
        .outerjoin(Withdrawal, Withdrawal.agreement_id == Agreement.id)
        .where(Agreement.customer_id == customer_id, Withdrawal.agreement_id.is_(None))
    )
    return session.scalars(query.order_by(Agreement.number.desc())).all()
