"""What is going on in the stock of the demo shop when a visitor looks: counts, transfers, names."""

import random
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bouwkringloop.base.permissions import Actor, Role
from bouwkringloop.base.quantity import Unit
from bouwkringloop.counting import begin, book, review, tally
from bouwkringloop.counting.models import StockCount
from bouwkringloop.demo.premises import Premises
from bouwkringloop.stock import reserve, slip, transfer
from bouwkringloop.stock.models import Item, Place, Site

#: Who asked to keep something, and for how many days.
_KEPT_FOR = (("Ria Fantasie", 3), ("Bo Voorbeeld", 7))
_SENT = 3
#: The place whose count is booked, and the one where somebody is still counting.
_COUNTED, _BEING_COUNTED = "hout", "stelling-a"
_WHY = "Kwartaaltelling"


class Underway:
    """Counts, sends and keeps things at the end of the last day."""

    def __init__(self, session: Session, premises: Premises, dice: random.Random) -> None:
        self._session = session
        self._dice = dice
        (self._lead,) = premises.with_role(Role.SHOP_LEAD)
        self._worker = premises.with_role(Role.INTAKE_WORKER)[0]

    def live(self) -> None:
        """Let everything happen that is not over when the visitor looks."""
        self._book_count()
        self._begin_count()
        self._send()
        self._keep()

    def _book_count(self) -> None:
        """Count a whole place and book it: there is less of one thing, and another is gone."""
        count, things = self._begin(_COUNTED)
        measured = [i for i in things if i.form == "length" and i.quantity_milli > 1000]
        for item in things[:-1]:
            short = 300 if item in measured[:1] else 0
            self._see(count, item, item.quantity_milli - short, by=self._worker)
        agreed = book.Agreed(review.of(self._session, count).fingerprint, _WHY)
        book.book(self._session, count.uuid, agreed, by=self._lead)

    def _begin_count(self) -> None:
        """Count half of a place."""
        count, things = self._begin(_BEING_COUNTED)
        for item in things[: len(things) // 2]:
            self._see(count, item, item.quantity_milli, by=self._worker)

    def _begin(self, slug: str) -> tuple[StockCount, Sequence[Item]]:
        place = self._session.scalars(select(Place).where(Place.slug == slug)).one()
        count = begin.begin(self._session, self._uuid(), place, by=self._lead)
        return count, self._things(Item.place_id == place.id)

    def _see(self, count: StockCount, item: Item, milli: int, *, by: Actor) -> None:
        seen = tally.Seen(self._uuid(), item.code, milli)
        tally.tally(self._session, count.uuid, seen, by=by)

    def _send(self) -> None:
        """Send some things from the hub to the shop, where nobody has taken them in yet."""
        hub = Item.site.has(Site.slug == "hub")
        codes = [item.code for item in self._things(hub, Item.state == "for_sale")[:_SENT]]
        if codes:
            shop = self._session.scalars(select(Site).where(Site.slug == "shop")).one()
            transfer.send(self._session, self._uuid(), codes, shop, by=self._worker)

    def _keep(self) -> None:
        """Keep a thing for somebody who comes back for it."""
        things = self._things(
            Item.site.has(Site.slug == "shop"), Item.state == "for_sale", Item.unit == Unit.PIECE
        )
        for (name, days), item in zip(_KEPT_FOR, reversed(things), strict=False):
            wanted = reserve.Wanted(self._uuid(), item.code, 1000, name, days)
            made = reserve.reserve(self._session, wanted, by=self._lead)
            slip.order(self._session, made, by=self._lead)

    def _things(self, *which: ColumnElement[bool]) -> Sequence[Item]:
        query = select(Item).where(*which, Item.quantity_milli > 0).order_by(Item.id)
        # As the tills left them, who do not tell the session what they sold.
        return self._session.scalars(query, execution_options={"populate_existing": True}).all()

    def _uuid(self) -> UUID:
        return UUID(int=self._dice.getrandbits(128), version=4)
