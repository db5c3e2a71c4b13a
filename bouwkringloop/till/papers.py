"""Bring the papers of a sale to the printer, and open the drawer where cash changes hands."""

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from bouwkringloop.base.permissions import Actor
from bouwkringloop.printing.documents import Drawer, to_json
from bouwkringloop.printing.submit import Paper, Where, submit_all
from bouwkringloop.till import receipt, voucher_paper

if TYPE_CHECKING:
    from bouwkringloop.till.sell import Sold

#: A drawer that opens later than this opens for nobody.
DRAWER_EXPIRES_S = 15


def print_sale(
    session: Session,
    sold: "Sold",
    *,
    where: Where,
    by: Actor,
    on_paper: bool,
    address: str = "",
) -> None:
    """Print the receipt where one is wanted, and each voucher that was issued; open the drawer.

    `address` is where the customer finds the receipt, for its code.
    """
    cause = f"sale:{sold.id}"
    wanted = []
    if any(payment.method == "cash" for payment in sold.settlement.payments):
        wanted.append(_opened(where))
    if on_paper:
        wanted.append(Paper(receipt.document(sold, address), "receipt", cause))
    deposits = {line.voucher: line for line in sold.lines if line.kept_as is not None}
    wanted += [
        Paper(
            voucher_paper.document(sold, code, cents, deposits.get(code)),
            "receipt",
            f"{cause}:voucher",
        )
        for code, cents, _left in sold.vouchers
        if cents > 0
    ]
    submit_all(session, wanted, where=where, by=by)


def open_drawer(session: Session, *, where: Where, by: Actor) -> None:
    """Open the drawer now or not at all."""
    submit_all(session, [_opened(where)], where=where, by=by)


def _opened(where: Where) -> Paper:
    return Paper(to_json(Drawer()), "drawer", f"till:{where.till}", expires_s=DRAWER_EXPIRES_S)
