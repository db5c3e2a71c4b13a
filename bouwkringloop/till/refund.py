"""Tell what of a sale can still come back."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.till import returns, ways_back
from bouwkringloop.till.desk import UnknownShift
from bouwkringloop.till.find import UnknownSale
from bouwkringloop.till.models import Sale, Shift
from bouwkringloop.till.returns import Original


def returnable(session: Session, sale_uuid: UUID) -> tuple[Sequence[Original], dict[str, int], int]:
    """List the sold lines with what of them is left, the ways its money can go, and its number."""
    found = session.execute(
        select(Sale.id, Sale.receipt_number).where(Sale.uuid == sale_uuid)
    ).first()
    if found is None:
        raise UnknownSale
    lines = returns.left_of(session, sale_uuid)
    return lines, ways_back.still_paid(session, [found.id]).ways, found.receipt_number


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
