"""The tag on a thing that is sold and still stands here, in Dutch, since buyers read it too."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Actor
from bouwkringloop.printing.documents import QR, Barcode, Line, Receipt, Row, Rule, Text, to_json
from bouwkringloop.printing.submit import Where, submit

if TYPE_CHECKING:
    from bouwkringloop.till import basket
    from bouwkringloop.till.collecting.waiting import Waits
    from bouwkringloop.till.sell import Sold


@dataclass(frozen=True)
class Told:
    """What a tag tells."""

    title: str
    amount: str
    code: str | None
    name: str
    till: str
    receipt_number: int
    sold_on: date


def subject(sale: UUID, position: int) -> str:
    """Name the tag of a line of a sale among the print jobs."""
    return f"sold-tag:{sale}:{position}"


def of_sold(sold: "Sold", line: "basket.Line", name: str) -> Told:
    """Tell of a line that was sold just now."""
    with i18n.speaking("nl"):
        amount = i18n.quantity(line.quantity_milli, line.unit)
    day = clock.local(sold.at).date()
    return Told(line.description, amount, line.code, name, sold.till, sold.receipt_number, day)


def compose(told: Told) -> Receipt:
    """Say that a thing is sold, what it is, and who fetches it; its code hands it over."""
    with i18n.speaking("nl"):
        lines: list[Line] = [
            Text(_("SOLD"), bold=True, size=2, align="center", inverse=True),
            Text(told.name, bold=True, size=2, align="center"),
            Text(_("collects this"), align="center"),
            Rule(),
            Text(told.title, bold=True),
            Row(_("How much"), told.amount),
            Row(_("Receipt"), f"{told.till} · {told.receipt_number}", bold=True),
            Row(_("Sold on"), i18n.day(told.sold_on)),
        ]
        if told.code is not None:
            lines += [Barcode(told.code), QR(told.code)]
        return Receipt(tuple(lines), title=_("SOLD"))


def order(
    session: Session, told: Told, about: str, *, where: Where, by: Actor, is_copy: bool = False
) -> int:
    """Have the tag printed after the commit; `about` is its subject."""
    return submit(
        session,
        to_json(compose(told)),
        kind="receipt",
        subject=about,
        where=where,
        by=by,
        is_copy=is_copy,
    )


def order_again(session: Session, one: "Waits", *, by: Actor, is_copy: bool = True) -> int:
    """Have the tag of what waits printed once more: of what is left of it."""
    with i18n.speaking("nl"):
        amount = i18n.quantity(one.left_milli, one.line.unit)
    till = one.sale.till
    told = Told(
        one.line.description,
        amount,
        one.code,
        one.collection.name,
        till.name,
        one.sale.receipt_number,
        clock.local(one.sale.at).date(),
    )
    where = Where(site=till.site.slug, till=till.slug)
    about = subject(one.sale.uuid, one.line.position)
    return order(session, told, about, where=where, by=by, is_copy=is_copy)
