"""What reuse saves the climate: factors a material, each with its source, year and assumption."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.money import divide_half_up
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.catalogue.models import Category, ImpactFactor
from bouwkringloop.people import audit

DATA_FILE = Path(__file__).with_name("impact.toml")
#: As what is counted that is in no list.
AVERAGE = "average"
#: A hundred tonnes of CO2e a tonne: beyond it somebody mistyped.
MOST_MILLI = 100_000_000
LONGEST_SOURCE = 120


class NoSuchMaterial(Refused):
    """A material that no factor is kept of."""

    status = 422
    message = N_("Choose one of the materials.")


class NoSource(Refused):
    """A factor without saying where it is from."""

    status = 422
    message = N_("Say where this factor is from; it stands on every statement.")


class NotAFactor(Refused):
    """A factor that cannot be."""

    status = 422
    message = N_("These figures cannot be right. Check them, please.")


@dataclass(frozen=True)
class Factor:
    """What a tonne of a material costs the climate: thousandths of a kilogram CO2e."""

    material: str
    primary_milli: int
    reused_milli: int
    displacement_milli: int
    source: str
    year: int
    valid_from: date

    @property
    def name(self) -> str:
        """The material's name in the language being spoken."""
        return name(self.material)

    def avoided_g(self, grams: int) -> int:
        """Tell how many grams of CO2e are avoided where so many grams are used again, half-up.

        kg / 1000 · (primary - reused) · displacement.
        """
        saved = self.primary_milli - self.reused_milli
        return divide_half_up(grams * saved * self.displacement_milli, 1_000_000_000)


@cache
def shipped() -> dict[str, Any]:
    """Read the data file that ships with the product."""
    return tomllib.loads(DATA_FILE.read_text(encoding="utf-8"))


@cache
def materials() -> dict[str, tuple[str, str]]:
    """List the materials by slug, each with its Dutch and its English name."""
    return {each["slug"]: (each["nl"], each["en"]) for each in shipped()["material"]}


def name(material: str) -> str:
    """Name a material in the language being spoken."""
    nl, en = materials()[material]
    return en if i18n.language() == "en" else nl


@cache
def _known() -> tuple[Mapping[str, str], Mapping[str, str]]:
    entries = shipped()["material"]
    of_category = {slug: each["slug"] for each in entries for slug in each["categories"]}
    of_group = {slug: each["slug"] for each in entries for slug in each.get("groups", ())}
    return of_category, of_group


def material_of(category: Category) -> str:
    """Tell as which material things of a category are counted."""
    of_category, of_group = _known()
    return of_category.get(category.slug) or of_group.get(category.group.slug, AVERAGE)


def counted_as(session: Session) -> dict[str, list[str]]:
    """List which categories are counted as each material, by name."""
    found: dict[str, list[str]] = {slug: [] for slug in materials()}
    query = select(Category).options(joinedload(Category.group)).order_by(Category.position)
    for category in session.scalars(query.where(Category.active)):
        found[material_of(category)].append(category.name)
    return found


def fill(session: Session) -> None:
    """Store the shipped factors where a material has none yet, such as in an older shop."""
    known = set(session.scalars(select(ImpactFactor.material).distinct()))
    data = shipped()
    session.add_all(
        ImpactFactor(
            material=each["slug"],
            primary_milli=each["primary"],
            reused_milli=each["reused"],
            displacement_milli=data["displacement"],
            source=data["source"],
            year=data["year"],
            valid_from=data["valid_from"],
            at=clock.now(),
        )
        for each in data["material"]
        if each["slug"] not in known
    )


def on(session: Session, day: date) -> dict[str, Factor]:
    """Give the factor of every material that holds on a day; before the first one, that one."""
    found: dict[str, Factor] = {}
    for row in every(session):
        # The first of each material holds backwards too, since there is no other.
        if row.material not in found or row.valid_from <= day:
            found[row.material] = _factor(row)
    return found


def every(session: Session) -> Sequence[ImpactFactor]:
    """List all factors that were ever stored, by the day since which they hold."""
    return session.scalars(
        select(ImpactFactor).order_by(ImpactFactor.valid_from, ImpactFactor.id)
    ).all()


def _factor(row: ImpactFactor) -> Factor:
    fields = Factor.__dataclass_fields__
    return Factor(**{field: getattr(row, field) for field in fields})


def add(session: Session, told: Factor, *, by: Actor) -> ImpactFactor:
    """Store a newer factor of a material; what was issued before keeps the one it was made with."""
    if told.material not in materials():
        raise NoSuchMaterial
    source = clean(told.source)[:LONGEST_SOURCE]
    if not source:
        raise NoSource
    if (
        not 0 <= told.reused_milli <= told.primary_milli <= MOST_MILLI
        or not 0 <= told.displacement_milli <= 1000
        or not 1990 <= told.year <= clock.today().year + 1
    ):
        raise NotAFactor
    made = ImpactFactor(
        material=told.material,
        primary_milli=told.primary_milli,
        reused_milli=told.reused_milli,
        displacement_milli=told.displacement_milli,
        source=source,
        year=told.year,
        valid_from=told.valid_from,
        at=clock.now(),
        person_id=by.id,
    )
    session.add(made)
    session.flush()  # Who looks next finds it.
    audit.note(session, by, "impact.added", f"material:{told.material}", year=told.year)
    return made
