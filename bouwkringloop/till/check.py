"""Prove the till's books: the journal's chain, the sales, and every closed shift."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from bouwkringloop.base.proof import Proof
from bouwkringloop.till import allowed_check, journal, journal_check, shift_check
from bouwkringloop.till.basket import FACTS, LATER_FACTS
from bouwkringloop.till.day.models import CashMovement
from bouwkringloop.till.models import JournalEntry, Payment, Sale, SaleLine, Till
from bouwkringloop.till.vouchers.models import Voucher, VoucherEntry


def proofs(session: Session) -> Iterator[Proof]:
    """Give each proof of the till's books."""
    yield journal_check.proof(session)
    yield _sales(session)
    yield _numbers(session)
    yield from shift_check.proofs(session)
    yield _returns(session)
    yield _vouchers(session)
    yield _cash(session)
    yield from allowed_check.proofs(session)


def _sales(session: Session) -> Proof:
    """Compare every sale's rows with what the journal says was sold."""
    entries = session.execute(
        select(JournalEntry.subject, JournalEntry.content).where(
            JournalEntry.kind.in_(("sale", "refund"))
        )
    )
    told = {subject: content for subject, content in entries}  # noqa: C416 - rows are no pairs to mypy.
    lines, payments = _lines_by_sale(session), _payments_by_sale(session)
    breaks, looked_at = [], 0
    for sale in session.scalars(select(Sale).order_by(Sale.id)):
        looked_at += 1
        content = told.pop(f"sale:{sale.uuid}", None)
        if content is None:
            breaks.append(f"sale {sale.uuid} is not in the journal")
        elif differing := _differences(sale, lines[sale.id], payments[sale.id], content):
            breaks.append(f"sale {sale.uuid}: {', '.join(differing)} differ from the journal")
    breaks += [f"{subject} is in the journal but not among the sales" for subject in told]
    return Proof("every sale is what the journal says, and adds up", looked_at, tuple(breaks))


def _lines_by_sale(session: Session) -> dict[int, list[list[Any]]]:
    found = defaultdict(list)
    columns = [SaleLine.__table__.c[name] for name in (*FACTS, *LATER_FACTS)]
    for sale_id, *line in session.execute(
        select(SaleLine.sale_id, *columns).order_by(SaleLine.sale_id, SaleLine.position)
    ):
        found[sale_id].append(line)
    return found


def _payments_by_sale(session: Session) -> dict[int, list[list[Any]]]:
    found = defaultdict(list)
    for sale_id, *payment in session.execute(
        select(
            Payment.sale_id, Payment.method, Payment.tendered_cents, Payment.amount_cents
        ).order_by(Payment.sale_id, Payment.position)
    ):
        found[sale_id].append(payment)
    return found


def _differences(
    sale: Sale, lines: list[list[Any]], payments: list[list[Any]], content: str
) -> list[str]:
    told = journal.read(content)
    if told is None:
        return ["what cannot be read there"]
    rows = {
        "number": sale.journal_number,
        "at": sale.at.isoformat(),
        "sent": sale.content_hash,
        "receipt": sale.receipt_number,
        "person": sale.person_id,
        "total_cents": sale.total_cents,
        "rounding_cents": sale.rounding_cents,
        "change_cents": sale.change_cents,
        # Entries of an older version say less of a line, of the same columns in the same order.
        "lines": [
            line[: len(one)]
            for line, one in zip_longest(lines, told.get("lines", ()), fillvalue=())
        ],
        "payments": payments,
    }
    differing = [name for name, value in rows.items() if told.get(name) != value]
    seldom = {"card": sale.card_id, "discount_reason": sale.discount_reason}
    seldom |= {"customer": sale.customer_id}
    differing += [name for name, value in seldom.items() if told.get(name, value) != value]
    differing += [name for name, value in seldom.items() if value and name not in told]
    if sum(line[8] for line in lines) != sale.total_cents:
        differing.append("the sum of the lines")
    if sum(p[2] for p in payments) != sale.total_cents + sale.rounding_cents:
        differing.append("the sum of the payments")
    return differing


