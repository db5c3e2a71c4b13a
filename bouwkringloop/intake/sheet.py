"""All that the intake page needs to go on working where there is no signal."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import i18n
from bouwkringloop.base.text import fold
from bouwkringloop.catalogue import attributes
from bouwkringloop.catalogue import find as catalogue
from bouwkringloop.catalogue.models import DANGER, Attribute, Category, CategoryGroup
from bouwkringloop.intake import estimate, overview, protocols, suggest, trees
from bouwkringloop.intake.models import Container, Scale
from bouwkringloop.intake.tree import to_json
from bouwkringloop.stock import find
from bouwkringloop.stock.models import Place, Site

#: What builders name first of a thing, in this order.
_FIRST = (
    "section-width",
    "section-height",
    "tile-length",
    "tile-width",
    "width",
    "height",
    "length",
    "thickness",
)
#: So many measures stand beside each other on a phone.
_BESIDE_EACH_OTHER = 3


@dataclass(frozen=True)
class Sheet:
    """What the page shows as tiles, and what its script reads."""

    sites: list[Site]
    groups: list[CategoryGroup]
    #: The group of what is never sold, where the shop has it; it is not among the groups.
    danger: CategoryGroup | None
    categories: list[Category]
    most_used: list[Category]
    attributes: list[Attribute]
    data: dict[str, Any]


def compose(session: Session) -> Sheet:
    """Put together the tiles and the figures behind them, in the language being spoken."""
    categories = list(
        session.scalars(
            select(Category)
            .options(joinedload(Category.group))
            .where(Category.active)
            .order_by(Category.position)
        )
    )
    advised = suggest.advice_everywhere(session, categories)
    having = attributes.of_each(session, [category.id for category in categories])
    groups = {category.group.id: category.group for category in categories}
    places = session.scalars(select(Place).options(joinedload(Place.site)).order_by(Place.name))
    sites = find.sites(session)
    return Sheet(
        sites=sites,
        groups=sorted(
            (group for group in groups.values() if group.slug != DANGER),
            key=lambda group: group.position,
        ),
        danger=next((group for group in groups.values() if group.slug == DANGER), None),
        categories=categories,
        most_used=overview.most_used(session),
        attributes=attributes.all_of(session),
        data={
            "categories": {
                category.slug: {
                    **_kind(category, advised[category.slug]),
                    **_measures(category, having.get(category.id, [])),
                }
                for category in categories
            },
            "sites": {site.slug: site.kind for site in sites},
            "sides": estimate.SIDES,
            "tree": _tree(session),
            "containers": _containers(session),
            "scales": _scales(session),
            "places": [
                {"site": place.site.slug, "slug": place.slug, "name": place.name}
                for place in places
            ],
        },
    )


def for_trying(session: Session) -> dict[str, Any]:
    """Give only what asking the questions needs."""
    return {
        "categories": {
            kind.slug: {"name": kind.name, "group": shelf.group.slug, "dangerous": kind.dangerous}
            for shelf in catalogue.shelves(session)
            for kind in shelf.categories
        },
        "tree": _tree(session),
    }


def _tree(session: Session) -> dict[str, Any]:
    """Give the questions that are asked now, and by which version."""
    version, tree = trees.newest(session)
    return {"version": version, **trees.plain(to_json(tree))}


def _containers(session: Session) -> list[dict[str, Any]]:
    found = session.scalars(select(Container).where(Container.active).order_by(Container.tare_g))
    return [{"slug": c.slug, "name": c.name, "tare_g": c.tare_g} for c in found]


def _scales(session: Session) -> list[dict[str, Any]]:
    found = session.scalars(
        select(Scale).options(joinedload(Scale.site)).where(Scale.active).order_by(Scale.name)
    )
    return [
        {
            "slug": scale.slug,
            "site": scale.site.slug,
            "name": scale.name,
            "max_g": scale.max_g,
            "protocol": scale.protocol,
            "serial": protocols.plain(scale.protocol),
        }
        for scale in found
    ]


def _measures(category: Category, having: list[Attribute]) -> dict[str, Any]:
    """Tell what is asked of a kind: at once where it is sold by its measures, else on demand."""
    make = estimate.how(category)
    names = [each.slug for each in having]
    first: list[str] = []
    if make is not None or "hinge-side" in names:
        first = [slug for slug in _FIRST if slug in names][:_BESIDE_EACH_OTHER]
        first += [slug for slug in ("hinge-side",) if slug in names]
    return {
        "measures": first,
        "more_measures": [slug for slug in names if slug not in first],
        "density_g": make.density_g if make else 0,
        "usual": dict(make.usual) if make else {},
    }


def _kind(category: Category, advised: dict[str, suggest.Advice]) -> dict[str, Any]:
    return {
        "name": category.name,
        "group": category.group.slug,
        "words": fold(f"{category.name_nl} {category.name_en} {category.group.name}"),
        "unit": category.unit,
        "unit_name": i18n.unit_name(category.unit),
        "unit_names": i18n.unit_name(category.unit, 2000),
        "weight_g": category.weight_g,
        "pictogram": category.pictogram,
        "dangerous": category.dangerous,
        "prices": {key: each.price_cents for key, each in advised.items()},
        "reasons": {key: " ".join(each.reasons) for key, each in advised.items()},
    }
