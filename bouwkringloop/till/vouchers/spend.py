"""Issue vouchers and spend them; testing and taking are one step, so nobody spends one twice."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from bouwkringloop.base import i18n
from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.till.vouchers.models import Voucher, VoucherEntry

#: Signs that nobody takes for one another; twelve of them are 59 bits of chance.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12


class UnknownVoucher(NotFound):
    """No voucher has this code."""

    message = N_("No voucher has the code %(code)s. Check it, please.")


class NotThatMuchOnIt(Refused):
    """The voucher holds less than is to be paid with it."""

    message = N_("On voucher %(code)s there is %(left)s. Pay the rest another way.")


@dataclass(frozen=True)
class Spent:
    """A movement of a voucher that a sale makes: above zero issues, below zero spends."""

    voucher_id: int
    code: str
    amount_cents: int
    #: What is on it afterwards.
    left_cents: int
    kind: str


def written(code: str) -> str:
    """Write a code in groups of four, as it stands on paper."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def read(typed: str) -> str:
    """Read a code as somebody typed or scanned it; raise UnknownVoucher for what can be none."""
    code = typed.upper().replace("-", "").replace(" ", "")
    if len(code) != LENGTH or any(sign not in ALPHABET for sign in code):
        raise UnknownVoucher(code=typed[:20])
    return code


def find(session: Session, typed: str) -> Voucher:
    """Find a voucher by its code."""
    code = read(typed)
    found = session.scalar(select(Voucher).where(Voucher.code == code))
    if found is None:
        raise UnknownVoucher(code=written(code))
    return found


def take(session: Session, typed: str, cents: int) -> Spent:
    """Take an amount off a voucher; whoever is second finds what is left."""
    code = read(typed)
    found = session.execute(
        update(Voucher)
        .where(Voucher.code == code, Voucher.balance_cents >= cents)
        .values(balance_cents=Voucher.balance_cents - cents)
        .returning(Voucher.id, Voucher.balance_cents, Voucher.kind)
        .execution_options(synchronize_session=False)
    ).first()
    if found is None:
        left = find(session, code).balance_cents
        raise NotThatMuchOnIt(code=written(code), left=i18n.money(left))
    return Spent(found.id, code, -cents, found.balance_cents, found.kind)


def issue(session: Session, kind: str, cents: int, at: datetime) -> Spent:
    """Make a voucher with a code of chance."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    made = session.execute(
        insert(Voucher)
        .values(code=code, kind=kind, balance_cents=cents, issued_at=at)
        .returning(Voucher.id)
    ).scalar_one()
    return Spent(made, code, cents, cents, kind)


def enter(session: Session, moved: Sequence[Spent], sale_id: int, at: datetime) -> None:
    """Write the movements of a sale's vouchers into their ledger."""
    session.connection().execute(
        insert(VoucherEntry),
        [
            {
                "voucher_id": one.voucher_id,
                "sale_id": sale_id,
                "at": at,
                "amount_cents": one.amount_cents,
            }
            for one in moved
        ],
    )


def of_sale(session: Session, sale_id: int) -> list[tuple[str, int, int]]:
    """List how a sale moved vouchers: code, by how much, and what was on it then."""
    moved = select(VoucherEntry.voucher_id).where(VoucherEntry.sale_id == sale_id)
    after = (
        select(
            VoucherEntry.id,
            VoucherEntry.sale_id,
            VoucherEntry.voucher_id,
            VoucherEntry.amount_cents,
            func.sum(VoucherEntry.amount_cents)
            .over(partition_by=VoucherEntry.voucher_id, order_by=VoucherEntry.id)
            .label("left_cents"),
        )
        .where(VoucherEntry.voucher_id.in_(moved))
        .subquery()
    )
    rows = session.execute(
        select(Voucher.code, after.c.amount_cents, after.c.left_cents)
        .join(after, after.c.voucher_id == Voucher.id)
        .where(after.c.sale_id == sale_id)
        .order_by(after.c.id)
    )
    return [(code, amount, int(left)) for code, amount, left in rows]
