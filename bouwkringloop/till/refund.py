"""Tell what of a sale can still come back."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.till import returns, ways_back
from bouwkringloop.till.desk import UnknownShift
from bouwkringloop.till.find import UnknownSale
from bouwkringloop.till.models import Sale, Shift
from bouwkringloop.till.returns import Original


@dataclass(frozen=True)
class Returnable:
    """The sold lines with what of them is left, and the ways by which their money can go back."""

    receipt_number: int
    lines: Sequence[Original]
    ways: dict[str, int]
    #: What rounding gave away of the cash that came in.
    cash_rounded_cents: int


def returnable(session: Session, sale_uuid: UUID) -> Returnable:
    """Tell what of a sale can still come back."""
    found = session.execute(
        select(Sale.id, Sale.receipt_number).where(Sale.uuid == sale_uuid)
    ).first()
    if found is None:
        raise UnknownSale
    left = ways_back.still_paid(session, [found.id])
    return Returnable(
        found.receipt_number,
        returns.left_of(session, sale_uuid),
        left.ways,
        left.cash.rounded_cents,
    )


def shift_of(session: Session, sale_uuid: UUID, refund_uuid: UUID) -> UUID:
    """Find the shift that is open at the till of a sale, or in which this refund was made before.

    So a refund whose answer was lost is answered again, also when the till is closed by then.
    """
    before = session.scalar(
        select(Shift.uuid).join(Sale, Sale.shift_id == Shift.id).where(Sale.uuid == refund_uuid)
    )
    if before is not None:
        return before
    found = session.scalar(
        select(Shift.uuid)
        .join(Sale, Sale.till_id == Shift.till_id)
        .where(Sale.uuid == sale_uuid, Shift.closed_at.is_(None))
    )
    if found is None:
        if session.scalar(select(Sale.id).where(Sale.uuid == sale_uuid)) is None:
            raise UnknownSale
        raise UnknownShift
    return found
