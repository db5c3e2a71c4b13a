"""Count a thing that somebody sees, without telling what the books say of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock, codes, i18n, quantity
from bouwkringloop.base.errors import NotFound, OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor, Permission
from bouwkringloop.base.quantity import Unit
from bouwkringloop.counting import begin, within
from bouwkringloop.counting.models import CountTally, StockCount
from bouwkringloop.stock import ledger
from bouwkringloop.stock.models import Item, Movement, Place

#: A phone that was without a signal for longer than this tells nothing that can be trusted.
LONGEST_AGE_S = 24 * 3600


class NotInThisCount(Refused):
    """The bin lies outside of what is being counted."""

    message = N_("%(place)s does not lie in %(counted)s, which is being counted.")


class BinOfOtherSite(Refused):
    """The bin is on another site."""

    message = N_("%(place)s is a place of %(site)s, and this count is of %(counted)s.")


class SoldBefore(Refused):
    """It lies here, but somebody bought it."""

    message = N_("“%(title)s” (%(code)s) was sold on %(day)s. Put it aside for its buyer.")


class LeftBefore(Refused):
    """It lies here, but by the books it left in another way than by a sale."""

    message = N_("“%(title)s” (%(code)s) %(why)s on %(day)s. Put it aside and tell the shop lead.")


class BelongsElsewhere(Refused):
    """The books have it on another site."""

    message = N_(
        "“%(title)s” (%(code)s) belongs to %(site)s. Put it aside; it goes there with a transfer."
    )


class OnlyOne(Refused):
    """There is only one of a thing with its own label."""

    status = 422
    message = N_("“%(title)s” is one thing with a label of its own, so it is counted as 1.")


class NotYourTally(Refused):
    """Somebody else counted it."""

    status = 403
    message = N_("Somebody else counted this. Only they or the shop lead can take it back.")


class TakenBack(Refused):
    """It was taken back already."""

    message = N_("This was taken back already.")


_WENT = {
    "given": N_("was given away"),
    "material": N_("went to material recycling"),
    "residue": N_("went to residual waste"),
    "dismantled": N_("was taken apart"),
    "split": N_("was split up"),
}


@dataclass(frozen=True)
class Seen:
    """How much somebody saw of which thing, in which bin, and how many seconds ago.

    Without a bin it is the place that is being counted. `anew` takes the place of all that was
    counted of the thing before; only then it can be nothing.
    """

    id: UUID
    code: str
    quantity_milli: int
    place: str = ""
    anew: bool = False
    age_s: int = 0


@dataclass(frozen=True)
class _Books:
    """What the books said of a thing at a moment."""

    milli: int
    last_movement_id: int


def tally(session: Session, count_id: UUID, seen: Seen, *, by: Actor) -> CountTally:
    """Write down what somebody counted, once however often it is sent."""
    count = begin.locked(session, count_id, to_end=False)
    first = session.scalar(_FIRST.where(CountTally.uuid == seen.id))
    if first is not None:
        return _again(first, count, seen)
    _check_open(count)
    place = _bin(session, count, seen.place)
    (item,) = ledger.lock(session, [seen.code])
    _check_quantity(item, seen)
    moment = _moment(count, seen)
    books = _books_then(session, item, moment) if seen.age_s else _books(session, item)
    if seen.quantity_milli:
        _check_is_here(session, item, count, books)
    return _add(
        session,
        CountTally(
            uuid=seen.id,
            count_id=count.id,
            item=item,
            place_id=place.id,
            quantity_milli=seen.quantity_milli,
            anew=seen.anew,
            book_milli=books.milli,
            last_movement_id=books.last_movement_id,
            person_id=by.id,
            at=moment,
        ),
    )


def take_back(
    session: Session, count_id: UUID, tally_id: UUID, uuid: UUID, *, by: Actor
) -> CountTally:
    """Take one tally back, so that the thing stands as it did without it.

    What was counted in other bins stays, which counting anew would have thrown away.
    """
    count = begin.locked(session, count_id, to_end=False)
    wrong = session.scalar(
        _FIRST.where(
            CountTally.uuid == tally_id,
            CountTally.count_id == count.id,
            CountTally.undoes_id.is_(None),
        )
    )
    if wrong is None:
        raise NotFound
    first = session.scalar(_FIRST.where(CountTally.uuid == uuid))
    if first is not None:
        if first.undoes_id != wrong.id:
            raise OtherContentUnderThisId
        return first
    _check_open(count)
    if wrong.person_id != by.id and not by.may(Permission.JUDGE_STOCK):
        raise NotYourTally
    (item,) = ledger.lock(session, [wrong.item.code])
    if session.scalar(select(CountTally.id).where(CountTally.undoes_id == wrong.id)):
        raise TakenBack
    books = _books(session, item)
    return _add(
        session,
        CountTally(
            uuid=uuid,
            count_id=count.id,
            item=item,
            place_id=wrong.place_id,
            quantity_milli=0,
            undoes_id=wrong.id,
            book_milli=books.milli,
            last_movement_id=books.last_movement_id,
            person_id=by.id,
            at=clock.now(),
        ),
    )


_FIRST = select(CountTally).options(joinedload(CountTally.item))


def _add(session: Session, made: CountTally) -> CountTally:
    session.add(made)
    session.flush()  # The same id sent at one moment is stopped here, by the database.
    return made


def _again(first: CountTally, count: StockCount, seen: Seen) -> CountTally:
    """Answer a second sending with the first tally, if it says the same; it may be older now."""
    place = codes.place_code(first.place_id)
    wanted = seen.place or count.place.code
    told = (first.count_id, first.item.code, first.quantity_milli, place, first.anew)
    asked = (count.id, seen.code, seen.quantity_milli, wanted, seen.anew)
    if told != asked or first.undoes_id is not None:
        raise OtherContentUnderThisId
    return first


def _check_open(count: StockCount) -> None:
    if count.state != "open":
        raise begin.CountEnded(place=count.place.name)


def _bin(session: Session, count: StockCount, code: str) -> Place:
    if not code:
        return count.place
    place = within.by_code(session, code)
    counted = count.place.name
    if place.site_id != count.place.site_id:
        raise BinOfOtherSite(place=place.name, site=place.site.name, counted=counted)
    parents = within.parents_of(session, place.site_id)
    if not within.lies_in(parents, place.id, count.place_id):
        raise NotInThisCount(place=place.name, counted=counted)
    return place


def _check_quantity(item: Item, seen: Seen) -> None:
    if seen.quantity_milli == 0 and seen.anew:
        return
    quantity.checked(seen.quantity_milli, Unit(item.unit))
    if item.form == "unique" and seen.quantity_milli > 1000:
        raise OnlyOne(title=item.title)


def _moment(count: StockCount, seen: Seen) -> datetime:
    """Tell when it was counted, by the shop's clock."""
    age = timedelta(seconds=min(seen.age_s, LONGEST_AGE_S))
    return max(clock.now() - age, count.begun_at)


