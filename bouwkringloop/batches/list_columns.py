"""The columns of lists that builders have: the shop's own, and those of a materials passport."""

import re
from dataclasses import dataclass

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.text import slug
from bouwkringloop.spreadsheets.columns import TwoColumns
from bouwkringloop.spreadsheets.table import Table, is_empty


class NotOurList(Refused):
    """A table whose headings say nothing about things that are offered."""

    status = 422
    message = N_(
        "The headings of this list were not recognised. Use our empty list, or a materials passport"
        " with columns for the description, the material and the number."
    )


@dataclass(frozen=True)
class Column:
    """A column: its Dutch and its English name, other words for it, and how wide it is."""

    key: str
    dutch: str
    english: str
    also: tuple[str, ...] = ()
    width: int = 14

    @property
    def heading(self) -> str:
        """The name in both languages, as the empty list has it."""
        return self.dutch if self.dutch == self.english else f"{self.dutch} / {self.english}"

    @property
    def names(self) -> set[str]:
        """Everything that it is called, in one form."""
        return {slug(_bare(name)) for name in (self.key, self.dutch, self.english, *self.also)}


OWN = (
    Column("category", "Soort", "Kind", ("category", "categorie"), 28),
    Column("description", "Omschrijving", "Description", ("artikel", "item", "naam", "name"), 36),
    Column("quantity", "Aantal", "Quantity", ("hoeveelheid", "amount", "count"), 18),
    Column("unit", "Eenheid", "Unit", (), 16),
    Column("weight", "Gewicht samen (kg)", "Weight of it all (kg)", ("gewicht", "weight"), 42),
    Column("length", "Lengte (mm)", "Length (mm)", (), 26),
    Column("width", "Breedte (mm)", "Width (mm)", (), 26),
    Column(
        "height",
        "Hoogte of dikte (mm)",
        "Height or thickness (mm)",
        ("hoogte", "height", "dikte", "thickness"),
        46,
    ),
    Column("condition", "Staat (A, B of C)", "Condition (A, B or C)", ("staat", "conditie"), 40),
    Column("packaging", "Verpakking", "Packaging", (), 24),
    Column(
        "marks",
        "Wat erop staat (CE, KOMO, merk, jaar)",
        "Marks (CE, KOMO, brand, year)",
        ("merk", "brand"),
        66,
    ),
    Column("reference", "Eigen kenmerk", "Own reference", ("kenmerk", "ref", "artikelnummer"), 30),
)
#: As Madaster's tables have them, one element a line.
PASSPORT = (
    Column("gtin", "GTIN", "GTIN", ("ean", "gtin ean", "ean code")),
    Column(
        "article", "Artikelnummer", "Article number", ("article no", "article code", "artikelcode")
    ),
    Column("madaster", "Madaster-ID", "Madaster ID", ("madaster product id",)),
    Column(
        "external",
        "Externe database-ID",
        "External database ID",
        ("external db id", "externe db id", "external id", "extern id"),
    ),
    Column(
        "description",
        "Omschrijving",
        "Description",
        (
            "naam",
            "name",
            "element",
            "element name",
            "elementnaam",
            "product",
            "productnaam",
            "product name",
        ),
    ),
    Column(
        "material",
        "Materiaal",
        "Material",
        ("material name", "materiaalnaam", "materials", "materialen"),
    ),
    Column(
        "code",
        "Classificatiecode",
        "Classification code",
        ("classification", "classificatie", "nl sfb", "nl sfb code", "stabu"),
    ),
    Column("floor", "Verdieping", "Floor", ("bouwlaag", "storey", "level", "etage")),
    Column(
        "count",
        "Aantal",
        "Count",
        ("quantity", "number", "aantal elementen", "number of elements", "pieces", "stuks"),
    ),
    Column("volume", "Volume (m³)", "Volume (m3)", ("inhoud",)),
    Column("area", "Oppervlakte (m²)", "Area (m2)", ("surface", "surface area", "oppervlak")),
    Column("length", "Lengte (m)", "Length (m)", ()),
    Column("weight", "Gewicht (kg)", "Weight (kg)", ("massa", "mass")),
)
#: Of a passport these have to be there, of which at least one amount.
_NEEDED, _AMOUNTS = {"description", "material"}, {"count", "volume", "area", "length", "weight"}
#: What brackets may say behind a heading; another unit would be read wrong.
_UNITS = {"weight": {"kg"}, "area": {"m2"}, "volume": {"m3"}}
_BRACKETS = re.compile(r"(.*?)[(\[](.*)[)\]]\s*")


@dataclass(frozen=True)
class Recognised:
    """Which columns of a table are read (their number, by key), and which are not."""

    places: dict[str, int]
    unknown: tuple[str, ...]
    passport: bool


def recognise(table: Table) -> Recognised:
    """Find out what the columns of a table say; refuse one of which nothing can be understood."""
    own, passport = _match(table, OWN, "mm"), _match(table, PASSPORT, "m")
    if passport.places.keys() >= _NEEDED and passport.places.keys() & _AMOUNTS:
        return Recognised(passport.places, passport.unknown, passport=True)
    if "quantity" in own.places and own.places.keys() & {"category", "description"}:
        return own
    raise NotOurList


def _match(table: Table, columns: tuple[Column, ...], length: str) -> Recognised:
    known = {name: column.key for column in columns for name in column.names}
    places: dict[str, int] = {}
    unknown: list[str] = []
    for at, heading in enumerate(table.headings):
        key = _key(heading, known, length)
        if key is None:
            if any(not is_empty(row.cells[at]) for row in table.rows):
                unknown.append(heading[:40] or "–")
        elif key in places:
            raise TwoColumns(first=table.headings[places[key]][:40], second=heading[:40])
        else:
            places[key] = at
    return Recognised(places, tuple(unknown), passport=False)


def _key(heading: str, known: dict[str, str], length: str) -> str | None:
    """Tell which column a heading means; both languages may stand in it, parted by a slash."""
    for said in re.split(r"\s/\s", heading):
        key = known.get(slug(_bare(said)))
        if key is not None:
            return key if _fits(key, said, length) else None
    return None


def _bare(name: str) -> str:
    """Leave what stands in brackets away, and write powers as figures."""
    found = _BRACKETS.fullmatch(name.strip())
    return (found[1] if found else name).strip()


def _fits(key: str, said: str, length: str) -> bool:
    found = _BRACKETS.fullmatch(said.strip())
    if found is None:
        return True
    wanted = {length} if key in ("length", "width", "height") else _UNITS.get(key)
    return wanted is None or slug(found[2].replace("²", "2").replace("³", "3")) in wanted
