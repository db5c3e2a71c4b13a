"""What an invoice is made from: a recorded sale, in the few facts that count for it.

The one place that knows how a sale of the till looks.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.invoicing.document import Line, stated
from bouwkringloop.till import find
from bouwkringloop.till.models import Sale
from bouwkringloop.till.sell import Sold

#: What is paid in this way is still to be paid.
ON_ACCOUNT = "account"


@dataclass(frozen=True)
class Basis:
    """A sale, or what was given back of one."""

    sale_id: int
    at: datetime
    receipt: str
    lines: tuple[Line, ...]
    rounding_cents: int
    #: What was left on account; below zero where it was given back so.
    on_account_cents: int
    #: The customer of the sale; None where it was sold to nobody by name.
    customer_id: int | None = None
    #: The sale of which this gives back.
    refunds_sale_id: int | None = None

    @property
    def supplied_on(self) -> date:
        """The day on which the customer took it along."""
        return clock.local(self.at).date()

    @property
    def total_cents(self) -> int:
        """What the sale came to."""
        return sum(line.total_cents for line in self.lines)

    @property
    def prepaid_cents(self) -> int:
        """What was paid at the till, in whatever way."""
        return self.total_cents + self.rounding_cents - self.on_account_cents


def read(session: Session, sale: UUID) -> Basis:
    """Read a recorded sale; raise UnknownSale where there is none."""
    sold = find.sale(session, sale)
    sale_id = session.scalars(select(Sale.id).where(Sale.uuid == sale)).one()
    return of_sold(sold, sale_id)


def of_sold(sold: Sold, sale_id: int) -> Basis:
    """Take from a sale what an invoice needs."""
    return Basis(
        sale_id=sale_id,
        at=sold.at,
        receipt=f"{sold.till} · {sold.receipt_number}",
        lines=tuple(
            stated(
                description=line.description,
                code=line.code,
                unit=line.unit,
                quantity_milli=line.quantity_milli,
                regime=line.vat_regime,
                percent=line.vat_percent,
                total_cents=line.total_cents,
                vat_cents=line.vat_cents,
            )
            for line in sold.lines
        ),
        rounding_cents=sold.settlement.rounding_cents,
        on_account_cents=sum(
            p.amount_cents for p in sold.settlement.payments if p.method == ON_ACCOUNT
        ),
        customer_id=sold.customer_id,
        refunds_sale_id=sold.refunds_sale_id,
    )