def _numbers(session: Session) -> Proof:
    """See that receipts count from one without gaps up to the till's own number."""
    breaks, looked_at = [], 0
    rows = session.execute(
        select(
            Till.name,
            Till.last_receipt_number,
            func.count(Sale.id),
            func.coalesce(func.max(Sale.receipt_number), 0),
        )
        .outerjoin(Sale, Sale.till_id == Till.id)
        .group_by(Till.id, Till.name, Till.last_receipt_number)
    )
    for name, last, count, highest in rows:
        looked_at += count
        if not last == count == highest:
            breaks.append(
                f"{name}: {count} receipts, the highest is {highest}, the till is at {last}"
            )
    return Proof("receipts are numbered without gaps per till", looked_at, tuple(breaks))


def _returns(session: Session) -> Proof:
    """See that of no sold line more came back than was sold, nor more was paid back for it."""
    back = aliased(SaleLine)
    rows = session.execute(
        select(
            SaleLine.id,
            SaleLine.description,
            SaleLine.quantity_milli,
            SaleLine.total_cents,
            func.sum(back.quantity_milli),
            func.sum(back.total_cents),
        )
        .join(back, back.returns_id == SaleLine.id)
        .group_by(SaleLine.id, SaleLine.description, SaleLine.quantity_milli, SaleLine.total_cents)
        .order_by(SaleLine.id)
    ).all()
    breaks = [
        f"of sold line {line} ({title}) more came back than was sold"
        for line, title, sold, paid, came, paid_back in rows
        if sold + came < 0 or paid + paid_back < 0
    ]
    return Proof("nothing came back that was not sold", len(rows), tuple(breaks))


def _vouchers(session: Session) -> Proof:
    """See that each voucher holds what its entries come to, and each entry is in the journal."""
    entries = (
        select(VoucherEntry.voucher_id, func.sum(VoucherEntry.amount_cents).label("cents"))
        .group_by(VoucherEntry.voucher_id)
        .subquery()
    )
    rows = session.execute(
        select(Voucher.id, Voucher.balance_cents, func.coalesce(entries.c.cents, 0))
        .outerjoin(entries, entries.c.voucher_id == Voucher.id)
        .order_by(Voucher.id)
    ).all()
    breaks = [
        f"voucher {number} holds {balance} cents, its entries come to {cents}"
        for number, balance, cents in rows
        if balance != cents
    ]
    breaks += _untold_vouchers(session)
    return Proof("each voucher holds the sum of its entries", len(rows), tuple(breaks))


def _untold_vouchers(session: Session) -> Iterator[str]:
    stored: dict[str, list[list[int]]] = defaultdict(list)
    for uuid, voucher, cents in session.execute(
        select(Sale.uuid, VoucherEntry.voucher_id, VoucherEntry.amount_cents)
        .join(Sale, Sale.id == VoucherEntry.sale_id)
        .order_by(VoucherEntry.id)
    ):
        stored[f"sale:{uuid}"].append([voucher, cents])
    entries = select(JournalEntry.subject, JournalEntry.content).where(
        JournalEntry.kind.in_(("sale", "refund")), JournalEntry.content.contains('"vouchers":')
    )
    told = {
        subject: (journal.read(content) or {}).get("vouchers", [])
        for subject, content in session.execute(entries)
    }
    for subject in sorted({*stored, *told}):
        if stored.get(subject, []) != told.get(subject, []):
            yield f"{subject}: its vouchers differ from the journal"


def _cash(session: Session) -> Proof:
    """See that what moved through drawers without a sale is what the journal says."""
    told = {}
    entries = select(JournalEntry.content).where(JournalEntry.kind.startswith("cash."))
    for content in session.scalars(entries):
        entry = journal.read(content) or {}
        told[entry.get("cash")] = tuple(map(entry.get, ("kind", "amount_cents", "reason")))
    moved = session.scalars(select(CashMovement).order_by(CashMovement.id)).all()
    breaks = [
        f"cash movement {one.uuid} is not what the journal says"
        for one in moved
        if told.pop(str(one.uuid), None) != (f"cash.{one.kind}", one.amount_cents, one.reason)
    ]
    breaks += [f"cash movement {uuid} is in the journal but not in the drawer" for uuid in told]
    return Proof("money moved without a sale is what the journal says", len(moved), tuple(breaks))
