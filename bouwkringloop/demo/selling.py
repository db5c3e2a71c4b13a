"""What the demo shop sells, through the verbs of its tills."""

import random
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from bouwkringloop.base import clock, money, quantity
from bouwkringloop.base.permissions import Actor, Role
from bouwkringloop.catalogue import markdown
from bouwkringloop.demo.premises import Premises
from bouwkringloop.intake import suggest
from bouwkringloop.stock.models import Item
from bouwkringloop.till import close, open_shift, report, sell
from bouwkringloop.till.count import DENOMINATIONS, Counted, of_denominations
from bouwkringloop.till.forms import SaleBody
from bouwkringloop.till.models import Till

FLOAT_CENTS = 15_000
_LARGEST_NOTE, _SMALLEST_COIN = 5_000, 5
#: Below this a kilogram is bulk.
_CHEAP_CENTS = 50
#: From this total on, hardly anybody has the cash with them.
_CARD_FROM_CENTS = 10_000
#: What a drawer differs by now and then.
_DIFFERENCES = (-500, -100, -50, -20, -5, 10, 50, 100)
_DISCOUNTS = ("Kras", "Laatste van de partij", "Kleine deuk", "Vaste klant")
#: The most of a measured thing in one basket, in tenths of its unit.
_TENTHS = {"m": 80, "m2": 60, "m3": 10, "kg": 35}


