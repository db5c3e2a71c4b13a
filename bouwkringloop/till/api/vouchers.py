"""What is on a voucher, for programs and for the till's page."""

from flask import g

from bouwkringloop.base.api import Answer
from bouwkringloop.base.permissions import Permission
from bouwkringloop.till.api.sales import api
from bouwkringloop.till.vouchers import spend


class VoucherAnswer(Answer):
    """A voucher and what can be spent of it, in cents."""

    code: str
    kind: str
    balance_cents: int


@api.operation(
    "GET",
    "/vouchers/<code>",
    permission=Permission.SELL,
    summary="What is on a voucher.",
    answer=VoucherAnswer,
)
def voucher(code: str) -> VoucherAnswer:
    found = spend.find(g.session, code)
    return VoucherAnswer(
        code=spend.written(found.code), kind=found.kind, balance_cents=found.balance_cents
    )
