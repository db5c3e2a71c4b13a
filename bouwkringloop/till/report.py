"""The figures of a shift: X at any time, Z once at its close."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, and_, case, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bouwkringloop.till.day.models import CashMovement
from bouwkringloop.till.models import TURNOVER, JournalEntry, Payment, Sale, SaleLine, Shift

_Figure = ColumnElement[int] | InstrumentedAttribute[int]
#: What the journal says of a till without a sale, of which a report tells how often.
COUNTED = (
    "approved",
    "basket.aborted",
    "basket.dropped",
    "basket.parked",
    "clock.set_back",
    "copy",
    "drawer.counted",
    "drawer.opened",
    "lines.voided",
    "till.entered",
    "x",
)


class VatFigure(BaseModel):
    """The turnover and VAT of one rate. `rate` is a percentage."""

    rate: float
    base_cents: int
    vat_cents: int


class Report(BaseModel):
    """What a shift brought. Amounts are in cents, VAT included unless named otherwise."""

    shift: UUID
    till: str
    #: None while the shift is open: such a report is an X.
    z_number: int | None
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    closed_by: str | None
    sales: int
    first_receipt: int | None
    last_receipt: int | None
    total_cents: int
    discount_cents: int
    rounding_cents: int
    payments: dict[str, int]
    vat: list[VatFigure]
    margin_cents: int
    weight_g: int
    float_cents: int
    expected_cents: int
    counted_cents: int | None
    difference_cents: int | None
    counted: dict[int, int]
    difference_reason: str = ""
    #: What goods and services come to, less what came back.
    turnover_cents: int = 0
    returns: int = 0
    returned_cents: int = 0
    donated_cents: int = 0
    vouchers_sold_cents: int = 0
    margin_vat_cents: int = 0
    pool_cents: int = 0
    exempt_cents: int = 0
    kor_cents: int = 0
    #: Lines that cost less than their label asks.
    overrides: int = 0
    #: Money moved without a sale, by kind; below zero out of the drawer.
    moved: dict[str, int] = {}
    #: How often what happened at the till, by the journal's kinds.
    events: dict[str, int] = {}
    #: All that this till ever sold and took back, this shift included.
    grand_sold_cents: int = 0
    grand_returned_cents: int = 0


def of(session: Session, shift: Shift) -> Report:
    """Give the Z as it was stored at the close, or an X of the shift so far.

    Figures that an older version did not store yet are added up now.
    """
    if shift.closed_at is None:
        return work_out(session, shift)
    stored = json.loads(shift.report)
    if "turnover_cents" in stored:
        return Report.model_validate(stored)
    return Report.model_validate(work_out(session, shift).model_dump(mode="json") | stored)


def work_out(session: Session, shift: Shift) -> Report:
    """Add a shift up from its sales."""
    number, first, last, total, rounding = session.execute(
        select(
            func.count(),
            func.min(Sale.receipt_number),
            func.max(Sale.receipt_number),
            func.coalesce(func.sum(Sale.total_cents), 0),
            func.coalesce(func.sum(Sale.rounding_cents), 0),
        ).where(Sale.shift_id == shift.id)
    ).one()
    payments = _payments(session, shift)
    moved = _moved(session, shift)
    expected = shift.float_cents + payments.get("cash", 0) + sum(moved.values())
    lines = _lines(session, shift)
    sold_before, returned_before = _before(session, shift)
    return Report(
        shift=shift.uuid,
        till=shift.till.name,
        z_number=shift.z_number,
        opened_at=shift.opened_at,
        opened_by=shift.opened_by.name,
        closed_at=shift.closed_at,
        closed_by=shift.closed_by.name if shift.closed_by else None,
        sales=number,
        first_receipt=first,
        last_receipt=last,
        total_cents=int(total),
        rounding_cents=int(rounding),
        payments=payments,
        vat=_vat(session, shift),
        float_cents=shift.float_cents,
        expected_cents=expected,
        counted_cents=shift.counted_cents,
        difference_cents=None if shift.counted_cents is None else shift.counted_cents - expected,
        counted=_pieces(shift),
        difference_reason=shift.difference_reason,
        moved=moved,
        events=_events(session, shift),
        grand_sold_cents=sold_before + lines["turnover_cents"] - lines["returned_cents"],
        grand_returned_cents=returned_before + lines["returned_cents"],
        **lines,
    )


def expected_cents(session: Session, shift: Shift) -> int:
    """Tell what should be in a drawer now."""
    moved = _moved(session, shift)
    return shift.float_cents + _payments(session, shift).get("cash", 0) + sum(moved.values())


def _lines(session: Session, shift: Shift) -> dict[str, int]:
    """Add up what the lines of a shift say, by the name of the report's figure."""
    line = SaleLine

    def added(what: _Figure, *when: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((and_(*when), what), else_=0)), 0)

    goods, back = line.kind.in_(TURNOVER), line.quantity_milli < 0
    one, total = literal(1), line.total_cents
    figures: dict[str, ColumnElement[int]] = {
        "discount_cents": func.coalesce(func.sum(line.discount_cents), 0),
        "weight_g": func.coalesce(func.sum(line.weight_g), 0),
        "turnover_cents": added(total, goods),
        "returns": added(one, back),
        "returned_cents": added(total, back),
        "donated_cents": added(total, line.kind == "donation"),
        "vouchers_sold_cents": added(total, line.kind == "voucher"),
        "margin_cents": added(total, line.vat_regime == "margin"),
        "margin_vat_cents": added(line.vat_cents, line.vat_regime == "margin"),
        "pool_cents": added(total, line.vat_regime == "pool"),
        "exempt_cents": added(total, line.vat_regime == "exempt"),
        "kor_cents": added(total, line.vat_regime == "kor"),
        "overrides": added(one, ~back, line.unit_price_cents < line.list_price_cents),
    }
    row = session.execute(
        select(*(figure.label(name) for name, figure in figures.items()))
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(Sale.shift_id == shift.id)
    ).one()
    return {name: int(getattr(row, name)) for name in figures}


