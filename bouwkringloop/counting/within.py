"""Which places lie in which: what a count of a place covers."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import codes
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.stock.models import Place


class NoSuchPlace(Refused):
    """No place carries this code."""

    status = 404
    message = N_("No place here has the code %(code)s. Scan its label again.")


def by_code(session: Session, code: str) -> Place:
    """Find a place by the six digits on its label."""
    number = codes.place_number(code)
    place = session.get(Place, number) if number is not None else None
    if place is None:
        raise NoSuchPlace(code=code[:20])
    return place


def covered(session: Session, place: Place) -> list[Place]:
    """List a place and all that lie within it, each before what is in it, by name."""
    return [inner for inner, _ in tree(session, place)]


def tree(session: Session, place: Place) -> list[tuple[Place, int]]:
    """List a place and all within it, each with how deep it lies in it."""
    return list(_down(place, 0, _by_parent(_of_site(session, place.site_id))))


def forest(session: Session, site_id: int) -> list[tuple[Place, int]]:
    """List all places of a site, each with how deep it lies."""
    inner = _by_parent(_of_site(session, site_id))
    return [found for top in inner.get(None, ()) for found in _down(top, 0, inner)]


def line_of(session: Session, place: Place) -> set[int]:
    """Give the numbers of a place, of all around it and of all within it."""
    parents = parents_of(session, place.site_id)
    return {
        other
        for other in parents
        if lies_in(parents, place.id, other) or lies_in(parents, other, place.id)
    }


def parents_of(session: Session, site_id: int) -> dict[int, int | None]:
    """Tell of each place of a site in which one it lies."""
    return {place.id: place.parent_id for place in _of_site(session, site_id)}


def lies_in(parents: Mapping[int, int | None], place_id: int | None, outer_id: int) -> bool:
    """Tell whether a place is another one or lies somewhere within it."""
    seen: set[int] = set()
    while place_id is not None and place_id not in seen:
        if place_id == outer_id:
            return True
        seen.add(place_id)
        place_id = parents.get(place_id)
    return False


def _of_site(session: Session, site_id: int) -> Sequence[Place]:
    return session.scalars(
        select(Place).where(Place.site_id == site_id).order_by(Place.name, Place.id)
    ).all()


def _by_parent(places: Sequence[Place]) -> dict[int | None, list[Place]]:
    inner: dict[int | None, list[Place]] = {}
    for place in places:
        inner.setdefault(place.parent_id, []).append(place)
    return inner


def _down(
    place: Place, depth: int, inner: Mapping[int | None, Sequence[Place]]
) -> Iterator[tuple[Place, int]]:
    yield place, depth
    for child in inner.get(place.id, ()):
        yield from _down(child, depth + 1, inner)
