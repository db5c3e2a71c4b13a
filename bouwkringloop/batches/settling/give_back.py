"""Give back to the builder what was not sold for them."""

from uuid import UUID

from sqlalchemy.orm import Session

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.batches import find
from bouwkringloop.batches.settling import close, read
from bouwkringloop.people import audit
from bouwkringloop.stock import ledger, write_off
from bouwkringloop.stock.models import Item


class NotOfThisBatch(Refused):
    """It is no thing of this batch that is still the builder's."""

    message = N_("Nothing with this code is still here of what is sold for this builder.")


def give_back(session: Session, batch_id: UUID, code: str, *, by: Actor) -> Item:
    """Let all that is left of a consigned thing go back to its builder, with its weight."""
    batch = find.to_change(session, batch_id)
    if code not in {item.code for item in close.unsold(session, batch)}:
        raise NotOfThisBatch
    (item,) = ledger.lock(session, [code])
    quantity_milli = item.quantity_milli
    write_off.check_here(item, quantity_milli)
    write_off.check_safe(item, by)
    reason = write_off.reasoned(f"{batch.number}: {batch.project}")
    entry = write_off.leaving(item, "given", quantity_milli, reason)
    cause = f"{read.GIVEN_BACK}{batch.uuid}"
    ledger.write(session, [entry], cause=cause, by=by)
    audit.note(session, by, "batch.given_back", batch.subject, item=code, weight_g=-entry.weight_g)
    return item
