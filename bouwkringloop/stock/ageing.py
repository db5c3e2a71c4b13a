"""What has stood too long, and what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.catalogue import markdown
from bouwkringloop.stock.models import Item

#: From when on a thing is looked at, and how many are shown at once.
LONG_DAYS = 56
MOST_SHOWN = 200
#: A price below which a label costs more than the thing brings in.
_HARDLY_WORTH_CENTS = 200

_PROPOSALS = {
    "cheaper": N_("Make it cheaper"),
    "repair": N_("Repair it, or let it go"),
    "give": N_("Give it away"),
    "recycle": N_("To material recycling"),
}


@dataclass(frozen=True)
class PriceToday:
    """What a unit of a thing costs today, in cents, and what percentage its age took off."""

    cents: int
    percent_off: int


def price_today(item: Item) -> PriceToday:
    """Tell what a thing costs today by the markdown of its category."""
    off = markdown.percent(item.category.markdown, item.priced_at, clock.today())
    return PriceToday(markdown.marked_down(item.price_cents, off), off)


@dataclass(frozen=True)
class Standing:
    """A thing that stands here, for how long, at what price today, and a proposal."""

    item: Item
    days: int
    percent_off: int
    price_cents: int
    proposal: str

    @property
    def advice(self) -> str:
        """The proposal in words."""
        return translate(_PROPOSALS[self.proposal])


def standing(session: Session, *, at_least_days: int = LONG_DAYS) -> Sequence[Standing]:
    """List what has stood longest, with a proposal for each."""
    since = clock.now() - timedelta(days=at_least_days)
    items = session.scalars(
        select(Item)
        .options(joinedload(Item.category), joinedload(Item.site), joinedload(Item.place))
        .where(
            Item.quantity_milli > Item.reserved_milli,
            Item.created_at <= since,
            Item.state.not_in(("quarantined", "in_transit")),
        )
        .order_by(Item.created_at, Item.id)
        .limit(MOST_SHOWN)
    )
    return [_judged(item) for item in items]


def _judged(item: Item) -> Standing:
    days = (clock.today() - clock.local(item.created_at).date()).days
    price = price_today(item)
    return Standing(item, days, price.percent_off, price.cents, propose(item, days, price.cents))


def propose(item: Item, days: int, price_cents: int) -> str:
    """Propose what to do with a thing that stood so long.

    What waits for repair should be repaired. What is worn, or costs next to nothing, after twice
    the time goes to material; what is good but nobody wants is given away after three times.
    """
    if item.state == "to_repair":
        return "repair"
    if days >= 2 * LONG_DAYS and (item.condition == "C" or price_cents <= _HARDLY_WORTH_CENTS):
        return "recycle"
    return "give" if days >= 3 * LONG_DAYS else "cheaper"
