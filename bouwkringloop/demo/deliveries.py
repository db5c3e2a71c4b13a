"""What people bring to the demo shop, taken in through the verbs of the intake."""

import random
from uuid import UUID

from sqlalchemy.orm import Session

from bouwkringloop.base import quantity
from bouwkringloop.base.permissions import Role
from bouwkringloop.catalogue.models import Category
from bouwkringloop.demo import titles
from bouwkringloop.demo.measures import Measures
from bouwkringloop.demo.premises import Premises
from bouwkringloop.intake import receive, suggest
from bouwkringloop.intake.brought import Brought, Delivery
from bouwkringloop.stock.models import Item

MOST_FOR_SALE = 40
_SITES, _SITE_WEIGHTS = ("shop", "yard", "hub"), (75, 15, 10)
_SOURCES = {"shop": ("shop", "shop", "pickup"), "yard": ("yard",), "hub": ("batch", "pickup")}
_POSTCODES = ("3811", "3812", "3813", "3815", "3817", "3819", "3822", "3825", "3828", "3871")
#: What else lies in the trailer beside what can be sold.
_ASIDE = ("residue", "refuse", "repair", "parts", "material", "repurpose", "quarantine")
_ASIDE_WEIGHTS = (35, 25, 13, 10, 10, 4, 3)
_REASONS = {
    "refuse": ("Kapot", "Te vuil", "Misschien asbest", "Niemand koopt het", "Te groot"),
    "quarantine": ("Misschien asbest", "Oude verf die bladdert"),
    "residue": ("Rot hout", "Gebroken bij het lossen", "Nat geworden", "Te veel schade"),
    "repair": ("Slot klemt", "Opnieuw lakken", "Snoer vervangen"),
}
#: Up to this price a thing comes by the heap, and from the other on alone.
_CHEAP_CENTS, _DEAR_CENTS = 300, 10_000
#: The least and the most of a measured thing in one line, in tenths of its unit.
_TENTHS = {"m": (20, 400), "m2": (15, 200), "m3": (5, 30), "kg": (20, 300)}


class Deliveries:
    """Drives up with things, one trailer after the other."""

    def __init__(self, session: Session, premises: Premises, dice: random.Random) -> None:
        self._session = session
        self._premises = premises
        self._dice = dice
        labelled = [kind for kind in premises.categories if not kind.unlabelled]
        self._kinds = labelled or list(premises.categories)
        self._measures = Measures(session)
        self._workers = premises.with_role(Role.INTAKE_WORKER)

    def trailers(self, for_sale: int) -> list[int]:
        """Split a day's things over trailers; give how many of each can be sold."""
        most = min(max(5, for_sale // 12), MOST_FOR_SALE)
        loads = []
        while for_sale:
            loads.append(min(for_sale, self._dice.randint(1, most)))
            for_sale -= loads[-1]
        return loads

    def bring(self, for_sale: int) -> list[Item]:
        """Take one trailer in; give those of its things that can be sold in the shop."""
        dice = self._dice
        (site,) = dice.choices(_SITES, _SITE_WEIGHTS)
        lines = []
        for _ in range(for_sale):
            lines.append(self._line("sell", site))
            if dice.random() < 0.28:
                lines.append(self._line(dice.choices(_ASIDE, _ASIDE_WEIGHTS)[0], site))
        delivery = Delivery(
            id=UUID(int=dice.getrandbits(128), version=4),
            site=site,
            source_kind=dice.choice(_SOURCES[site]),
            lines=tuple(lines),
            postcode4=dice.choice(_POSTCODES) if dice.random() < 0.7 else None,
        )
        worker = dice.choice(self._workers)
        taken = receive.receive(self._session, delivery, by=worker)
        for line in taken.lines:
            if line.item:
                self._measures.fill_in(line.item, by=worker)
        if site != "shop":
            return []
        return [line.item for line in taken.lines if line.item and line.route == "sell"]

    def _line(self, route: str, site: str) -> Brought:
        dice = self._dice
        kind = dice.choice(self._kinds)
        milli = self._amount(kind)
        sold_here = route == "sell" and site == "shop"
        return Brought(
            category=kind.slug,
            quantity_milli=milli,
            unit=kind.unit,
            route=route,
            description=titles.of_kind(kind.pictogram, kind.name_nl, dice),
            weight_g=self._weight(kind, milli),
            condition=dice.choices("ABC", (2, 6, 2))[0],
            reason=dice.choice(_REASONS.get(route, ("",))),
            price_cents=self._price(kind) if route == "sell" else None,
            place=self._premises.places.get(kind.group.slug) if sold_here else None,
        )

    def _price(self, kind: Category) -> int | None:
        """Name a price for some things; the others get the one that is suggested."""
        low, high = kind.price_low_cents, kind.price_high_cents
        if self._dice.random() < 0.7:
            return None
        return suggest.plausible(self._dice.randint(low, high), low, high)

    def _amount(self, kind: Category) -> int:
        dice = self._dice
        if kind.unit in _TENTHS:
            return dice.randint(*_TENTHS[kind.unit]) * 100
        if kind.price_high_cents <= _CHEAP_CENTS:
            return dice.randint(12, 300) * 1000
        if kind.price_high_cents >= _DEAR_CENTS or dice.random() < 0.6:
            return 1000
        return dice.randint(2, 12) * 1000

    def _weight(self, kind: Category, milli: int) -> int | None:
        """Put some lines on the scales, and all of those whose kind tells nothing."""
        if kind.weight_g == 0:
            return self._dice.randint(5, 150) * 100
        if self._dice.random() < 0.6:
            return None
        estimate = quantity.weigh(kind.weight_g, milli)
        return max(estimate * self._dice.randint(85, 115) // 10_000 * 100, 100)
