"""What the lines of a list can name: kinds, sites, places and attributes, fetched at once."""

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import i18n, text
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.catalogue.models import Attribute, Category, CategoryAttribute
from bouwkringloop.stock import judge, sites
from bouwkringloop.stock.models import Place, Site

T = TypeVar("T")


class UnknownKind(Refused):
    """A kind that the catalogue does not have, or no longer."""

    status = 422
    message = N_("There is no kind of thing called “%(category)s” in the catalogue.")


class UnknownPlace(Refused):
    """A place that is not on this site, or no longer."""

    status = 422
    message = N_("There is no place “%(place)s” on this site.")


class SeveralOfThatName(Refused):
    """A name that does not tell two of them apart."""

    status = 422
    message = N_("More than one is called “%(name)s”. Write its short name instead.")


class UnknownChoice(Refused):
    """Something that one cannot choose."""

    status = 422
    message = N_("“%(text)s” cannot be chosen here. Choose from: %(choices)s.")


class _Register(Generic[T]):
    """Things by their short names, and by names that may be ambiguous."""

    def __init__(self) -> None:
        self._by_slug: dict[str, T] = {}
        self._by_name: dict[str, list[T]] = {}

    def add(self, slug: str, names: Iterable[str], thing: T) -> None:
        self._by_slug[slug] = thing
        for name in {text.slug(name) for name in names}:
            self._by_name.setdefault(name, []).append(thing)

    def find(self, said: str) -> T | None:
        key = text.slug(said)
        if key in self._by_slug:
            return self._by_slug[key]
        found = self._by_name.get(key, ())
        if len(found) > 1:
            raise SeveralOfThatName(name=text.clean(said)[:40])
        return found[0] if found else None


class Known:
    """Everything that a line can name."""

    def __init__(self, session: Session) -> None:
        self._categories: _Register[Category] = _Register()
        for category in session.scalars(select(Category).where(Category.active)):
            names = (category.name_nl, category.name_en)
            self._categories.add(category.slug, names, category)
        self._sites: _Register[Site] = _Register()
        self._places: dict[int, _Register[Place]] = {}
        for site in session.scalars(select(Site)):
            self._sites.add(site.slug, (site.name,), site)
            self._places[site.id] = _Register()
        for place in session.scalars(select(Place).where(Place.active)):
            self._places[place.site_id].add(place.slug, (place.name,), place)
        self.attributes = attributes(session)
        self._had = {
            (had.category_id, had.attribute_id)
            for had in session.scalars(select(CategoryAttribute))
        }
        self._states = {text.slug(state): state for state in judge.STEPS}
        for language in i18n.LANGUAGES:
            with i18n.speaking(language):
                self._states |= {text.slug(judge.state_name(s)): s for s in judge.STEPS}

    def category(self, said: str) -> Category:
        """Find a kind by its short name or its name in either language."""
        found = self._categories.find(said)
        if found is None:
            raise UnknownKind(category=text.clean(said)[:40])
        return found

    def site(self, said: str) -> Site:
        """Find a site by its short name or its name."""
        found = self._sites.find(said)
        if found is None:
            raise sites.UnknownSite(name=text.clean(said)[:40])
        return found

    def place(self, site: Site, said: str) -> Place:
        """Find a place that is in use on a site."""
        found = self._places[site.id].find(said)
        if found is None:
            raise UnknownPlace(place=text.clean(said)[:40])
        return found

    def has(self, category: Category, attribute: Attribute) -> bool:
        """Tell whether things of a kind have an attribute."""
        return (category.id, attribute.id) in self._had

    def state(self, said: str) -> str:
        """Find the destination that a thing can begin with."""
        found = self._states.get(text.slug(said))
        # What is on its way cannot come in here as well.
        if found is None or found == "in_transit":
            names = [judge.state_name(state) for state in judge.STEPS if state != "in_transit"]
            raise UnknownChoice(text=text.clean(said)[:40], choices=", ".join(names))
        return found

    @staticmethod
    def choice(attribute: Attribute, said: str) -> str:
        """Find what one can choose of an attribute."""
        wanted = text.slug(said)
        for line in attribute.choices.splitlines():
            slug, *names = line.split("|")
            if wanted in {text.slug(name) for name in (slug, *names)}:
                return slug
        choices = ", ".join(attribute.choice_names.values())
        raise UnknownChoice(text=text.clean(said)[:40], choices=choices)


def attributes(session: Session) -> Sequence[Attribute]:
    """List the measures and marks that columns can be of."""
    return session.scalars(select(Attribute).order_by(Attribute.position)).all()
