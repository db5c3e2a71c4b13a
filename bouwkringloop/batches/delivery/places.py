"""Tell what can be chosen where things arrive: sites and their places, containers, and scales."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import i18n
from bouwkringloop.intake import protocols
from bouwkringloop.intake.models import Container, Scale
from bouwkringloop.stock.models import Place, Site


def everywhere(session: Session) -> dict[str, str]:
    """Name every site, and every place on it as `site/place`."""
    found: dict[str, str] = {}
    places = of_each(session)
    for site in session.scalars(select(Site).order_by(Site.kind != "hub", Site.name)):
        found[site.slug] = site.name
        for slug, name in places.get(site.slug, []):
            found[f"{site.slug}/{slug}"] = f"{site.name} · {name}"
    return found


def of_each(session: Session) -> dict[str, list[tuple[str, str]]]:
    """Name the places of each site, by the site's slug."""
    found: dict[str, list[tuple[str, str]]] = {}
    query = select(Place).options(joinedload(Place.site)).where(Place.active).order_by(Place.name)
    for place in session.scalars(query):
        found.setdefault(place.site.slug, []).append((place.slug, place.name))
    return found


def containers(session: Session) -> dict[str, str]:
    """Name what stands on scales with the things in it, with what it weighs."""
    found = session.scalars(select(Container).where(Container.active).order_by(Container.tare_g))
    return {each.slug: f"{each.name} ({i18n.weight(each.tare_g)})" for each in found}


def scales(session: Session) -> list[dict[str, Any]]:
    """List the scales with how they can be read."""
    found = session.scalars(select(Scale).where(Scale.active).order_by(Scale.name))
    return [
        {
            "slug": each.slug,
            "name": each.name,
            "max_g": each.max_g,
            "serial": protocols.plain(each.protocol),
        }
        for each in found
    ]
