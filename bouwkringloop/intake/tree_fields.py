"""Read one field of a decision tree, and say what is wrong in it, and where."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import LANGUAGES, N_, translate
from bouwkringloop.base.text import clean
from bouwkringloop.intake.tree import Text

_SLUG = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


class WrongTree(Refused):
    """A tree in which something cannot be."""

    status = 422
    message = N_("%(where)s: %(what)s.")


@dataclass(frozen=True)
class Place:
    """Where in the tree we are, by slug or, as long as that is not known, by number."""

    question: str = ""
    answer: str = ""

    def refuse(self, what: str, **details: object) -> NoReturn:
        """Say what is wrong here."""
        where = N_("The decision tree")
        if self.question:
            where = N_("Question “%(question)s”")
        if self.answer:
            where = N_("Question “%(question)s”, answer “%(answer)s”")
        told = translate(what) % {name: shown(value) for name, value in details.items()}
        raise WrongTree(where=translate(where) % vars(self), what=told)


def fields_of(
    value: Any, place: Place, needed: tuple[str, ...], optional: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Give the fields of an object; refuse one that has too few or others."""
    if not isinstance(value, dict):
        place.refuse(N_("something else stands where fields in braces { } must stand"))
    for key in value:
        if key not in needed and key not in optional:
            fields = ", ".join((*needed, *optional))
            place.refuse(
                N_("there is no field “%(key)s”, only: %(fields)s"), key=key, fields=fields
            )
    for key in needed:
        if key not in value:
            place.refuse(N_("the field “%(key)s” is missing"), key=key)
    return value


def listed(fields: Mapping[str, Any], key: str, place: Place) -> list[Any]:
    """Give a list; nothing counts as an empty one."""
    value = fields.get(key, [])
    if not isinstance(value, list):
        place.refuse(N_("“%(key)s” must be a list in square brackets [ ]"), key=key)
    return value


def string(fields: Mapping[str, Any], key: str, place: Place) -> str:
    """Give the words of a field."""
    value = fields[key]
    if not isinstance(value, str):
        place.refuse(N_("“%(key)s” must be words in quotation marks"), key=key)
    return value


def strings(fields: Mapping[str, Any], key: str, place: Place) -> tuple[str, ...]:
    """Give a list of words."""
    found = listed(fields, key, place)
    if not all(isinstance(value, str) for value in found):
        place.refuse(N_("“%(key)s” must be a list of words in quotation marks"), key=key)
    return tuple(found)


def slug_of(fields: Mapping[str, Any], place: Place, others: Collection[str]) -> str:
    """Give the slug of a question or answer, which no other has."""
    slug = string(fields, "slug", place)
    if not _SLUG.fullmatch(slug) or len(slug) > 60:
        what = N_("the slug “%(slug)s” may have only small letters, digits and hyphens, at most 60")
        place.refuse(what, slug=slug)
    if slug in others:
        place.refuse(N_("the slug “%(slug)s” is used twice"), slug=slug)
    return slug


def choice(fields: Mapping[str, Any], key: str, choices: tuple[str, ...], place: Place) -> str:
    """Give a value that is one of a few."""
    value = string(fields, key, place)
    if value not in choices:
        what = N_("“%(key)s” cannot be “%(value)s”, only: %(choices)s")
        place.refuse(what, key=key, value=value, choices=", ".join(choices))
    return value


def named(
    fields: Mapping[str, Any], key: str, known: Collection[str] | None, place: Place
) -> tuple[str, ...]:
    """Give slugs that the catalogue knows."""
    slugs = strings(fields, key, place)
    for slug in slugs:
        if known is not None and slug not in known:
            place.refuse(N_("“%(slug)s” in “%(key)s” is not in the catalogue"), slug=slug, key=key)
    return slugs


def words(
    fields: Mapping[str, Any], key: str, most: int, place: Place, *, needed: bool = True
) -> Text:
    """Read words in both languages; what need not be said may be empty in both, not in one."""
    if not needed and key not in fields:
        return Text("", "")
    given = fields_of(fields[key], place, (), tuple(LANGUAGES))
    both = {name: clean(string(given, name, place)) if name in given else "" for name in LANGUAGES}
    for name, said in both.items():
        if not said and (needed or any(both.values())):
            place.refuse(N_("“%(key)s” has no words under “%(name)s”"), key=key, name=name)
        if len(said) > most:
            what = N_("“%(key)s” has %(length)s characters under “%(name)s”; at most %(most)s fit")
            place.refuse(what, key=key, name=name, length=len(said), most=most)
    return Text(**both)


def shown(value: object) -> str:
    """Show a value in a sentence: on one line, and never a whole page of it."""
    shown = clean(str(value))
    return shown if len(shown) <= 100 else shown[:40] + "…"
