"""Bring the papers of a sale to the printer, and open the drawer where cash changes hands."""

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from bouwkringloop.base.permissions import Actor
from bouwkringloop.printing.documents import Drawer, to_json
from bouwkringloop.printing.submit import Where, submit
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
    if any(payment.method == "cash" for payment in sold.settlement.payments):
        open_drawer(session, where=where, by=by)
    if on_paper:
        document = receipt.document(sold, address)
        submit(session, document, kind="receipt", subject=cause, where=where, by=by)
    deposits = {line.voucher: line for line in sold.lines if line.kept_as is not None}
    for code, cents, _left in sold.vouchers:
        if cents > 0:
            paper = voucher_paper.document(sold, code, cents, deposits.get(code))
            submit(session, paper, kind="receipt", subject=f"{cause}:voucher", where=where, by=by)


def open_drawer(session: Session, *, where: Where, by: Actor) -> None:
    """Open the drawer now or not at all."""
    submit(
        session,
        to_json(Drawer()),
        kind="drawer",
        subject=f"till:{where.till}",
        where=where,
        by=by,
        expires_s=DRAWER_EXPIRES_S,
    )