def _books(session: Session, item: Item) -> _Books:
    """Tell what the books say of a locked thing."""
    newest = session.scalar(select(func.max(Movement.id)).where(Movement.item_id == item.id))
    return _Books(item.quantity_milli, newest or 0)


def _books_then(session: Session, item: Item, moment: datetime) -> _Books:
    """Tell what the books said of a locked thing at a moment that lies a while back."""
    later = Movement.at > moment
    moved, last = session.execute(
        select(
            func.coalesce(func.sum(case((later, Movement.quantity_milli), else_=0)), 0),
            func.max(case((later, None), else_=Movement.id)),
        ).where(Movement.item_id == item.id)
    ).one()
    if last is None:
        # By the shop's clock it had not come in yet, so the phone's clock is slow.
        return _books(session, item)
    return _Books(item.quantity_milli - moved, last)


def _check_is_here(session: Session, item: Item, count: StockCount, books: _Books) -> None:
    """Refuse what by the books cannot lie here, and say what to do with it."""
    if books.milli <= 0:
        _check_was_only_missed(session, item, books)
    if item.state == "in_transit":
        raise ledger.UnderWay(title=item.title, code=item.code)
    if item.site_id != count.place.site_id:
        raise BelongsElsewhere(title=item.title, code=item.code, site=item.site.name)


def _check_was_only_missed(session: Session, item: Item, books: _Books) -> None:
    """Let what an earlier count missed be found again; refuse what left in another way."""
    left = session.execute(
        select(Movement.kind, Movement.at)
        .where(
            Movement.item_id == item.id,
            Movement.quantity_milli < 0,
            Movement.id <= books.last_movement_id,
        )
        .order_by(Movement.id.desc())
        .limit(1)
    ).first()
    if left is None or left.kind in ("counted", "corrected"):
        return
    day = i18n.day(clock.local(left.at).date())
    if left.kind == "sold":
        raise SoldBefore(title=item.title, code=item.code, day=day)
    raise LeftBefore(
        title=item.title, code=item.code, why=i18n.translate(_WENT[left.kind]), day=day
    )
