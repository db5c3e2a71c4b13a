"""The table of deposits."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bouwkringloop.base.db import Base


class Deposit(Base):
    """For what a voucher of the kind `deposit` was paid. Rows are only ever added."""

    __tablename__ = "deposit"
    __table_args__ = (UniqueConstraint("sale_id", "position"),)

    voucher_id: Mapped[int] = mapped_column(ForeignKey("voucher.id"), primary_key=True)
    #: For whom which thing is kept.
    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservation.id"), index=True)
    #: The line of the sale that took it, so that just this can be given back.
    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id"))
    position: Mapped[int]
