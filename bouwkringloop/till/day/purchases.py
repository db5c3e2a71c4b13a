"""Take out of a drawer what a purchase was paid with; each purchase once."""

from collections.abc import Sequence
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.intake.models import Purchase
from bouwkringloop.till.day import drawer
from bouwkringloop.till.day.models import CashMovement


class UnknownPurchase(NotFound):
    """No purchase that was paid in cash has this number."""

    message = N_("There is no purchase of this number that was paid in cash.")


class PaidOutAlready(Refused):
    """A purchase leaves a drawer once."""

    message = N_("Purchase %(number)s was taken out of a drawer already.")


def waiting(session: Session) -> Sequence[Purchase]:
    """List what was paid in cash today and not yet taken out of a drawer."""
    begin = datetime.combine(clock.today(), time(), clock.SHOP_ZONE)
    booked = exists().where(CashMovement.purchase_id == Purchase.id)
    return session.scalars(
        select(Purchase)
        .where(Purchase.paid_by == "cash", Purchase.at >= begin, Purchase.paid_cents > 0, ~booked)
        .order_by(Purchase.number)
    ).all()


def take_out(
    session: Session, uuid: UUID, shift_uuid: UUID, number: int, *, by: Actor
) -> CashMovement:
    """Take out of a drawer what a purchase was paid with."""
    found = session.scalar(
        select(Purchase).where(
            Purchase.number == number, Purchase.paid_by == "cash", Purchase.paid_cents > 0
        )
    )
    if found is None:
        raise UnknownPurchase
    known = session.scalar(select(CashMovement).where(CashMovement.purchase_id == found.id))
    if known is not None and known.uuid != uuid:
        raise PaidOutAlready(number=number)
    return drawer.move(
        session,
        uuid,
        shift_uuid,
        kind="purchase",
        cents=found.paid_cents,
        reason=f"Inkoop {number}",
        by=by,
        purchase_id=found.id,
    )
