"""What was paid in advance and is not used yet."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.stock.models import Reservation
from bouwkringloop.till.deposits.models import Deposit
from bouwkringloop.till.models import Sale
from bouwkringloop.till.vouchers.models import Voucher


def of_reservation(session: Session, reservation: UUID) -> list[tuple[str, int]]:
    """List the deposits that are left on a reservation: code, and what is on it in cents."""
    rows = session.execute(
        select(Voucher.code, Voucher.balance_cents)
        .join(Deposit, Deposit.voucher_id == Voucher.id)
        .join(Reservation, Reservation.id == Deposit.reservation_id)
        .where(Reservation.uuid == reservation, Voucher.balance_cents > 0)
        .order_by(Voucher.id)
    )
    return [(code, cents) for code, cents in rows]


@dataclass(frozen=True)
class Waiting:
    """A deposit that is not used yet, with what it is for and the sale that took it."""

    reservation: Reservation
    balance_cents: int
    issued_at: datetime
    sale_uuid: UUID
    receipt_number: int
    #: Whether the thing is still kept; otherwise the money waits to be given back or spent.
    is_kept: bool


def waiting(session: Session) -> list[Waiting]:
    """List the deposits that are not used yet, the oldest first."""
    now = clock.now()
    rows = session.execute(
        select(Reservation, Voucher, Sale.uuid, Sale.receipt_number)
        .join(Deposit, Deposit.reservation_id == Reservation.id)
        .join(Voucher, Voucher.id == Deposit.voucher_id)
        .join(Sale, Sale.id == Deposit.sale_id)
        .where(Voucher.balance_cents > 0)
        .order_by(Voucher.id)
    )
    return [
        Waiting(
            kept,
            voucher.balance_cents,
            voucher.issued_at,
            uuid,
            number,
            kept.state == "open" and kept.expires_at > now,
        )
        for kept, voucher, uuid, number in rows
    ]


def waiting_cents(session: Session) -> int:
    """Add up what the shop holds of its customers in deposits, in cents."""
    held = select(func.coalesce(func.sum(Voucher.balance_cents), 0)).where(
        Voucher.kind == "deposit"
    )
    return int(session.scalar(held) or 0)
