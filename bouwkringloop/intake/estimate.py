"""Estimate what a thing weighs from its measures; `static/js/intake-estimate.js` does the same."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from math import prod
from pathlib import Path

from bouwkringloop.base.money import divide_half_up
from bouwkringloop.catalogue.models import Category

_FILE = Path(__file__).with_name("materials.toml")

#: The measures that make one unit solid, the first of which all are known; beside those, a unit
#: has its own length or area.
SIDES: dict[str, tuple[tuple[str, ...], ...]] = {
    "m": (
        ("section-width", "section-height"),
        ("width", "thickness"),
        ("section-width", "thickness"),
    ),
    "m2": (("thickness",),),
    "piece": (
        ("length", "width", "thickness"),
        ("height", "width", "thickness"),
        ("tile-length", "tile-width", "thickness"),
        ("length", "width", "height"),
    ),
}
#: Measures are thousandths of millimetres, of which a metre has so many.
_METRE = 1_000_000


@dataclass(frozen=True)
class Make:
    """What makes a kind heavy: what it is made of, or else how large a usual one of it is."""

    unit: str
    #: What one unit of a usual size weighs, in grams.
    weight_g: int
    #: Of one cubic metre; 0 where a thing is not made of one material.
    density_g: int = 0
    #: The measures of a usual one, in thousandths of millimetres.
    usual: Mapping[str, int] = field(default_factory=dict)


def how(category: Category) -> Make | None:
    """Tell what makes things of a category heavy; None where measures say nothing about it."""
    known = _materials().get(category.slug)
    return known and Make(category.unit, category.weight_g, *known)


def grams(make: Make | None, milli: int, measures: Mapping[str, int]) -> int | None:
    """Estimate what a quantity weighs by its measures; None where too few of them are known.

    `milli` is in thousandths of the unit, measures in thousandths of millimetres by their slugs.
    """
    if make is None:
        return None
    if make.density_g:
        for sides in SIDES.get(make.unit, ()):
            if all(measures.get(side, 0) > 0 for side in sides):
                solid = prod(measures[side] for side in sides) * milli * make.density_g
                return divide_half_up(solid, 1000 * _METRE ** len(sides)) or None
        return None
    if not make.usual or not all(measures.get(side, 0) > 0 for side in make.usual):
        return None
    own = prod(measures[side] for side in make.usual)
    whole = prod(make.usual.values()) * 1000
    return divide_half_up(make.weight_g * own * milli, whole) or None


@cache
def _materials() -> dict[str, tuple[int, Mapping[str, int]]]:
    """Read by category what its things are made of, or how large usual ones are."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"), parse_float=Decimal)
    made_of = {
        slug: (int(material["density"] * 1000), dict[str, int]())
        for material in data["material"]
        for slug in material["categories"]
    }
    usual = {
        entry.pop("category"): (0, {side: mm * 1000 for side, mm in entry.items()})
        for entry in data["usual"]
    }
    return {**made_of, **usual}
