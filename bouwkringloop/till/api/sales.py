"""Sales and refunds for programs and for the till's page."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, g, request

from bouwkringloop.base.api import Answer, Api, Milli, from_milli, respond
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.permissions import Permission
from bouwkringloop.till import find, refund, report, sell
from bouwkringloop.till.forms import RefundBody, SaleBody
from bouwkringloop.till.vouchers import spend

api = Api("till")


class SaleLineAnswer(Answer):
    """One line. `item` is its code, or null for what has no label; what came back is below zero.

    `collect` tells what was paid then and fetched later.
    """

    line: int
    kind: str
    item: str | None
    description: str
    quantity: Milli
    unit: str
    unit_price_cents: int
    discount_cents: int
    total_cents: int
    vat_cents: int
    weight_g: int
    back_to: str
    collect: bool


class VoucherMoved(Answer):
    """A voucher that was issued (above zero) or spent, and what was on it afterwards."""

    code: str
    amount_cents: int
    left_cents: int


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
    vouchers: list[VoucherMoved]


class FoundSale(Answer):
    """A sale in a list."""

    id: UUID
    receipt_number: int
    till: str
    at: datetime
    total_cents: int
    what: str


class ReturnableLine(Answer):
    """What of a sold line can still come back, and what the customer gets for all of that."""

    line: int
    item: str | None
    description: str
    unit: str
    quantity: Milli
    total_cents: int


class Returnable(Answer):
    """What of a sale can still come back, and in cents by which ways its money can."""

    id: UUID
    receipt_number: int
    lines: list[ReturnableLine]
    ways: dict[str, int]
    cash_rounded_cents: int


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
    sold = again_if_raced(
        g.session, lambda: sell.record(g.session, basket, by=g.person, config=g.config)
    )
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


@api.operation(
    "GET",
    "/sales",
    permission=Permission.SELL,
    summary="Find sales by receipt number or by the code of a thing; without either the newest.",
    answer=list[FoundSale],
    query={"q": "A receipt's number, or the code of a thing.", "till": "Whose come first."},
)
def find_sales() -> list[FoundSale]:
    found = find.sales(g.session, request.args.get("q", ""), request.args.get("till", ""))
    return [FoundSale(**vars(one)) for one in found]


@api.operation(
    "GET",
    "/sales/<uuid:sale_id>/returnable",
    permission=Permission.SELL,
    summary="What of a sale can still come back.",
    answer=Returnable,
)
def returnable(sale_id: UUID) -> Returnable:
    found = refund.returnable(g.session, sale_id)
    return Returnable(
        id=sale_id,
        receipt_number=found.receipt_number,
        lines=[
            ReturnableLine.model_construct(
                line=original.row.position,
                item=original.row.code,
                description=original.row.description,
                unit=original.row.unit,
                quantity=original.quantity_milli,
                total_cents=original.total_cents,
            )
            for original in found.lines
        ],
        ways=found.ways,
        cash_rounded_cents=found.cash_rounded_cents,
    )


@api.operation(
    "POST",
    "/sales/<uuid:sale_id>/refunds",
    permission=Permission.SELL,
    summary="Take back what was sold. The same id with the same content answers the first result.",
    body=RefundBody,
    answer=SaleAnswer,
    status=201,
)
def refund_sale(sale_id: UUID, body: RefundBody) -> Response:
    def work() -> sell.Sold | None:
        shift = body.shift or refund.shift_of(g.session, sale_id, body.id)
        checked = body.checked(sale_id, shift)
        return sell.record(g.session, checked, by=g.person, config=g.config)

    made = again_if_raced(g.session, work)
    return respond(_as_json(made or find.sale(g.session, body.id)), 201)


def _as_json(sold: sell.Sold) -> str:
    """Write a sale as SaleAnswer describes it; by hand, since tills wait for it."""
    answer: dict[str, Any] = {
        "id": str(sold.id),
        "receipt_number": sold.receipt_number,
        "lines": [
            {
                "line": at,
                "kind": line.kind,
                "item": line.code,
                "description": line.description,
                "quantity": from_milli(line.quantity_milli),
                "unit": line.unit,
                "unit_price_cents": line.unit_price_cents,
                "discount_cents": line.discount_cents,
                "total_cents": line.total_cents,
                "vat_cents": line.vat_cents,
                "weight_g": line.weight_g,
                "back_to": line.back_to,
                "collect": line.collect,
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
        "vouchers": [
            {"code": spend.written(code), "amount_cents": cents, "left_cents": left}
            for code, cents, left in sold.vouchers
        ],
    }
    return json.dumps(answer, ensure_ascii=False)
