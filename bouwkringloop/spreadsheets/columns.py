"""The columns of a list of things: what each is called, and which of a file's are which."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bouwkringloop.base import i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.text import slug
from bouwkringloop.catalogue.models import Attribute
from bouwkringloop.spreadsheets.table import Table, is_empty

#: Before the slug of an attribute in the key of its column.
ATTRIBUTE = "attribute:"


class NoKindColumn(Refused):
    """Without the kind of thing no line says anything."""

    status = 422
    message = N_(
        "No column says of what kind the things are. The first line needs headings, one of them"
        " “Soort” or “Category”."
    )


class TwoColumns(Refused):
    """Two columns say the same thing, and perhaps not alike."""

    status = 422
    message = N_("The columns “%(first)s” and “%(second)s” mean the same. Leave one of them away.")


@dataclass(frozen=True)
class Column:
    """A column of the list: its heading, other words for it, and what brackets may say behind."""

    key: str
    heading: str
    also: tuple[str, ...] = ()
    brackets: tuple[str, ...] = ()

    @property
    def spoken(self) -> str:
        """The heading in the language being spoken."""
        return translate(self.heading)


_MONEY = ("€", "eur", "euro", "incl btw", "incl vat", "€ incl btw")

COLUMNS = (
    Column("code", N_("Code"), ("artikelcode", "item code")),
    Column("title", N_("Description"), ("titel", "title", "naam", "name", "artikel", "item")),
    Column("category", N_("Category"), ("kind", "categorie")),
    Column("category_name", N_("Name of the category"), ("category name", "soortnaam")),
    Column("quantity", N_("Quantity"), ("hoeveelheid", "amount")),
    Column("unit", N_("Unit")),
    Column("price", N_("Price"), ("verkoopprijs", "prijs per eenheid", "price per unit"), _MONEY),
    Column("condition", N_("Condition"), ("conditie",)),
    Column("state", N_("State"), ("status", "bestemming", "destination")),
    Column("weight", N_("Weight per unit (kg)"), ("gewicht", "weight"), ("kg",)),
    Column("site", N_("Site"), ("vestiging",)),
    Column("place", N_("Place"), ("plaats", "stelling")),
    Column("reference", N_("Reference"), ("ref", "kenmerk", "artikelnummer", "article number")),
    Column("new_price", N_("Price when new"), ("new price", "prijs nieuw"), _MONEY),
    # A list of somebody else may have days of its own, which are not these.
    Column("came_in", N_("Came in")),
)

_BRACKETS = re.compile(r"(.*?)[(\[](.*)[)\]]")


def heading_of(attribute: Attribute) -> str:
    """Name an attribute as a heading, with what its figures are in."""
    return f"{attribute.name} ({attribute.unit})" if attribute.unit else attribute.name


@cache
def _known() -> dict[str, Column]:
    known = {}
    for column in COLUMNS:
        with i18n.speaking("nl"):
            dutch = column.spoken
        for name in (column.key, column.heading, dutch, *column.also):
            known[slug(_split(name)[0])] = column
    return known


def _split(heading: str) -> tuple[str, str]:
    """Part a heading from what stands in brackets behind it."""
    found = _BRACKETS.fullmatch(heading.strip())
    return (found[1], _plain(found[2])) if found else (heading, "")


def _plain(unit: str) -> str:
    return " ".join(re.sub(r"[.,]", "", unit.casefold()).split())


def recognise(heading: str, attributes: Sequence[Attribute]) -> str | None:
    """Tell which column a heading means; None where it means none.

    A width in cm is not the width in mm that we know, so what stands in brackets has to fit.
    """
    name, bracket = _split(heading)
    column = _known().get(slug(name))
    if column is not None:
        return column.key if bracket in ("", *column.brackets) else None
    for attribute in attributes:
        if slug(name) in {slug(n) for n in (attribute.slug, attribute.name_nl, attribute.name_en)}:
            fits = bracket in ("", _plain(attribute.unit))
            return ATTRIBUTE + attribute.slug if fits else None
    return None


@dataclass(frozen=True)
class Recognised:
    """Which columns of a table are read (their number, by key), and which are not (their names)."""

    places: dict[str, int]
    unknown: tuple[str, ...]


def match(table: Table, attributes: Sequence[Attribute]) -> Recognised:
    """Find out what each column of a table says; refuse one that cannot be understood."""
    places: dict[str, int] = {}
    unknown: list[str] = []
    for at, heading in enumerate(table.headings):
        key = recognise(heading, attributes)
        if key is None:
            if heading or any(not is_empty(row.cells[at]) for row in table.rows):
                unknown.append(heading or "–")
        elif key in places:
            raise TwoColumns(first=table.headings[places[key]][:40], second=heading[:40])
        else:
            places[key] = at
    if not {"category", "category_name"} & places.keys():
        raise NoKindColumn
    return Recognised(places, tuple(unknown))
