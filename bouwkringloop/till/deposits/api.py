"""What was paid in advance on a reservation, for programs and for the till's page."""

from uuid import UUID

from flask import g

from bouwkringloop.base.api import Answer, Api
from bouwkringloop.base.permissions import Permission
from bouwkringloop.till.deposits import find
from bouwkringloop.till.vouchers import spend

api = Api("deposits")


class DepositAnswer(Answer):
    """A deposit: the code of the voucher with which it pays, and what is left of it in cents."""

    code: str
    balance_cents: int


@api.operation(
    "GET",
    "/reservations/<uuid:reservation>/deposits",
    permission=Permission.SELL,
    summary="What was paid in advance on a reservation and is not used yet.",
    answer=list[DepositAnswer],
)
def deposits(reservation: UUID) -> list[DepositAnswer]:
    """List the deposits of a reservation."""
    return [
        DepositAnswer(code=spend.written(code), balance_cents=cents)
        for code, cents in find.of_reservation(g.session, reservation)
    ]
