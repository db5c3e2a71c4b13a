"""The figures of a shift: X at any time, Z once at its close."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from bouwkringloop.till.models import Payment, Sale, SaleLine, Shift


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


def of(session: Session, shift: Shift) -> Report:
    """Give the Z as it was stored at the close, or an X of the shift so far."""
    if shift.closed_at is not None:
        return Report.model_validate_json(shift.report)
    return work_out(session, shift)


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
    discount, weight, margin = session.execute(
        select(
            func.coalesce(func.sum(SaleLine.discount_cents), 0),
            func.coalesce(func.sum(SaleLine.weight_g), 0),
            func.coalesce(
                func.sum(case((SaleLine.vat_regime == "margin", SaleLine.total_cents), else_=0)), 0
            ),
        )
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(Sale.shift_id == shift.id)
    ).one()
    payments = _payments(session, shift)
    expected = shift.float_cents + payments.get("cash", 0)
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
        discount_cents=int(discount),
        rounding_cents=int(rounding),
        payments=payments,
        vat=_vat(session, shift),
        margin_cents=int(margin),
        weight_g=int(weight),
        float_cents=shift.float_cents,
        expected_cents=expected,
        counted_cents=shift.counted_cents,
        difference_cents=None if shift.counted_cents is None else shift.counted_cents - expected,
        counted=_pieces(shift),
    )


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
