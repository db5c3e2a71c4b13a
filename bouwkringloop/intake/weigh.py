"""Weigh: what scales showed less the container, what was typed, or what measures tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import i18n, quantity
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.money import divide_half_up
from bouwkringloop.catalogue.models import Category
from bouwkringloop.intake import estimate
from bouwkringloop.intake.brought import Brought, Weighed
from bouwkringloop.intake.models import Container, Scale


class OverTheScale(Refused):
    """More than these scales can weigh."""

    status = 422
    message = N_("%(weight)s is more than %(scale)s can weigh (%(max)s). Weigh it in parts.")


class TareAboveGross(Refused):
    """The container weighs more than what stood on the scales."""

    status = 422
    message = N_("The container weighs %(tare)s, and the scales show only %(gross)s.")


class NoSuchWeight(Refused):
    """A weight that cannot be: nothing, less than nothing, or more than lorries carry."""

    status = 422
    message = N_("The weight of “%(category)s” cannot be right. Check it, please.")


class NoSuchContainer(Refused):
    """No container has this name, or it is out of use."""

    status = 422
    message = N_("There is no container “%(container)s”.")


class NoSuchScale(Refused):
    """No scales have this name, or they are out of use."""

    status = 422
    message = N_("There are no scales “%(scale)s”.")


@dataclass(frozen=True)
class Reading:
    """What was weighed, in grams."""

    gross_g: int
    tare_g: int
    by_itself: bool

    @property
    def net_g(self) -> int:
        """What the things themselves weigh."""
        return self.gross_g - self.tare_g


@dataclass(frozen=True)
class Weight:
    """What a line weighs, what one unit of it weighs, and how that is known; in grams."""

    grams: int
    unit_grams: int
    source: str
    gross_g: int | None = None
    tare_g: int | None = None


class Scales:
    """The scales and containers that the lines of a delivery name, fetched at once."""

    def __init__(self, session: Session, weighed: Sequence[Weighed]) -> None:
        containers = {each.container for each in weighed if each.container}
        scales = {each.scale for each in weighed if each.scale}
        self._containers: dict[str, Container] = {}
        self._scales: dict[str, Scale] = {}
        if containers:
            found = session.scalars(
                select(Container).where(Container.slug.in_(containers), Container.active)
            )
            self._containers = {each.slug: each for each in found}
        if scales:
            known = session.scalars(select(Scale).where(Scale.slug.in_(scales), Scale.active))
            self._scales = {each.slug: each for each in known}

    def read(self, weighed: Weighed) -> Reading:
        """Take the container off what the scales showed; refuse what cannot be."""
        if weighed.container and weighed.container not in self._containers:
            raise NoSuchContainer(container=weighed.container[:40])
        if weighed.scale and weighed.scale not in self._scales:
            raise NoSuchScale(scale=weighed.scale[:40])
        if weighed.scale:
            scale = self._scales[weighed.scale]
            if weighed.gross_g > scale.max_g:
                raise OverTheScale(
                    weight=i18n.weight(weighed.gross_g),
                    scale=scale.name,
                    max=i18n.weight(scale.max_g),
                )
        tare_g = weighed.tare_g
        if weighed.container:
            tare_g = self._containers[weighed.container].tare_g
        if not 0 <= tare_g < weighed.gross_g:
            raise TareAboveGross(tare=i18n.weight(tare_g), gross=i18n.weight(weighed.gross_g))
        return Reading(weighed.gross_g, tare_g, weighed.by_itself)

    def settle(
        self, line: Brought, category: Category, milli: int, measures: Mapping[str, int]
    ) -> Weight:
        """Tell what a line weighs: by the scales, as typed, from its measures, or as its kind.

        Measures are thousandths of millimetres, by the slugs of their attributes.
        """
        if line.weighed is not None:
            reading = self.read(line.weighed)
            source = "scale" if reading.by_itself else "typed"
            net_g = reading.net_g
            return _weight(category, net_g, milli, source, (reading.gross_g, reading.tare_g))
        if line.weight_g is not None:
            return _weight(category, line.weight_g, milli, "typed")
        guess = estimate.grams(estimate.how(category), milli, measures)
        if guess:
            return _weight(category, guess, milli, "dimensions")
        weight = Weight(quantity.weigh(category.weight_g, milli), category.weight_g, "category")
        return _plausible(weight, category)


def _weight(
    category: Category,
    grams: int,
    milli: int,
    source: str,
    scales: tuple[int, int] | tuple[None, None] = (None, None),
) -> Weight:
    if grams <= 0:
        raise NoSuchWeight(category=category.name)
    return _plausible(Weight(grams, divide_half_up(grams * 1000, milli), source, *scales), category)


def _plausible(weight: Weight, category: Category) -> Weight:
    if max(weight.grams, weight.unit_grams) > quantity.MOST_GRAMS:
        raise NoSuchWeight(category=category.name)
    return weight
