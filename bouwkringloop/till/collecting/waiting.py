"""Look up what is sold and still here: for whom, since when, and when it is brought."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import Select, false, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from bouwkringloop.base import clock, codes
from bouwkringloop.base.errors import NotFound
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.quantity import Unit
from bouwkringloop.base.text import clean, fold
from bouwkringloop.stock.models import Item, Place
from bouwkringloop.till.collecting.models import STILL_HERE, Collection, HandOver
from bouwkringloop.till.models import Sale, SaleLine

#: What waits longer than this many days is marked, so that somebody calls.
LONG_DAYS = 14
_ONE_MILLI = 1000
#: How long the list shows what was handed over, and how many of them.
_LATELY = timedelta(days=30)
MOST_HANDED_OVER = 20


class UnknownCollection(NotFound):
    """Nothing that waits to be collected has this number."""

    message = N_("This does not wait to be collected, or no longer.")


@dataclass(frozen=True)
class Waits:
    """One line of a sale that stayed here, with what of it neither came back nor left yet."""

    collection: Collection
    line: SaleLine
    sale: Sale
    code: str | None
    left_milli: int
    #: What of it was handed over so far, in thousandths.
    handed_milli: int

    @property
    def amount_milli(self) -> int:
        """How much of it a list speaks of: what still waits, else what left."""
        return self.left_milli if self.is_here else self.handed_milli

    @property
    def can_part(self) -> bool:
        """Whether less than all of it can be handed over: of one door there is no part."""
        return not Unit(self.line.unit).whole or self.left_milli > _ONE_MILLI

    @property
    def days(self) -> int:
        """How many days it has been waiting."""
        return (clock.today() - clock.local(self.collection.at).date()).days

    @property
    def is_long(self) -> bool:
        """Whether it waits so long that somebody should call."""
        return self.is_here and self.days > LONG_DAYS

    @property
    def is_here(self) -> bool:
        """Whether it still waits: neither handed over nor taken back."""
        return self.collection.state in STILL_HERE and self.left_milli > 0

    @property
    def where(self) -> str:
        """Where it stood when it was sold."""
        place, here = self.collection.place, self.sale.till.site
        if place is None:
            return here.name
        return place.name if place.site_id == here.id else f"{place.site.name}, {place.name}"


@dataclass(frozen=True)
class Listed:
    """The list as somebody asked for it."""

    waiting: Sequence[Waits]
    #: What is planned to be brought, by day.
    days: dict[date, list[Waits]]
    handed_over: Sequence[Waits]

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing in it."""
        return not (self.waiting or self.days or self.handed_over)


_back = aliased(SaleLine)
_CAME_BACK = (
    select(func.coalesce(func.sum(_back.quantity_milli), 0))
    .where(_back.returns_id == SaleLine.id)
    .correlate(SaleLine)
    .scalar_subquery()
)
_HANDED = (
    select(func.coalesce(func.sum(HandOver.quantity_milli), 0))
    .where(HandOver.collection_id == Collection.id)
    .correlate(Collection)
    .scalar_subquery()
)
#: What of the line still waits, in thousandths: what came back counts off it, wherever it was.
LEFT = SaleLine.quantity_milli + _CAME_BACK - _HANDED
_IS_HERE = Collection.state.in_(STILL_HERE) & (LEFT > 0)


def _query() -> Select[Collection, SaleLine, Sale, str | None, int, int]:
    return (
        select(Collection, SaleLine, Sale, Item.code, LEFT, _HANDED)
        .join(SaleLine, SaleLine.id == Collection.sale_line_id)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .outerjoin(Item, Item.id == SaleLine.item_id)
        .options(
            joinedload(Collection.place).joinedload(Place.site),
            joinedload(Collection.handed_over_by),
            joinedload(Sale.till),
        )
        .order_by(Collection.at, Collection.id)
    )


def _read(
    session: Session, query: Select[Collection, SaleLine, Sale, str | None, int, int]
) -> list[Waits]:
    return [Waits(*row) for row in session.execute(query)]


