"""Prove the deposits: each is for what the journal says, and no voucher is one on nothing."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.proof import Proof
from bouwkringloop.stock.models import Reservation
from bouwkringloop.till import journal
from bouwkringloop.till.deposits.models import Deposit
from bouwkringloop.till.models import Sale
from bouwkringloop.till.vouchers.models import Voucher


def proofs(session: Session) -> Iterator[Proof]:
    """Give the proof of what was paid in advance."""
    told = journal.told_of_sales(session, "deposits")
    kept: dict[str, list[list[object]]] = defaultdict(list)
    rows = session.execute(
        select(Sale.uuid, Deposit.position, Reservation.uuid)
        .join(Sale, Sale.id == Deposit.sale_id)
        .join(Reservation, Reservation.id == Deposit.reservation_id)
        .order_by(Deposit.sale_id, Deposit.position)
    ).all()
    for sale, position, reservation in rows:
        kept[f"sale:{sale}"].append([position, str(reservation)])
    breaks = [
        f"{subject}: its deposits differ from the journal"
        for subject in sorted(kept.keys() | told.keys())
        if kept.get(subject, []) != told.get(subject, [])
    ]
    bare = session.scalars(
        select(Voucher.id)
        .outerjoin(Deposit, Deposit.voucher_id == Voucher.id)
        .where((Voucher.kind == "deposit") != Deposit.voucher_id.is_not(None))
        .order_by(Voucher.id)
    )
    breaks += [f"voucher {number} is a deposit on nothing, or no deposit" for number in bare]
    yield Proof("each deposit is for what the journal says", len(rows), tuple(breaks))
