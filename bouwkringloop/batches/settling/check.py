"""Prove payouts and statements: each is the share of what was sold, and none was changed."""

import json
from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from bouwkringloop.base import money
from bouwkringloop.base.proof import Proof
from bouwkringloop.batches.delivery.models import Inspection
from bouwkringloop.batches.settling import frozen, owed, sroi, yields_json
from bouwkringloop.batches.settling.models import (
    Payout,
    PayoutLine,
    SroiStatement,
    YieldStatement,
)
from bouwkringloop.till.models import SaleLine


def proofs(session: Session) -> Iterator[Proof]:
    """Give each proof of what builders get and are told."""
    yield _numbers(session)
    yield _sums(session)
    yield _shares(session)
    yield _yields(session)
    yield _sroi(session)


def _numbers(session: Session) -> Proof:
    numbers = session.scalars(select(Payout.number).order_by(Payout.number)).all()
    gaps = list(numbers) != list(range(1, len(numbers) + 1))
    breaks = ("payouts are not numbered without gaps",) if gaps else ()
    return Proof("payouts are numbered without gaps", len(numbers), breaks)


def _sums(session: Session) -> Proof:
    """Add the lines of each payout up, and compare them with what stands on its paper."""
    rows = session.scalars(
        select(Payout).options(selectinload(Payout.lines)).order_by(Payout.number)
    ).all()
    breaks = []
    for payout in rows:
        if frozen.hash_of(payout.content) != payout.hash:
            breaks.append(f"payout {payout.name}: its paper was changed")
            continue
        told = json.loads(payout.content)
        written = [line for each in told["batches"] for line in each["lines"]]
        if sum(line.cents for line in payout.lines) != payout.total_cents:
            breaks.append(f"payout {payout.name}: its lines do not add up to it")
        if sorted((line["base_cents"], line["share_milli"], line["cents"]) for line in written) != (
            sorted((line.base_cents, line.share_milli, line.cents) for line in payout.lines)
        ):
            breaks.append(f"payout {payout.name}: its paper says something else than its lines")
    return Proof("every payout adds up and says what it came to", len(rows), tuple(breaks))


def _shares(session: Session) -> Proof:
    """Work every line out anew, from what was sold or from what was agreed."""
    rows = session.execute(
        select(PayoutLine, SaleLine)
        .join(SaleLine, SaleLine.id == PayoutLine.sale_line_id)
        .order_by(SaleLine.id)
    ).all()
    given = _given(session, {sold.returns_id for _, sold in rows if sold.returns_id is not None})
    breaks = []
    for line, sold in rows:
        base = sold.total_cents - sold.vat_cents
        right = owed.part(base, line.share_milli)
        if sold.returns_id is not None:
            before = sum(cents for at, cents in given[sold.returns_id] if at < sold.id)
            right = owed.part_back(-base, before, line.share_milli)
        if (base, right) != (line.base_cents, line.cents):
            breaks.append(f"payout line {line.id} is not the share of what was sold")
    bought = session.execute(
        select(PayoutLine, Inspection).join(Inspection, Inspection.id == PayoutLine.inspection_id)
    ).all()
    for line, found in bought:
        prices = {each.price_cents for each in found.delivery_line.line.decisions}
        agreed = {money.times(price, found.quantity_milli) for price in prices}
        if line.base_cents not in agreed or line.cents != line.base_cents:
            breaks.append(f"payout line {line.id} is not what was agreed for what was bought")
    many = len(rows) + len(bought)
    return Proof("every payout line is the share of what was sold or bought", many, tuple(breaks))


def _given(session: Session, sold: set[int]) -> dict[int, list[tuple[int, int]]]:
    """Find all that came back of sold lines, without VAT and above zero."""
    back: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = session.execute(
        select(SaleLine.returns_id, SaleLine.id, SaleLine.total_cents, SaleLine.vat_cents)
        .where(SaleLine.returns_id.in_(sold))
        .order_by(SaleLine.id)
    )
    for sold_id, line_id, total_cents, vat_cents in rows:
        if sold_id is not None:
            back[sold_id].append((line_id, vat_cents - total_cents))
    return back


def _yields(session: Session) -> Proof:
    """See that every yield statement is as it was issued and adds up to the gram."""
    rows = session.scalars(select(YieldStatement).order_by(YieldStatement.id)).all()
    breaks = []
    for row in rows:
        if frozen.hash_of(row.content) != row.hash:
            breaks.append(f"yield statement {row.name}: it was changed")
        if not _adds_up(row.content):
            breaks.append(f"yield statement {row.name}: its grams do not add up")
    return Proof("every yield statement adds up to the gram", len(rows), tuple(breaks))


def _adds_up(content: str) -> bool:
    """Tell whether a statement adds up; what somebody made unreadable does not."""
    try:
        return yields_json.from_json(json.loads(content)["yield"]).adds_up
    except (ValueError, KeyError, TypeError):
        return False


def _sroi(session: Session) -> Proof:
    rows = session.scalars(select(SroiStatement).order_by(SroiStatement.id)).all()
    breaks = []
    for row in rows:
        if frozen.hash_of(row.content) != row.hash:
            breaks.append(f"SROI statement {row.id}: it was changed")
            continue
        told = sroi.content_of(row)
        if not sroi.total(told) == told["total_cents"] == row.total_cents:
            breaks.append(f"SROI statement {row.id}: it does not add up")
    return Proof("every SROI statement adds up", len(rows), tuple(breaks))
