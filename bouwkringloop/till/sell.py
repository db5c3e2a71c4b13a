"""Sell a basket: check it, take it out of stock, number it, chain it, and print the receipt.

This is the shop's hottest path. Everything is one transaction of few statements, and lines,
movements and payments each go in with one of them.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import NotFound, OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.printing.submit import Where, submit
from bouwkringloop.stock import labels, take_out
from bouwkringloop.stock.models import Site
from bouwkringloop.till import basket as baskets
from bouwkringloop.till import journal, price, receipt
from bouwkringloop.till.basket import Basket, Line, Settlement, VatRow
from bouwkringloop.till.models import Payment, Sale, SaleLine, Shift, Till


class UnknownShift(NotFound):
    """No shift has this id."""

    message = N_("This shift does not exist. Open the till first.")


class ShiftClosed(Refused):
    """The drawer of this shift was counted already."""

    message = N_("This shift is closed. Open the till again; the basket stays.")


@dataclass(frozen=True)
class Sold:
    """A recorded sale, as a till and its receipt show it."""

    id: UUID
    receipt_number: int
    till: str
    site: str
    address: str
    cashier: str
    at: datetime
    lines: Sequence[Line]
    total_cents: int
    settlement: Settlement
    vat: Sequence[VatRow]
    journal: journal.Link


_shift, _till, _site, _sale = (t.__table__.c for t in (Shift, Till, Site, Sale))
_OPEN = (
    select(
        _shift.id,
        _shift.closed_at,
        _till.name,
        _till.slug,
        _site.name,
        _site.slug,
        _site.address,
        _sale.content_hash,
        *journal.HEAD_COLUMNS,
    )
    .select_from(Shift.__table__)
    .join(Till.__table__, _till.id == _shift.till_id)
    .join(Site.__table__, _site.id == _till.site_id)
    .outerjoin(Sale.__table__, _sale.uuid == bindparam("sale"))
    .where(_shift.uuid == bindparam("shift"))
    # A row that was waited for is read anew only where it is locked, so the shift is locked too,
    # or a sale could slip into a shift that was closed meanwhile. The till comes first everywhere.
    .with_for_update(of=[Till.__table__, Shift.__table__])
)
_SALE, _LINES, _PAYMENTS = (insert(t.__table__) for t in (Sale, SaleLine, Payment))  # type: ignore[arg-type]


def record(session: Session, basket: Basket, *, by: Actor) -> Sold | None:
    """Record a sale; None when this very sale was recorded before.

    The same id with another content raises OtherContentUnderThisId.
    """
    if not basket.lines:
        raise baskets.EmptyBasket
    if len(basket.lines) > baskets.MOST_LINES:
        raise baskets.TooManyLines
    row = session.connection().execute(_OPEN, {"sale": basket.id, "shift": basket.shift}).first()
    if row is None:
        raise UnknownShift
    shift_id, closed_at, till, till_slug, site, site_slug, address, known, *head_columns = row
    if known is not None:
        if known != basket.content_hash:
            raise OtherContentUnderThisId
        return None
    if closed_at is not None:
        raise ShiftClosed
    head = journal.Head(*head_columns)
    now = clock.now()
    lines = price.lines(session, basket.lines, by=by, at=now)
    total = sum(line.total_cents for line in lines)
    vat = baskets.vat_rows(lines)
    settlement = baskets.settle(total, basket.payments)
    number = head.receipt_number + 1
    cause = f"sale:{basket.id}"
    _take(session, lines, cause, by, now)
    stored = {
        "uuid": basket.id,
        "content_hash": basket.content_hash,
        "shift_id": shift_id,
        "till_id": head.till_id,
        "receipt_number": number,
        "journal_number": head.number + 1,
        "person_id": by.id,
        "at": now,
        "total_cents": total,
        "rounding_cents": settlement.rounding_cents,
        "change_cents": settlement.change_cents,
    }
    _store(session, stored, lines, settlement)
    link = journal.add(
        session,
        head,
        kind="sale",
        subject=cause,
        at=now,
        facts={"sent": basket.content_hash, **_facts(number, by, lines, total, settlement)},
        receipt_number=number,
    )
    audit.note(session, by, "sale.made", cause, receipt=number, total_cents=total)
    sold = Sold(
        basket.id, number, till, site, address, by.name, now, lines, total, settlement, vat, link
    )
    where = Where(site=site_slug, till=till_slug)
    submit(session, receipt.document(sold), kind="receipt", subject=cause, where=where, by=by)
    return sold


def _take(session: Session, lines: Sequence[Line], cause: str, by: Actor, now: datetime) -> None:
    taken = [line.taken for line in lines if line.taken is not None]
    if taken:
        take_out.take(session, taken, cause=cause, by=by, at=now)
    for line in lines:
        if line.leaves_remainder and line.taken is not None:
            labels.order_for_remainder(session, line.taken.item_id, by=by)


def _store(
    session: Session, row: dict[str, Any], lines: Sequence[Line], settlement: Settlement
) -> None:
    connection = session.connection()
    made = connection.execute(_SALE, row)
    (sale_id,) = made.inserted_primary_key or (None,)
    connection.execute(
        _LINES,
        [{"sale_id": sale_id, "position": at, **line.row()} for at, line in enumerate(lines, 1)],
    )
    if settlement.payments:
        connection.execute(
            _PAYMENTS,
            [
                {"sale_id": sale_id, "position": at, **asdict(payment)}
                for at, payment in enumerate(settlement.payments, 1)
            ],
        )


def _facts(
    number: int, by: Actor, lines: Sequence[Line], total: int, settlement: Settlement
) -> dict[str, Any]:
    """Tell what the journal keeps of a sale: enough to find any later change in its rows."""
    return {
        "receipt": number,
        "person": by.id,
        "total_cents": total,
        "rounding_cents": settlement.rounding_cents,
        "change_cents": settlement.change_cents,
        "lines": [line.facts() for line in lines],
        "payments": [[p.method, p.tendered_cents, p.amount_cents] for p in settlement.payments],
    }