class Counter:
    """The tills of the shop, the shelves behind them, and who stands there today."""

    def __init__(self, session: Session, premises: Premises, dice: random.Random) -> None:
        self._session = session
        self._premises = premises
        self._dice = dice
        self._shelves: list[Item] = []
        self._left: dict[int, int] = {}
        unlabelled = [kind for kind in premises.categories if kind.unlabelled]
        self._loose = unlabelled or list(premises.categories)
        self._cashiers = premises.with_role(Role.CASHIER)
        (self._lead,) = premises.with_role(Role.SHOP_LEAD)
        self._open: list[tuple[UUID, Actor]] = []
        self._collector: dict[str, str] | None = None
        self._asked_for: list[Item] = []

    def stock_up(self, items: list[Item]) -> None:
        """Put things on the shelves, from where they can be sold."""
        self._shelves += items
        self._left.update((item.id, item.quantity_milli) for item in items)

    def ask_for(self, items: list[Item]) -> None:
        """Let the next customers who want something labelled come for these, one by one."""
        self._asked_for += items

    def open(self, many: int) -> None:
        """Open the first tills with their float, each with its cashier for the day."""
        for till, cashier in zip(self._premises.tills[:many], self._shuffled(), strict=False):
            self._open.append((self._start(till, cashier), cashier))

    def _start(self, till: Till, cashier: Actor) -> UUID:
        uuid = self._uuid()
        open_shift.start(self._session, uuid, till, float_cents=FLOAT_CENTS, by=cashier)
        return uuid

    def _shuffled(self) -> list[Actor]:
        return self._dice.sample(self._cashiers, len(self._cashiers))

    def close(self) -> None:
        """Count every drawer and close it; now and then something is missing or too much."""
        for uuid, cashier in self._open:
            shift = close.by_id(self._session, uuid)
            expected = report.of(self._session, shift).expected_cents
            differs = self._dice.choice(_DIFFERENCES) if self._dice.random() < 0.15 else 0
            counted = _count(max(expected + differs, 0))
            reason = "Verkeerd wisselgeld" if differs else ""
            close.close(self._session, uuid, counted, by=cashier, reason=reason)
        self._open = []

    def leave_next(self, name: str, phone: str) -> None:
        """Let the next labelled thing that is sold stay here until somebody fetches it."""
        self._collector = {"name": name, "phone": phone}

    def sell(self) -> None:
        """Sell one basket at one of the open tills."""
        shift, cashier = self._dice.choice(self._open)
        lines, total = self._basket()
        by = self._lead if any("discount_cents" in line for line in lines) else cashier
        collector = self._left_by(lines)
        body = SaleBody.model_validate(
            {
                "id": self._uuid(),
                "shift": shift,
                "lines": lines,
                "payments": self._payments(total),
                "collector": collector,
            }
        )
        sell.record(self._session, body.checked(), by=by)

    def _left_by(self, lines: list[dict[str, Any]]) -> dict[str, str] | None:
        """Let the first labelled line stay here, where somebody is to leave something."""
        labelled = [line for line in lines if "item" in line]
        if self._collector is None or not labelled:
            return None
        labelled[0]["collect"] = True
        collector, self._collector = self._collector, None
        return collector

    def _basket(self) -> tuple[list[dict[str, Any]], int]:
        """Fill a basket; give its lines and what they come to."""
        dice = self._dice
        labelled = dice.choices((0, 1, 2), (45, 45, 10))[0]
        loose = dice.choices((0, 1, 2, 3), (20, 50, 20, 10))[0]
        made = [self._from_shelf() for _ in range(min(labelled, len(self._shelves)))]
        made += [self._without_label() for _ in range(loose or not made)]
        return [line for line, _ in made], sum(cents for _, cents in made)

    def _from_shelf(self) -> tuple[dict[str, Any], int]:
        dice = self._dice
        at = dice.randrange(len(self._shelves))
        if self._asked_for and (wanted := self._asked_for.pop(0)) in self._shelves:
            at = self._shelves.index(wanted)
        item = self._shelves[at]
        milli = min(self._some(item.unit), self._left[item.id])
        self._left[item.id] -= milli
        if not self._left[item.id]:
            # The last one takes its place, which is quicker than moving all behind it up.
            self._shelves[at] = self._shelves[-1]
            self._shelves.pop()
        line: dict[str, Any] = {"item": item.code, "quantity": quantity.to_decimal(milli)}
        off = markdown.percent(item.category.markdown, item.priced_at, clock.today())
        cents = money.times(markdown.marked_down(item.price_cents, off), milli)
        if cents >= 1_000 and dice.random() < 0.04:
            line["discount_cents"] = cents // 1_000 * 100
            line["reason"] = dice.choice(_DISCOUNTS)
        return line, cents - line.get("discount_cents", 0)

    def _without_label(self) -> tuple[dict[str, Any], int]:
        kind = self._dice.choice(self._loose)
        low, high = kind.price_low_cents, kind.price_high_cents
        price = suggest.plausible(self._dice.randint(low, high), low, high)
        milli = self._some(kind.unit)
        if kind.unit == "kg" and price < _CHEAP_CENTS:
            milli *= 20  # Nobody comes with a trailer for one kilogram of gravel.
        line = {
            "category": kind.slug,
            "quantity": quantity.to_decimal(milli),
            "unit_price_cents": price,
        }
        return line, money.times(price, milli)

    def _some(self, unit: str) -> int:
        """Draw how much of something goes into a basket, in thousandths."""
        if unit in _TENTHS:
            return self._dice.randint(3, _TENTHS[unit]) * 100
        return self._dice.choices((1, 2, 3, 4, 6, 10), (50, 20, 8, 10, 7, 5))[0] * 1000

    def _payments(self, total: int) -> list[dict[str, Any]]:
        """Pay by card or in cash, and now and then with both."""
        dice = self._dice
        if total >= _CARD_FROM_CENTS or dice.random() < 0.6:
            return [{"method": "pin", "tendered_cents": total}]
        if total > 2_000 and dice.random() < 0.1:
            by_card = total // 2
            rest = money.round_cash(total - by_card)
            return [
                {"method": "pin", "tendered_cents": by_card},
                {"method": "cash", "tendered_cents": rest},
            ]
        note = dice.choice((5, 500, 1_000, 2_000, 5_000))
        due = money.round_cash(total)
        return [{"method": "cash", "tendered_cents": -(-due // note) * note}]

    def _uuid(self) -> UUID:
        return UUID(int=self._dice.getrandbits(128), version=4)


def _count(cents: int) -> Counted:
    """Count a drawer in as few notes and coins as it can hold."""
    pieces = {}
    for value in DENOMINATIONS:
        if _SMALLEST_COIN <= value <= _LARGEST_NOTE:
            pieces[str(value)], cents = divmod(cents, value)
    return of_denominations(pieces)
