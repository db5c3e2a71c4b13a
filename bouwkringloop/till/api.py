"""The till's part of the API: tills, shifts and sales."""

import json
from typing import Any
from uuid import UUID

from flask import Response, g
from sqlalchemy import select

from bouwkringloop.base.api import Answer, Api, Milli, from_milli, respond
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.permissions import Permission
from bouwkringloop.stock.models import Site
from bouwkringloop.till import close, find, open_shift, report, sell
from bouwkringloop.till.forms import CloseBody, SaleBody, ShiftBody
from bouwkringloop.till.models import Shift, Till

api = Api("till")


class TillAnswer(Answer):
    """A till, and the shift that is open there."""

    slug: str
    name: str
    site: str
    shift: UUID | None


class ShiftAnswer(Answer):
    """A shift that was opened."""

    id: UUID
    till: str
    float_cents: int


class SaleLineAnswer(Answer):
    """One sold line. `item` is its code, or null for what has no label."""

    line: int
    item: str | None
    description: str
    quantity: Milli
    unit: str
    unit_price_cents: int
    discount_cents: int
    total_cents: int
    vat_cents: int
    weight_g: int


class JournalAnswer(Answer):
    """Where an event stands in its till's journal."""

    number: int
    hash: str


class PaymentAnswer(Answer):
    """One payment, and what of it stays after change."""

    method: str
    tendered_cents: int
    amount_cents: int


class SaleAnswer(Answer):
    """A recorded sale. Amounts are in cents, VAT included."""

    id: UUID
    receipt_number: int
    lines: list[SaleLineAnswer]
    total_cents: int
    rounding_cents: int
    change_cents: int
    payments: list[PaymentAnswer]
    vat: list[report.VatFigure]
    journal: JournalAnswer


@api.operation(
    "GET",
    "/tills",
    permission=Permission.OWN,
    summary="The tills, each with its open shift.",
    answer=list[TillAnswer],
)
def tills() -> list[TillAnswer]:
    rows = g.session.execute(
        select(Till.slug, Till.name, Site.slug, Shift.uuid)
        .join(Site, Site.id == Till.site_id)
        .outerjoin(Shift, (Shift.till_id == Till.id) & Shift.closed_at.is_(None))
        .order_by(Till.id)
    )
    return [TillAnswer(slug=s, name=n, site=site, shift=shift) for s, n, site, shift in rows]


@api.operation(
    "POST",
    "/shifts",
    permission=Permission.OPEN_SHIFT,
    summary="Open a till with its float.",
    body=ShiftBody,
    answer=ShiftAnswer,
    status=201,
)
def start_shift(body: ShiftBody) -> ShiftAnswer:
    def work() -> Shift:
        till = open_shift.by_slug(g.session, body.till)
        return open_shift.start(g.session, body.id, till, float_cents=body.float_cents, by=g.person)

    shift = again_if_raced(g.session, work)
    return ShiftAnswer(id=shift.uuid, till=shift.till.slug, float_cents=shift.float_cents)


@api.operation(
    "POST",
    "/shifts/<uuid:shift_id>/close",
    permission=Permission.CLOSE_SHIFT,
    summary="Close a shift with what was counted, and get its Z report.",
    body=CloseBody,
    answer=report.Report,
)
def close_shift(shift_id: UUID, body: CloseBody) -> report.Report:
    return close.close(g.session, shift_id, body.checked(), by=g.person)


@api.operation(
    "GET",
    "/shifts/<uuid:shift_id>/report",
    permission=Permission.SELL,
    summary="The Z report of a closed shift, or an X of an open one.",
    answer=report.Report,
)
def shift_report(shift_id: UUID) -> report.Report:
    return report.of(g.session, close.by_id(g.session, shift_id))


@api.operation(
    "POST",
    "/sales",
    permission=Permission.SELL,
    summary="Record a paid basket. The same id with the same content answers the first result.",
    body=SaleBody,
    answer=SaleAnswer,
    status=201,
)
def make_sale(body: SaleBody) -> Response:
    basket = body.checked()
    sold = again_if_raced(g.session, lambda: sell.record(g.session, basket, by=g.person))
    return respond(_as_json(sold or find.sale(g.session, body.id)), 201)


@api.operation(
    "GET",
    "/sales/<uuid:sale_id>",
    permission=Permission.SELL,
    summary="A recorded sale.",
    answer=SaleAnswer,
)
def sale(sale_id: UUID) -> Response:
    return respond(_as_json(find.sale(g.session, sale_id)))


def _as_json(sold: sell.Sold) -> str:
    """Write a sale as SaleAnswer describes it; by hand, since tills wait for it."""
    answer: dict[str, Any] = {
        "id": str(sold.id),
        "receipt_number": sold.receipt_number,
        "lines": [
            {
                "line": at,
                "item": line.code,
                "description": line.description,
                "quantity": from_milli(line.quantity_milli),
                "unit": line.unit,
                "unit_price_cents": line.unit_price_cents,
                "discount_cents": line.discount_cents,
                "total_cents": line.total_cents,
                "vat_cents": line.vat_cents,
                "weight_g": line.weight_g,
            }
            for at, line in enumerate(sold.lines, 1)
        ],
        "total_cents": sold.total_cents,
        "rounding_cents": sold.settlement.rounding_cents,
        "change_cents": sold.settlement.change_cents,
        "payments": [
            {
                "method": p.method,
                "tendered_cents": p.tendered_cents,
                "amount_cents": p.amount_cents,
            }
            for p in sold.settlement.payments
        ],
        "vat": [
            {"rate": row.percent / 100, "base_cents": row.base_cents, "vat_cents": row.vat_cents}
            for row in sold.vat
        ],
        "journal": {"number": sold.journal.number, "hash": sold.journal.hash},
    }
    return json.dumps(answer, ensure_ascii=False)
