"""Put what was bought under the margin scheme, with what it cost."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bouwkringloop.base.permissions import Actor
from bouwkringloop.intake import became
from bouwkringloop.intake.models import IntakeLine
from bouwkringloop.people import audit
from bouwkringloop.stock import ledger


def put_under(session: Session, bought: Sequence[IntakeLine], *, by: Actor) -> None:
    """Put bought things under the margin scheme, and what was split or taken from them since.

    What was paid for each stands in its line.
    """
    ids = [line.item_id for line in bought if line.item_id is not None]
    codes = [item.code for item in became.family(session, ids)] if ids else []
    paid = {line.item_id: line.paid_cents for line in bought}
    for item in ledger.lock(session, codes):
        # What was split or taken from it since counts as bought for nothing, so that no cost is
        # ever deducted twice.
        item.bought_cents = paid.get(item.id, 0)
        if item.vat_regime == "normal":
            item.vat_regime = "margin"
            change = ["normal", "margin"]
            audit.note(session, by, "item.scheme_changed", f"item:{item.code}", vat_regime=change)