def _moved(session: Session, shift: Shift) -> dict[str, int]:
    rows = session.execute(
        select(CashMovement.kind, func.sum(CashMovement.amount_cents))
        .where(CashMovement.shift_id == shift.id)
        .group_by(CashMovement.kind)
        .order_by(CashMovement.kind)
    )
    return {kind: int(cents) for kind, cents in rows}


def _events(session: Session, shift: Shift) -> dict[str, int]:
    """Count by kind what the journal says of the shift, between its opening and its close."""
    subject, entry = f"shift:{shift.uuid}", JournalEntry
    edges = {
        kind: select(entry.number)
        .where(entry.till_id == shift.till_id, entry.subject == subject, entry.kind == kind)
        .scalar_subquery()
        for kind in ("shift.opened", "shift.closed")
    }
    rows = session.execute(
        select(entry.kind, func.count())
        .where(
            entry.till_id == shift.till_id,
            entry.number > edges["shift.opened"],
            entry.number < func.coalesce(edges["shift.closed"], 2**31 - 1),
            entry.kind.in_(COUNTED),
        )
        .group_by(entry.kind)
        .order_by(entry.kind)
    )
    return {kind: int(times) for kind, times in rows}


def _before(session: Session, shift: Shift) -> tuple[int, int]:
    """Give the grand totals of the till's Z report before this shift."""
    stored = session.scalar(
        select(Shift.report)
        .where(Shift.till_id == shift.till_id, Shift.id < shift.id, Shift.closed_at.is_not(None))
        .order_by(Shift.id.desc())
        .limit(1)
    )
    if stored is None:
        return 0, 0
    last = Report.model_validate_json(stored)
    return last.grand_sold_cents, last.grand_returned_cents


def _pieces(shift: Shift) -> dict[int, int]:
    stored: Mapping[str, int] = json.loads(shift.counted or "{}")
    return {int(value): times for value, times in stored.items()}


def _payments(session: Session, shift: Shift) -> dict[str, int]:
    rows = session.execute(
        select(Payment.method, func.sum(Payment.amount_cents))
        .join(Sale, Sale.id == Payment.sale_id)
        .where(Sale.shift_id == shift.id)
        .group_by(Payment.method)
        .order_by(Payment.method)
    )
    return {method: int(amount) for method, amount in rows}


def _vat(session: Session, shift: Shift) -> list[VatFigure]:
    rows = session.execute(
        select(SaleLine.vat_percent, func.sum(SaleLine.total_cents), func.sum(SaleLine.vat_cents))
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(Sale.shift_id == shift.id, SaleLine.vat_regime == "normal")
        .group_by(SaleLine.vat_percent)
        .order_by(SaleLine.vat_percent.desc())
    )
    return [
        VatFigure(rate=percent / 100, base_cents=int(gross) - int(vat), vat_cents=int(vat))
        for percent, gross, vat in rows
    ]
