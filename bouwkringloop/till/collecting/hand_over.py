"""Hand over what was sold before, to whoever fetches it: all that waits of it, or a part."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n, quantity
from bouwkringloop.base.errors import OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.quantity import Unit
from bouwkringloop.people import audit
from bouwkringloop.till.collecting import step, tag, waiting
from bouwkringloop.till.collecting.models import HandOver
from bouwkringloop.till.collecting.waiting import Waits

#: All that waits of each thing.
_ALL: Mapping[int, int] = {}


class MoreThanWaits(Refused):
    """More was to be handed over than is still here."""

    message = N_("Of “%(title)s” only %(left)s still waits.")


def hand_over(
    session: Session,
    numbers: Sequence[int],
    *,
    by: Actor,
    uuid: UUID | None = None,
    amounts: Mapping[int, int] = _ALL,
    tag_rest: bool = False,
) -> list[Waits]:
    """Say that things left the shop: all of them, or none where one is no longer here.

    `amounts` says of which of them only a part left, in thousandths; the rest keeps waiting, with
    a tag of its own if that is wanted. The same id with the same content changes nothing more.
    """
    uuid = uuid or uuid4()
    found = waiting.to_change(session, numbers)
    if not _is_known(session, uuid, found, amounts):
        now = clock.now()
        for one in found:
            left = amounts.get(one.collection.id, one.left_milli)
            _let_go(session, one, left, uuid, now, by)
        session.flush()  # What is left now is told by the parts.
        found = waiting.to_change(session, numbers)
        for one in found:
            if tag_rest and one.is_here:
                tag.order_again(session, one, by=by, is_copy=False)
    return found


def _is_known(
    session: Session, uuid: UUID, found: Sequence[Waits], amounts: Mapping[int, int]
) -> bool:
    """Tell whether just this was sent before; refuse something else under the same id."""
    rows = session.execute(
        select(HandOver.collection_id, HandOver.quantity_milli).where(HandOver.uuid == uuid)
    )
    known = {row.collection_id: row.quantity_milli for row in rows}
    if not known:
        return False
    same = known.keys() == {one.collection.id for one in found} and all(
        amounts[one.collection.id] == known[one.collection.id]
        if one.collection.id in amounts
        else one.collection.state == "handed_over"
        for one in found
    )
    if not same:
        raise OtherContentUnderThisId
    return True


def _let_go(session: Session, one: Waits, milli: int, uuid: UUID, now: datetime, by: Actor) -> None:
    step.check(one, "handed_over")
    quantity.checked(milli, Unit(one.line.unit))
    if milli > one.left_milli:
        left = i18n.quantity(one.left_milli, one.line.unit)
        raise MoreThanWaits(title=one.line.description, left=left)
    kept, whole = one.collection, milli == one.left_milli
    session.add(
        HandOver(uuid=uuid, collection_id=kept.id, quantity_milli=milli, at=now, person_id=by.id)
    )
    if whole:
        step.to(one, "handed_over")
        kept.handed_over_at, kept.handed_over_by_id = now, by.id
    action = "collection.handed_over" if whole else "collection.part_handed_over"
    audit.note(session, by, action, kept.subject)
