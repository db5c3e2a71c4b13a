"""The demo shop before its first day: where it works, who works there, and its tills.

It stands in Amersfoort, but neither the shop nor anybody in it exists.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Actor, Role
from bouwkringloop.catalogue import load, markdown
from bouwkringloop.catalogue.models import DANGER, Category, CategoryGroup
from bouwkringloop.intake.models import Container, Scale
from bouwkringloop.people import audit, staff
from bouwkringloop.people.models import Person
from bouwkringloop.people.passwords import hash_pin
from bouwkringloop.stock.models import Place, Site
from bouwkringloop.till.models import Till

#: One password for everybody: it is printed, and hides nothing.
PASSWORD = "tweede-kans"  # noqa: S105 - see above.


@dataclass(frozen=True)
class Invented:
    """Somebody who works in the demo shop."""

    name: str
    login: str
    role: Role
    pin: str


STAFF = (
    Invented("Marijke Hoogland", "marijke", Role.MANAGER, "4071"),
    Invented("Sjoerd Veenstra", "sjoerd", Role.SHOP_LEAD, "8264"),
    Invented("Fatima El Amrani", "fatima", Role.CASHIER, "3918"),
    Invented("Ruben Kok", "ruben", Role.CASHIER, "7502"),
    Invented("Dawit Tesfay", "dawit", Role.INTAKE_WORKER, "6139"),
    Invented("Ans van Dalen", "ans", Role.INTAKE_WORKER, "9407"),
    Invented("Joke Smit", "joke", Role.COORDINATOR, "5283"),
)

_SITES = (
    ("yard", "Milieustraat Amersfoort", "yard", "Voorbeeldweg 10, Amersfoort"),
    ("shop", "Bouwkringloop Amersfoort", "shop", "Voorbeeldweg 12, Amersfoort"),
    ("hub", "Hub Hoevelaken", "hub", "Proefstraat 3, Hoevelaken"),
)
#: Site, slug, name, and the groups of the catalogue whose things lie there.
_PLACES = (
    ("shop", "deuren", "Deurenrek", ("doors",)),
    ("shop", "ramen", "Ramen en glas", ("windows",)),
    ("shop", "hout", "Houtloods", ("timber", "sheets")),
    ("shop", "sanitair", "Sanitairhoek", ("sanitary", "heating")),
    ("shop", "keuken", "Keukens", ("kitchen",)),
    ("shop", "stelling-a", "Stelling A", ("ironmongery", "electrical")),
    ("shop", "stelling-b", "Stelling B", ("tools", "finishes")),
    ("shop", "buiten", "Buitenterrein", ("paving", "facade", "structure")),
    ("yard", "container", "Zeecontainer", ()),
    ("hub", "hal", "Hal 2", ()),
)
#: Racks and bins within those places: within which, slug, name, kind.
_WITHIN = (
    ("deuren", "deuren-links", "Linksdraaiend", "rack"),
    ("deuren", "deuren-rechts", "Rechtsdraaiend", "rack"),
    ("hout", "hout-balken", "Balkenrek", "rack"),
    ("hout", "hout-plaat", "Plaatmateriaal", "rack"),
    ("stelling-a", "stelling-a-1", "A1", "bin"),
    ("stelling-a", "stelling-a-2", "A2", "bin"),
    ("stelling-a", "stelling-a-3", "A3", "bin"),
)
_ZONES = ("deuren", "hout", "buiten", "hal", "container")
#: Site, slug, name, the most they weigh in grams, and how they speak.
_SCALES = (
    ("yard", "weegbrug", "Vloerweegschaal", 1_500_000, "st 9600 8N1"),
    ("shop", "tafel", "Tafelweegschaal", 60_000, ""),
)
_CONTAINERS = (
    ("krat", "Krat", 2_400),
    ("rolkar", "Rolkar", 38_000),
    ("gaasbox", "Gaasbox", 85_000),
)
#: What takes much room gets cheaper when it stays: after four weeks a quarter off, then half.
_CHEAPER = ("doors", "windows", "sanitary", "kitchen")
_STEPS = ((28, 25), (56, 50))
_TILLS = (("till-1", "Kassa 1"), ("till-2", "Kassa 2"))


@dataclass(frozen=True)
class Premises:
    """What the days in the demo shop are made with."""

    people: dict[str, Actor]
    tills: tuple[Till, ...]
    categories: tuple[Category, ...]
    #: Slugs of the places in the shop, by the slug of a group.
    places: dict[str, str]

    def with_role(self, *roles: Role) -> list[Actor]:
        """List who has one of these roles."""
        return [person for person in self.people.values() if person.role in roles]


def build(session: Session) -> Premises:
    """Store the sites, places, tills, catalogue and staff."""
    load.fill(session)
    sites = {slug: Site(slug=slug, name=n, kind=k, address=a) for slug, n, k, a in _SITES}
    tills = tuple(Till(slug=slug, name=name, site=sites["shop"]) for slug, name in _TILLS)
    session.add_all([*sites.values(), *tills])
    _draw_places(session, sites)
    session.add_all(
        Scale(site=sites[at], slug=slug, name=name, max_g=most, protocol=protocol)
        for at, slug, name, most, protocol in _SCALES
    )
    session.add_all(Container(slug=slug, name=name, tare_g=g) for slug, name, g in _CONTAINERS)
    people = _hire(session)
    categories = session.scalars(
        select(Category)
        .join(Category.group)
        .where(Category.active, CategoryGroup.slug != DANGER)
        .order_by(Category.position)
    ).all()
    for category in categories:
        if category.group.slug in _CHEAPER:
            category.markdown = markdown.write(_STEPS)
    places = {group: slug for at, slug, _, groups in _PLACES if at == "shop" for group in groups}
    return Premises(people, tills, tuple(categories), places)


def _draw_places(session: Session, sites: dict[str, Site]) -> None:
    places = {
        slug: Place(site=sites[at], slug=slug, name=n, kind="zone" if slug in _ZONES else "rack")
        for at, slug, n, _ in _PLACES
    }
    session.add_all(places.values())
    session.flush()  # What lies in a place names its number.
    session.add_all(
        Place(site=places[outer].site, parent_id=places[outer].id, slug=slug, name=n, kind=kind)
        for outer, slug, n, kind in _WITHIN
    )


def _hire(session: Session) -> dict[str, Actor]:
    """Add the staff; the manager comes first and adds the others.

    They share one password, so its slow hash is made once, and not seven times at every start.
    """
    first = STAFF[0]
    manager = staff.add(
        session,
        name=first.name,
        login=first.login,
        role=first.role,
        password=PASSWORD,
        pin=first.pin,
    )
    people = {first.login: manager.actor()}
    for who in STAFF[1:]:
        person = Person(
            name=who.name,
            login=who.login,
            role=who.role.value,
            password_hash=manager.password_hash,
            pin_hash=hash_pin(who.pin),
            created_at=clock.now(),
        )
        session.add(person)
        session.flush()  # The audit entry needs the new person's number.
        audit.note(
            session, people[first.login], "person.added", f"person:{person.id}", role=person.role
        )
        people[who.login] = person.actor()
    return people
