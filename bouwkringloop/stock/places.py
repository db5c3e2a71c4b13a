"""Draw the places of a site: zones, racks in them, bins on those; and print their labels."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import codes, i18n, text
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.printing.documents import Label, to_json
from bouwkringloop.printing.submit import Where, submit
from bouwkringloop.stock.models import Item, Place, Site

#: In what each kind of place can lie; None is the site itself.
WITHIN: dict[str, set[str | None]] = {
    "zone": {None},
    "rack": {None, "zone"},
    "bin": {None, "zone", "rack"},
}
#: From the largest to the smallest.
KINDS = ("zone", "rack", "bin")


class NoSuchPlaceCode(Refused):
    """No place carries this code, or a digit of it is wrong."""

    status = 404
    message = N_("%(code)s is not the code of a place here. Scan the label of a shelf or a bay.")


class PlaceTaken(Refused):
    """A place of that name is on this site already."""

    message = N_("There is a place “%(name)s” on this site already.")


class DoesNotFit(Refused):
    """A zone in a bin."""

    status = 422
    message = N_("A zone holds racks, and a rack holds bins; not the other way round.")


class StillUsed(Refused):
    """Things lie there, or places that are used lie in it."""

    message = N_("There are still things or places at %(place)s. Move them first.")


@dataclass(frozen=True)
class Shown:
    """A place in the drawing of its site: how deep, and how many things lie right there."""

    place: Place
    depth: int
    things: int


def by_code(session: Session, code: str) -> Place:
    """Find a place by the six digits on its label."""
    number = codes.place_number(code.strip())
    place = session.get(Place, number, options=[joinedload(Place.site)]) if number else None
    if place is None or not place.active:
        raise NoSuchPlaceCode(code=code[:20])
    return place


def add(
    session: Session, site: Site, *, name: str, kind: str, parent: Place | None, by: Actor
) -> Place:
    """Add a place to a site, or within another place."""
    name = text.named(name)
    slug = text.slug(name)
    if session.scalar(select(Place.id).where(Place.site_id == site.id, Place.slug == slug)):
        raise PlaceTaken(name=name)
    if (parent.kind if parent else None) not in WITHIN[kind]:
        raise DoesNotFit
    if parent is not None and parent.site_id != site.id:
        raise DoesNotFit
    made = Place(
        site=site, slug=slug, name=name, kind=kind, parent_id=parent.id if parent else None
    )
    session.add(made)
    session.flush()  # Its code is made of its number.
    audit.note(session, by, "place.added", f"place:{made.code}", name=name)
    return made


def rename(session: Session, place: Place, name: str, *, by: Actor) -> None:
    """Give a place another name; its code stays."""
    name = text.named(name)
    slug = text.slug(name)
    other = select(Place.id).where(
        Place.site_id == place.site_id, Place.slug == slug, Place.id != place.id
    )
    if session.scalar(other):
        raise PlaceTaken(name=name)
    before, place.name, place.slug = place.name, name, slug
    audit.note(session, by, "place.renamed", f"place:{place.code}", name=[before, name])


def retire(session: Session, place: Place, *, by: Actor) -> None:
    """Take an empty place out of use; where things lay in the past stays readable."""
    things = session.scalar(
        select(Item.id).where(Item.place_id == place.id, Item.quantity_milli > 0).limit(1)
    )
    within = session.scalar(
        select(Place.id).where(Place.parent_id == place.id, Place.active).limit(1)
    )
    if things is not None or within is not None:
        raise StillUsed(place=place.name)
    place.active = False
    audit.note(session, by, "place.retired", f"place:{place.code}", name=place.name)


def drawing(session: Session, site: Site) -> list[Shown]:
    """List the places of a site in the order of a walk: each zone, its racks, their bins."""
    places = session.scalars(
        select(Place).where(Place.site_id == site.id, Place.active).order_by(Place.name, Place.id)
    ).all()
    rows = session.execute(
        select(Item.place_id, func.count())
        .where(Item.site_id == site.id, Item.quantity_milli > 0, Item.place_id.is_not(None))
        .group_by(Item.place_id)
    )
    things = {at: many for at, many in rows if at is not None}
    shown: list[Shown] = []

    def walk(parent_id: int | None, depth: int) -> None:
        for place in places:
            if place.parent_id == parent_id:
                shown.append(Shown(place, depth, things.get(place.id, 0)))
                walk(place.id, depth + 1)

    walk(None, 0)
    return shown


def things(session: Session, place: Place, most: int = 200) -> Sequence[Item]:
    """List what lies right at a place, the newest first."""
    return session.scalars(
        select(Item)
        .options(joinedload(Item.category), joinedload(Item.site), joinedload(Item.place))
        .where(Item.place_id == place.id, Item.quantity_milli > 0)
        .order_by(Item.id.desc())
        .limit(most)
    ).all()


def within(session: Session, place: Place) -> list[int]:
    """Give the numbers of a place and of every place in it."""
    numbers, newest = [place.id], [place.id]
    while newest:
        newest = list(session.scalars(select(Place.id).where(Place.parent_id.in_(newest))))
        numbers += newest
    return numbers


def path(session: Session, place: Place) -> str:
    """Say where a place is, from the outside in: `Loods · Stelling A · Bak 3`."""
    names, now = [place.name], place
    while now.parent_id is not None:
        now = session.get_one(Place, now.parent_id)
        names.insert(0, now.name)
    return " · ".join(names)


_KIND_NAMES = {"zone": N_("Zone"), "rack": N_("Rack"), "bin": N_("Bin")}


def kind_name(kind: str) -> str:
    """Say what kind of place it is."""
    return i18n.translate(_KIND_NAMES[kind])


def order_labels(session: Session, places: Sequence[Place], *, by: Actor) -> list[int]:
    """Have the labels of places printed; give the numbers of the print jobs."""
    jobs = []
    for place in places:
        with i18n.speaking("nl"):
            label = Label(
                title=path(session, place),
                price=place.name,
                code=place.code,
                category=f"{kind_name(place.kind)} · {place.site.name}",
            )
        jobs.append(
            submit(
                session,
                to_json(label),
                kind="label",
                subject=f"place:{place.code}",
                where=Where(site=place.site.slug),
                by=by,
            )
        )
    return jobs
