"""Tables of vouchers and of every movement of their balance."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bouwkringloop.base.db import Base


class Voucher(Base):
    """Money that somebody may spend here later: a gift card, credit for what came back, a deposit.

    It belongs to whoever shows its code, so nobody's name is kept.
    """

    __tablename__ = "voucher"
    __table_args__ = (
        CheckConstraint("kind in ('gift', 'credit', 'deposit')", name="kind_known"),
        CheckConstraint("balance_cents >= 0", name="balance_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Twelve signs of chance, which nobody can guess.
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    #: The sum of its entries.
    balance_cents: Mapped[int]
    issued_at: Mapped[datetime]


class VoucherEntry(Base):
    """One movement of a voucher's balance. Entries are only ever added."""

    __tablename__ = "voucher_entry"
    __table_args__ = (CheckConstraint("amount_cents <> 0", name="amount_not_zero"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    voucher_id: Mapped[int] = mapped_column(ForeignKey("voucher.id"), index=True)
    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id"), index=True)
    at: Mapped[datetime]
    #: Above zero when issued, below zero when spent.
    amount_cents: Mapped[int]
