"""Sell a basket: check it, move stock and money, number it, chain it, and print the receipt.

A basket may sell, take back, or both. This is the shop's hottest path: everything is one
transaction of few statements, and lines, movements and payments each go in with one of them.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Actor
from bouwkringloop.config import Config
from bouwkringloop.people import audit
from bouwkringloop.printing.submit import Where
from bouwkringloop.stock import labels, take_out
from bouwkringloop.till import basket as baskets
from bouwkringloop.till import (
    buyer,
    card_payments,
    cash_law,
    discount,
    journal,
    limits,
    move_vouchers,
    papers,
    price,
    returns,
    vat,
    ways_back,
)
from bouwkringloop.till import desk as desks
from bouwkringloop.till.basket import Basket, Line
from bouwkringloop.till.collecting import begin as collecting
from bouwkringloop.till.deposits import take as deposits
from bouwkringloop.till.desk import Desk
from bouwkringloop.till.models import Payment, Sale, SaleLine
from bouwkringloop.till.receipts import address as addresses
from bouwkringloop.till.settle import Settlement, settle
from bouwkringloop.till.vat import VatRow
from bouwkringloop.till.vouchers import spend
from bouwkringloop.till.vouchers.spend import Spent


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
    #: Who bought, and the sale of which this gives back, by their numbers in the database.
    customer_id: int | None = None
    refunds_sale_id: int | None = None
    #: The vouchers that it issued or spent: code, by how much, and what was on it then.
    vouchers: Sequence[tuple[str, int, int]] = ()


_SALE, _LINES, _PAYMENTS = (insert(t.__table__) for t in (Sale, SaleLine, Payment))  # type: ignore[arg-type]


@dataclass(frozen=True)
class _Priced:
    """A basket with everything worked out, before anything is stored."""

    lines: list[Line]
    total_cents: int
    vat: list[VatRow]
    settlement: Settlement
    off: discount.Taken
    customer_id: int | None
    #: What a shop lead allowed in it.
    approvals: Sequence[UUID]


def record(
    session: Session, basket: Basket, *, by: Actor, config: Config | None = None
) -> Sold | None:
    """Record a sale; None when this very sale was recorded before.

    The same id with another content raises OtherContentUnderThisId. The settings say where the
    public finds receipts, for the code on paper; without them there is none.
    """
    if not basket.lines:
        raise baskets.EmptyBasket
    if len(basket.lines) > baskets.MOST_LINES:
        raise baskets.TooManyLines
    desk = desks.find(session, basket)
    if desk is None:
        return None
    now = clock.now()
    priced = _price(session, basket, desk, by, now)
    cause = f"sale:{basket.id}"
    head = _tell_voids(session, desk.head, basket, cause, by, now)
    number = head.receipt_number + 1
    _move_stock(session, priced.lines, desk, cause, by, now)
    taken = deposits.take(session, priced.lines, by=by, at=now)
    vouchers = [one.spent for one in taken]
    vouchers += move_vouchers.move(
        session, basket.payments, priced.lines, priced.settlement.payments, by=by, at=now
    )
    buyer.charge(session, priced.customer_id, priced.settlement)
    _use_card_payments(session, basket, priced, desk)
    stored = {
        "uuid": basket.id,
        "content_hash": basket.content_hash,
        "shift_id": desk.shift_id,
        "till_id": head.till_id,
        "receipt_number": number,
        "journal_number": head.number + 1,
        "person_id": by.id,
        "at": now,
        "card_id": priced.off.card_id,
        "discount_reason": priced.off.reason,
        "customer_id": priced.customer_id,
        "total_cents": priced.total_cents,
        "rounding_cents": priced.settlement.rounding_cents,
        "change_cents": priced.settlement.change_cents,
    }
    sale_id = _store(session, stored, priced)
    if vouchers:
        spend.enter(session, vouchers, sale_id, now)
    if taken:
        deposits.enter(session, taken, sale_id)
    link = journal.add(
        session,
        head,
        kind="refund" if any(line.is_back for line in priced.lines) else "sale",
        subject=cause,
        at=now,
        facts={"sent": basket.content_hash, **_facts(number, by, priced, vouchers)},
        receipt_number=number,
    )
    audit.note(session, by, "sale.made", cause, receipt=number, total_cents=priced.total_cents)
    sold = Sold(
        basket.id,
        number,
        desk.till,
        desk.site,
        desk.address,
        by.name,
        now,
        priced.lines,
        priced.total_cents,
        priced.settlement,
        priced.vat,
        link,
        priced.customer_id,
        baskets.returned_sale(priced.lines),
        [(one.code, one.amount_cents, one.left_cents) for one in vouchers],
    )
    where = Where(site=desk.site_slug, till=desk.till_slug)
    coded = basket.on_paper and desk.rules.receipt_code
    papers.print_sale(
        session,
        sold,
        where=where,
        by=by,
        on_paper=basket.on_paper,
        address=addresses.for_paper(config, sale_id, basket.id) if coded else "",
    )
    collecting.begin(session, basket, sold, sale_id, where=where, by=by)
    return sold


def _price(session: Session, basket: Basket, desk: Desk, by: Actor, now: datetime) -> _Priced:
    """Work everything out, and refuse what may not be."""
    lines = price.lines(session, basket.lines, rules=desk.rules, at=now)
    off = discount.take_off(session, lines, basket.discount)
    total = sum(line.total_cents for line in lines)
    vat_rows = vat.fill_in(lines, desk.rules.vat_scheme)
    if total < 0:
        returned = {line.returned_sale_id for line in lines if line.returned_sale_id is not None}
        left = ways_back.still_paid(session, returned)
        settlement = settle(total, basket.payments, left.cash)
        ways_back.check(lines, settlement, left.ways)
    else:
        settlement = settle(total, basket.payments)
    deviations = limits.deviations(lines, off.by_hand_cents)
    deviations += cash_law.linked(session, desk.head.till_id, settlement.cash_cents, now)
    approvals = limits.check(
        session,
        deviations,
        rules=desk.rules,
        sale=basket.id,
        approvals=basket.approvals,
        by=by,
    )
    customer = buyer.of(session, basket, lines, settlement)
    return _Priced(lines, total, vat_rows, settlement, off, customer, approvals)


def _tell_voids(
    session: Session, head: journal.Head, basket: Basket, cause: str, by: Actor, now: datetime
) -> journal.Head:
    """Tell the journal what was taken out of the basket before it was paid."""
    if not basket.voided:
        return head
    facts = {"person": by.id, "lines": [list(void) for void in basket.voided]}
    link = journal.add(session, head, kind="lines.voided", subject=cause, at=now, facts=facts)
    return head.after(link, now)


def _move_stock(
    session: Session, lines: Sequence[Line], desk: Desk, cause: str, by: Actor, now: datetime
) -> None:
    taken = [line.taken for line in lines if line.taken is not None]
    if taken:
        take_out.take(session, taken, cause=cause, by=by, at=now)
    for line in lines:
        if line.leaves_remainder and line.taken is not None:
            labels.order_for_remainder(session, line.taken.item_id, by=by)
    returns.put_away(session, lines, site_id=desk.site_id, cause=cause, by=by, at=now)


def _use_card_payments(session: Session, basket: Basket, priced: _Priced, desk: Desk) -> None:
    """Bind what a terminal took to this sale, so that it pays for no other."""
    for paid, payment in zip(basket.payments, priced.settlement.payments, strict=True):
        if paid.card is not None:
            card_payments.use(session, paid.card, desk.shift_id, basket.id, payment.amount_cents)


def _store(session: Session, row: dict[str, Any], priced: _Priced) -> int:
    connection = session.connection()
    made = connection.execute(_SALE, row)
    (sale_id,) = made.inserted_primary_key or (0,)
    connection.execute(
        _LINES,
        [
            {"sale_id": sale_id, "position": at, **line.row()}
            for at, line in enumerate(priced.lines, 1)
        ],
    )
    if priced.settlement.payments:
        connection.execute(
            _PAYMENTS,
            [
                {"sale_id": sale_id, "position": at, **asdict(payment)}
                for at, payment in enumerate(priced.settlement.payments, 1)
            ],
        )
    return int(sale_id)


def _facts(number: int, by: Actor, priced: _Priced, vouchers: Sequence[Spent]) -> dict[str, Any]:
    """Tell what the journal keeps of a sale: enough to find any later change in its rows."""
    settlement = priced.settlement
    facts: dict[str, Any] = {
        "receipt": number,
        "person": by.id,
        "total_cents": priced.total_cents,
        "rounding_cents": settlement.rounding_cents,
        "change_cents": settlement.change_cents,
        "lines": [line.facts() for line in priced.lines],
        "payments": [[p.method, p.tendered_cents, p.amount_cents] for p in settlement.payments],
    }
    # What most baskets have not takes no room in their entries.
    seldom = {
        "card": priced.off.card_id,
        "discount_reason": priced.off.reason,
        "customer": priced.customer_id,
        "approvals": [str(approval) for approval in priced.approvals],
        "vouchers": [[one.voucher_id, one.amount_cents] for one in vouchers],
        "collect": [at for at, line in enumerate(priced.lines, 1) if line.collect],
        "deposits": [
            [at, str(line.kept_as)]
            for at, line in enumerate(priced.lines, 1)
            if line.kept_as is not None
        ],
    }
    return facts | {name: value for name, value in seldom.items() if value}
