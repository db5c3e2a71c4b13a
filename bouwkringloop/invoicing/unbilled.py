"""Find what was sold on account and has no invoice yet, so that nobody forgets to ask for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from bouwkringloop.base import clock
from bouwkringloop.invoicing.basis import ON_ACCOUNT
from bouwkringloop.invoicing.models import Invoice
from bouwkringloop.partners.models import Customer
from bouwkringloop.till.models import Payment, Sale, SaleLine, Till

PAGE = 50


@dataclass(frozen=True)
class Unbilled:
    """A sale on account that is to be invoiced, or what came back of one that was invoiced."""

    sale_id: int
    sale: UUID
    at: datetime
    receipt: str
    customer: UUID
    customer_name: str
    #: What is to be paid for it; below zero where a credit note is due.
    cents: int

    @property
    def day(self) -> date:
        """The day on which it was sold."""
        return clock.local(self.at).date()

    @property
    def days(self) -> int:
        """For how many days it waits."""
        return (clock.today() - self.day).days

    @property
    def is_credit(self) -> bool:
        """Whether it asks for a credit note."""
        return self.cents < 0


_on_account = (
    select(Payment.sale_id, func.sum(Payment.amount_cents).label("cents"))
    .where(Payment.method == ON_ACCOUNT)
    .group_by(Payment.sale_id)
    .subquery()
)
_sold, _back = aliased(SaleLine), aliased(SaleLine)


def _came_back() -> ColumnElement[int]:
    """Add up what was taken off the account again for things of a sale."""
    refunds = (
        select(_back.sale_id)
        .join(_sold, _sold.id == _back.returns_id)
        .where(_sold.sale_id == Sale.id)
        .correlate(Sale)
    )
    return (
        select(func.coalesce(func.sum(Payment.amount_cents), 0))
        .where(Payment.method == ON_ACCOUNT, Payment.amount_cents < 0, Payment.sale_id.in_(refunds))
        .correlate(Sale)
        .scalar_subquery()
    )


def _of_an_invoice() -> ColumnElement[bool]:
    """Tell whether a sale gives back of one that has an invoice."""
    return exists(
        select(Invoice.id)
        .join(_sold, _sold.sale_id == Invoice.sale_id)
        .join(_back, _back.returns_id == _sold.id)
        .where(_back.sale_id == Sale.id)
        .correlate(Sale)
    )


def _query(customer: Customer | None) -> Select[int, UUID, datetime, str, int, UUID, str, int]:
    cents = _on_account.c.cents
    left = case((cents > 0, cents + _came_back()), else_=cents)
    query = (
        select(
            Sale.id,
            Sale.uuid,
            Sale.at,
            Till.name,
            Sale.receipt_number,
            Customer.uuid,
            Customer.name,
            left.label("left"),
        )
        .join(_on_account, _on_account.c.sale_id == Sale.id)
        .join(Till, Till.id == Sale.till_id)
        .join(Customer, Customer.id == Sale.customer_id)
        # What came back before there was an invoice needs none, and no credit note either.
        .where(
            ~exists().where(Invoice.sale_id == Sale.id),
            or_(and_(cents > 0, left > 0), and_(cents < 0, _of_an_invoice())),
        )
    )
    return query if customer is None else query.where(Sale.customer_id == customer.id)


def listed(
    session: Session, customer: Customer | None = None, *, after: int = 0, most: int = PAGE + 1
) -> Sequence[Unbilled]:
    """List what waits for an invoice, the oldest first; one more than fits a page."""
    rows = session.execute(
        _query(customer).where(Sale.id > after).order_by(Sale.id).limit(most)
    ).all()
    return [
        Unbilled(number, sale, at, f"{till} · {receipt}", uuid, name, int(cents))
        for number, sale, at, till, receipt, uuid, name, cents in rows
    ]


def total(session: Session, customer: Customer | None = None) -> tuple[int, int]:
    """Tell how many sales wait for an invoice, and what they come to."""
    rows = _query(customer).subquery()
    times, cents = session.execute(
        select(func.count(), func.coalesce(func.sum(rows.c.left), 0))
    ).one()
    return int(times), int(cents)
