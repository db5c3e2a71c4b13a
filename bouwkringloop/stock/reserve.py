"""Keep something for somebody until a day, and let it go again.

A name is all that is kept of that somebody, and it is wiped a month after the reservation ended.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock, i18n, quantity
from bouwkringloop.base.errors import NotFound, OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.quantity import Unit
from bouwkringloop.base.text import fold, named
from bouwkringloop.people import audit
from bouwkringloop.stock import ledger, take_out
from bouwkringloop.stock.models import Item, Reservation

USUAL_DAYS = 3
MOST_DAYS = 14
#: What one name may hold at once, so that nobody empties the shop by telephone.
MOST_AT_ONCE = 3
NAME_KEPT = timedelta(days=30)


class TooManyReserved(Refused):
    """One name holds as much as one name may."""

    message = N_(
        "“%(name)s” has %(many)s reservations already, and that is the most."
        " Sell or release one of them first."
    )


class TooLong(Refused):
    """Longer than the shop keeps anything for anybody."""

    status = 422
    message = N_("A thing is kept for 1 to %(most)s days.")


class ReservationEnded(Refused):
    """It was sold, released, or its day has passed."""

    message = N_("This reservation has ended. Look the thing up again.")


class OtherThing(Refused):
    """The reservation is of another thing than the one that is sold."""

    status = 422
    message = N_("This reservation is of another thing.")


@dataclass(frozen=True)
class Wanted:
    """What somebody asks to be kept: how much of which thing, for whom, how many days."""

    id: UUID
    code: str
    quantity_milli: int
    name: str
    days: int = USUAL_DAYS


def reserve(session: Session, wanted: Wanted, *, by: Actor) -> Reservation:
    """Keep something for somebody, once however often it is sent."""
    name = named(wanted.name)
    first = session.scalar(select(Reservation).where(Reservation.uuid == wanted.id))
    if first is not None:
        return _again(first, wanted, name)
    if not 1 <= wanted.days <= MOST_DAYS:
        raise TooLong(most=MOST_DAYS)
    now = clock.now()
    (item,) = ledger.lock(session, [wanted.code])
    expire(session, [item.id], now)
    session.refresh(item)
    _check_stock(item, quantity.checked(wanted.quantity_milli, Unit(item.unit)))
    _check_limit(session, name)
    made = Reservation(
        uuid=wanted.id,
        item=item,
        quantity_milli=wanted.quantity_milli,
        name=name,
        folded_name=fold(name),
        expires_at=_end_of_day(now, wanted.days),
        made_at=now,
        person_id=by.id,
    )
    session.add(made)
    item.reserved_milli += made.quantity_milli
    _enter(session, made, "reserved", by=by, at=now)
    audit.note(session, by, "item.reserved", f"item:{item.code}", days=wanted.days)
    return made


def release(session: Session, uuid: UUID, *, by: Actor) -> Reservation:
    """Let go of what was kept, so that anybody can buy it."""
    found = open_one(session, uuid)
    now = clock.now()
    _end(session, found, "released", by=by, at=now)
    audit.note(session, by, "item.released", f"item:{found.item.code}")
    return found


def expire(session: Session, item_ids: Sequence[int] | None, now: datetime) -> int:
    """Let go of what was kept past its day, of these things or of all; tell how many there were.

    It is written down in the name of who reserved it, since nobody else did anything.
    """
    query = select(Reservation).where(Reservation.state == "open", Reservation.expires_at <= now)
    if item_ids is not None:
        query = query.where(Reservation.item_id.in_(item_ids))
    due = session.scalars(query.options(joinedload(Reservation.item)).order_by(Reservation.item_id))
    many = 0
    for found in due.all():
        ledger.lock(session, [found.item.code])
        # Whoever ends a reservation holds its thing, so what is read now stays so.
        if session.scalar(select(Reservation.state).where(Reservation.id == found.id)) == "open":
            _end(session, found, "expired", by=None, at=now)
            many += 1
    return many


def redeem(session: Session, uuid: UUID, item_id: int, *, at: datetime) -> int:
    """End a reservation because its thing is being sold; give how much had been kept.

    The item itself is taken out of stock, reservation included, by the sale.
    """
    ended = session.execute(
        update(Reservation)
        .where(Reservation.uuid == uuid, Reservation.state == "open")
        .values(state="sold", ended_at=at)
        .returning(Reservation.item_id, Reservation.quantity_milli)
    ).first()
    if ended is None:
        raise ReservationEnded
    if ended.item_id != item_id:
        raise OtherThing
    return int(ended.quantity_milli)


def open_one(session: Session, uuid: UUID) -> Reservation:
    """Find a reservation that still holds, and lock its thing."""
    code = session.scalar(
        select(Item.code)
        .join(Reservation, Reservation.item_id == Item.id)
        .where(Reservation.uuid == uuid)
    )
    if code is None:
        raise NotFound
    ledger.lock(session, [code])
    found = session.scalars(
        select(Reservation)
        .where(Reservation.uuid == uuid)
        .execution_options(populate_existing=True)
    ).one()
    if found.state != "open":
        raise ReservationEnded
    return found


def keep_longer(kept: Reservation, days: int, now: datetime) -> None:
    """Keep a thing for at least so many days from now, where somebody paid for that."""
    kept.expires_at = max(kept.expires_at, _end_of_day(now, days))


def open_of(session: Session, item_id: int) -> Sequence[Reservation]:
    """List for whom something is kept, the first to expire first."""
    return session.scalars(
        select(Reservation)
        .where(Reservation.item_id == item_id, Reservation.state == "open")
        .order_by(Reservation.expires_at)
    ).all()


def all_open(session: Session) -> Sequence[Reservation]:
    """List everything that is kept for somebody, the first to expire first."""
    return session.scalars(
        select(Reservation)
        .options(joinedload(Reservation.item).joinedload(Item.place))
        .where(Reservation.state == "open")
        .order_by(Reservation.expires_at, Reservation.id)
    ).all()


def wipe_names(session: Session, now: datetime) -> None:
    """Forget for whom things were kept, a month after that ended."""
    session.execute(
        update(Reservation)
        .where(
            Reservation.state != "open",
            Reservation.ended_at <= now - NAME_KEPT,
            Reservation.name != "",
        )
        .values(name="", folded_name="")
    )


def _again(first: Reservation, wanted: Wanted, name: str) -> Reservation:
    same = (first.item.code, first.quantity_milli) == (wanted.code, wanted.quantity_milli)
    if not same or first.name not in ("", name):
        raise OtherContentUnderThisId
    return first


def check_for_sale(item: Item) -> None:
    """Refuse to keep for somebody what nobody can buy."""
    if item.state != "for_sale":
        raise take_out.NotForSale(title=item.title, code=item.code, why=why_not(item.state))


def _check_stock(item: Item, asked: int) -> None:
    check_for_sale(item)
    free = item.quantity_milli - item.reserved_milli
    if item.quantity_milli == 0:
        raise take_out.SoldOut(title=item.title, code=item.code)
    if free < asked:
        left = i18n.quantity(free, item.unit)
        raise take_out.KeptForSomebody(title=item.title, code=item.code, free=left)


def _check_limit(session: Session, name: str) -> None:
    held = session.scalar(
        select(func.count())
        .select_from(Reservation)
        .where(Reservation.folded_name == fold(name), Reservation.state == "open")
    )
    if held is not None and held >= MOST_AT_ONCE:
        raise TooManyReserved(name=name, many=held)


def _end_of_day(now: datetime, days: int) -> datetime:
    """Give the end of the day after so many days: what is kept until Friday is kept all Friday."""
    last = clock.local(now) + timedelta(days=days)
    return (last + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _end(
    session: Session, found: Reservation, state: str, *, by: Actor | None, at: datetime
) -> None:
    found.state, found.ended_at = state, at
    found.item.reserved_milli -= found.quantity_milli
    _enter(session, found, "released", by=by, at=at)


def _enter(
    session: Session, made: Reservation, kind: str, *, by: Actor | None, at: datetime
) -> None:
    """Write it in the ledger without the name, which does not belong in what is never wiped."""
    session.flush()  # The reservation holds before the ledger says so.
    item = made.item
    entry = ledger.Entry(
        item,
        kind,
        about_milli=made.quantity_milli,
        about_g=ledger.share(item, made.quantity_milli),
    )
    who = by or _reserver(session, made)
    ledger.enter(session, [entry], cause=f"reservation:{made.uuid}", by=who, at=at)


def _reserver(session: Session, made: Reservation) -> Actor:
    from bouwkringloop.people.models import Person

    return session.get_one(Person, made.person_id).actor()


#: Why something in another state than for sale is not.
_WHY = {
    "to_repair": N_("it waits for repair"),
    "for_parts": N_("it is there for its parts"),
    "to_repurpose": N_("something new will be made of it"),
    "quarantined": N_("it is kept apart for safety"),
    "in_transit": N_("it is on its way to another site"),
}


def why_not(state: str) -> str:
    """Say why something in this state is not for sale."""
    return i18n.translate(_WHY[state])
