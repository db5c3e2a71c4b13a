"""Book what was counted: every difference in the ledger, in one go."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.counting import begin, review
from bouwkringloop.counting.models import CountLine, StockCount
from bouwkringloop.counting.review import Line, Review
from bouwkringloop.people import audit
from bouwkringloop.stock import labels, ledger, reserve, write_off
from bouwkringloop.stock.models import Item, Place


class ReviewChanged(Refused):
    """Something was counted, sold or moved since the lead looked."""

    message = N_(
        "Something changed since you looked: a thing was counted, sold or moved."
        " Nothing was booked. Look at the differences again."
    )


class CountAgainFirst(Refused):
    """A thing sold or moved while it was being counted."""

    message = N_(
        "“%(title)s” (%(code)s) was sold or moved while it was being counted."
        " Count it again before you book."
    )


class LessThanIsKept(Refused):
    """The count leaves less than what is reserved."""

    message = N_(
        "“%(title)s” (%(code)s) is kept for somebody, and by this count there is less of it than"
        " that. Look for it, or release the reservation first."
    )


@dataclass(frozen=True)
class Agreed:
    """What the lead saw and agrees to: the review's fingerprint, why, and why of single things."""

    fingerprint: str
    reason: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        """Give what tells whether the same is sent again."""
        reasons = {code: clean(why) for code, why in self.reasons.items() if clean(why)}
        told = json.dumps([self.fingerprint, clean(self.reason), sorted(reasons.items())])
        return hashlib.sha256(told.encode()).hexdigest()


def book(session: Session, count_id: UUID, agreed: Agreed, *, by: Actor) -> StockCount:
    """Book a count once; nothing of it when it is no longer what the lead saw."""
    count = begin.locked(session, count_id)
    if count.state == "booked" and count.booked_hash == agreed.hash:
        return count
    if count.state != "open":
        raise begin.CountEnded(place=count.place.name)
    items, found = _hold(session, count)
    if found.fingerprint != agreed.fingerprint:
        raise ReviewChanged
    for line in found.of("again"):
        raise CountAgainFirst(title=line.title, code=line.code)
    general = write_off.reasoned(agreed.reason) if found.differences else clean(agreed.reason)[:120]
    _check_kept(session, found, items)
    _enter(session, count, found, items, agreed, general, by)
    count.state, count.ended_at, count.booked_hash = "booked", clock.now(), agreed.hash
    audit.note(
        session,
        by,
        "count.booked",
        f"count:{count_id}",
        place=count.place.name,
        things=len(found.lines),
        differences=len(found.differences),
        moved=len(found.moves),
        weight_g=found.weight_g,
        value_cents=found.value_cents,
        reason=general,
    )
    return count


def _hold(session: Session, count: StockCount) -> tuple[dict[str, Item], Review]:
    """Keep everything that is counted from changing, and review it as it is then.

    Something that came to the place in between is not held, but then nothing of it is booked.
    """
    seen = review.of(session, count)
    items = {item.code: item for item in ledger.lock(session, [line.code for line in seen.lines])}
    found = review.of(session, count)
    if any(line.is_booked and line.code not in items for line in found.lines):
        raise ReviewChanged
    return items, found


def _check_kept(session: Session, found: Review, items: Mapping[str, Item]) -> None:
    short = [line for line in found.lines if line.is_short_of_kept]
    if not short:
        return
    reserve.expire(session, [items[line.code].id for line in short], clock.now())
    for line in short:
        if line.new_milli < items[line.code].reserved_milli:
            raise LessThanIsKept(title=line.title, code=line.code)


def _enter(
    session: Session,
    count: StockCount,
    found: Review,
    items: Mapping[str, Item],
    agreed: Agreed,
    general: str,
    by: Actor,
) -> None:
    entries: list[ledger.Entry] = []
    for line in found.lines:
        reason = clean(agreed.reasons.get(line.code, ""))[:120] or general
        item = items.get(line.code)
        if item is None:
            continue
        if line.to_place_id is not None:
            item.place = session.get_one(Place, line.to_place_id)
        entries += _entries(item, line, reason)
        session.add(_remember(count, item, line, reason if line.is_booked else ""))
    ledger.write(session, entries, cause=f"count:{count.uuid}", by=by)
    for line in found.to_label:
        labels.order_for_remainder(session, items[line.code].id, by=by)


def _entries(item: Item, line: Line, reason: str) -> list[ledger.Entry]:
    made = []
    if line.difference_milli:
        made.append(
            ledger.Entry(item, "counted", line.difference_milli, line.weight_g, reason=reason)
        )
    if line.to_place_id is not None:
        left_g = item.stock_g + line.weight_g
        made.append(
            ledger.Entry(item, "moved", about_milli=line.new_milli, about_g=left_g, reason=reason)
        )
    return made


def _remember(count: StockCount, item: Item, line: Line, reason: str) -> CountLine:
    return CountLine(
        count_id=count.id,
        item_id=item.id,
        outcome=line.outcome,
        counted_milli=line.counted_milli,
        book_milli=line.book_milli,
        difference_milli=line.difference_milli,
        weight_g=line.weight_g,
        value_cents=line.value_cents,
        place_id=line.to_place_id,
        reason=reason,
    )
