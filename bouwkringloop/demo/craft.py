"""What the demo tills can do besides selling: cards, stickers, and a thing that came back."""

import random
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.permissions import Role
from bouwkringloop.catalogue import stickers
from bouwkringloop.demo.premises import Premises
from bouwkringloop.till import cards, refund, sell
from bouwkringloop.till.forms import RefundBody
from bouwkringloop.till.models import Payment, Sale, SaleLine, Shift

_CARDS = (("Stadspas", 1000), ("Vrijwilliger", 2500))
_COLOURS = (
    ("Geel", "Yellow", "#f2c230"),
    ("Groen", "Green", "#3d9a50"),
    ("Blauw", "Blue", "#3b6fb6"),
    ("Rood", "Red", "#c0392b"),
)


def equip(session: Session, premises: Premises) -> None:
    """Let the manager set up cards and stickers."""
    (manager,) = premises.with_role(Role.MANAGER)
    for name, percent in _CARDS:
        cards.add(session, name, percent, by=manager)
    for name_nl, name_en, colour in _COLOURS:
        stickers.add(session, name_nl, name_en, colour, by=manager)


def take_one_back(session: Session, premises: Premises, dice: random.Random) -> None:
    """Let one labelled thing of today come back, paid back on the card; none on a quiet day."""
    (lead,) = premises.with_role(Role.SHOP_LEAD)
    sold = session.execute(
        select(Sale.uuid, SaleLine.position)
        .join(SaleLine, SaleLine.sale_id == Sale.id)
        .join(Shift, Shift.id == Sale.shift_id)
        .join(Payment, Payment.sale_id == Sale.id)
        .where(
            Shift.closed_at.is_(None),
            Payment.method == "pin",
            SaleLine.item_id.is_not(None),
            SaleLine.unit == "piece",
        )
        .order_by(Sale.id.desc())
    ).first()
    if sold is None:
        return
    body = RefundBody.model_validate(
        {
            "id": UUID(int=dice.getrandbits(128), version=4),
            "method": "pin",
            "lines": [{"line": sold.position, "back_to": "stock", "reason": "Past niet"}],
        }
    )
    shift = refund.shift_of(session, sold.uuid, body.id)
    sell.record(session, body.checked(sold.uuid, shift), by=lead)