def listed(session: Session, words: str = "") -> Listed:
    """List what waits, the oldest first, what is planned by day, and what went lately.

    Words look in the name, what it is, its code and the number of the receipt.
    """
    still_here = _matching(here(session), words)
    days: dict[date, list[Waits]] = {}
    for one in sorted(still_here, key=_door):
        if one.collection.deliver_on is not None:
            days.setdefault(one.collection.deliver_on, []).append(one)
    gone = _query().where(
        Collection.handed_over_at >= clock.now() - _LATELY, Collection.wiped_at.is_(None)
    )
    handed_over = _matching(
        _read(session, gone.order_by(None).order_by(Collection.handed_over_at.desc())), words
    )
    return Listed(
        [one for one in still_here if one.collection.deliver_on is None],
        dict(sorted(days.items())),
        handed_over[:MOST_HANDED_OVER],
    )


def _matching(found: Iterable[Waits], words: str) -> list[Waits]:
    wanted = fold(clean(words)).split()
    return [one for one in found if all(word in _told(one) for word in wanted)]


def _told(one: Waits) -> str:
    kept = one.collection
    told = (kept.name, kept.phone, one.line.description, one.code or "", one.sale.receipt_number)
    return fold(" ".join(str(part) for part in told))


def here(session: Session, code: str | None = None) -> list[Waits]:
    """List what still waits, the oldest first; with a code only what waits of that thing."""
    query = _query().where(_IS_HERE)
    if code is not None:
        query = query.where(Item.code == code if codes.is_item_code(code) else false())
    return _read(session, query)


def stops(session: Session, day: date) -> list[list[Waits]]:
    """List what is brought on a day, in the order of a drive, with what goes to one door together.

    One door is one name at one address in one half of the day.
    """
    query = _query().where(_IS_HERE, Collection.deliver_on == day)
    drive = sorted(_read(session, query), key=_door)
    return [list(things) for _door_of, things in groupby(drive, key=_door)]


def _door(one: Waits) -> tuple[bool, str, str, str]:
    """Order a drive: the morning first, and near each other by postcode."""
    kept = one.collection
    return kept.half_day != "morning", kept.postcode, kept.street, kept.name


def one(session: Session, number: int) -> Waits:
    """Find one line that stayed here, also when it no longer waits."""
    found = _read(session, _query().where(Collection.id == number))
    if not found:
        raise UnknownCollection
    return found[0]


def beside(session: Session, asked: Waits) -> list[Waits]:
    """List what still waits of the same sale, the one that was asked for included."""
    return _read(session, _query().where(_IS_HERE, SaleLine.sale_id == asked.sale.id))


def to_change(session: Session, numbers: Sequence[int]) -> list[Waits]:
    """Find some of them, and keep others from changing them or taking them back meanwhile.

    What others did while this waited for the lock is only seen by a new question.
    """
    wanted = _query().where(Collection.id.in_(numbers)).execution_options(populate_existing=True)
    session.execute(wanted.with_for_update(of=[Collection, SaleLine])).all()
    found = _read(session, wanted)
    if not found or len(found) != len(set(numbers)):
        raise UnknownCollection
    return found


def parts(session: Session, asked: Waits) -> Sequence[HandOver]:
    """List what left of a line, the first time first."""
    query = select(HandOver).where(HandOver.collection_id == asked.collection.id)
    return session.scalars(query.options(joinedload(HandOver.person)).order_by(HandOver.id)).all()


def count(session: Session) -> int:
    """Count what still waits."""
    query = select(func.count()).select_from(Collection)
    joined = query.join(SaleLine, SaleLine.id == Collection.sale_line_id)
    return session.scalar(joined.where(_IS_HERE)) or 0


def positions(session: Session, sale_id: int) -> set[int]:
    """Tell which lines of a sale stayed here when it was made."""
    query = select(SaleLine.position).join(Collection, Collection.sale_line_id == SaleLine.id)
    return set(session.scalars(query.where(SaleLine.sale_id == sale_id)))
