"""Read one line of a list: every cell as what its column asks for, or a sentence why not."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from bouwkringloop.base import quantity
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.quantity import Unit
from bouwkringloop.catalogue.models import Attribute, Category, NeverSold
from bouwkringloop.spreadsheets import cells
from bouwkringloop.spreadsheets.columns import ATTRIBUTE
from bouwkringloop.spreadsheets.known import Known
from bouwkringloop.spreadsheets.table import Cell, Formula, is_empty, text_of
from bouwkringloop.stock.models import Place, Site

T = TypeVar("T")


class NothingThere(Refused):
    """An empty cell that has to be filled in."""

    status = 422
    message = N_("This must be filled in.")


class WorkedOut(Refused):
    """A formula: what it says depends on cells that are not in the list."""

    status = 422
    message = N_("This is a formula or an error. Put the value itself there.")


class NotOfThisKind(Refused):
    """A hinge side of a toilet."""

    status = 422
    message = N_("“%(category)s” does not have this. Leave the cell empty.")


class NotForNothing(Refused):
    """What is for sale has a price."""

    status = 422
    message = N_("What is for sale costs more than nothing.")


class TooHeavy(Refused):
    """More than lorries carry."""

    status = 422
    message = N_("This weight cannot be right. Check it, please.")


@dataclass(frozen=True)
class Given:
    """An attribute with its figure or its choice."""

    attribute: Attribute
    value_milli: int | None
    choice: str


@dataclass(frozen=True)
class Draft:
    """What a line says, with the catalogue's word where it says nothing."""

    category: Category
    title: str
    quantity_milli: int
    price_cents: int
    condition: str
    state: str
    weight_g: int
    site: Site
    place: Place | None
    new_price_cents: int | None
    #: The code that the thing has where the list was written, and when it came in there.
    code: str
    came_in: datetime | None
    reference: str
    attributes: tuple[Given, ...]
    #: The same for every line that says the same, however and in which file it is written.
    fingerprint: str


@dataclass
class Said:
    """The cells of one line, by column, and what is wrong with them."""

    cells: dict[str, Cell]
    #: What the file calls the columns.
    headings: dict[str, str]
    comma: bool
    problems: list[str] = field(default_factory=list)

    def is_empty(self, key: str) -> bool:
        """Tell whether nothing stands in a column, or there is no such column."""
        return is_empty(self.cells.get(key, ""))

    def take(self, key: str, read: Callable[[Cell], T]) -> T | None:
        """Read a cell; None where nothing stands there, or nothing that can be read."""
        if self.is_empty(key):
            return None
        cell = self.cells[key]
        try:
            if isinstance(cell, Formula):
                raise WorkedOut
            return read(cell)
        except Refused as refusal:
            self.complain(key, refusal)
            return None

    def name(self, key: str, find: Callable[[str], T]) -> T | None:
        """Read a cell that names something."""
        return self.take(key, lambda cell: find(text_of(cell)))

    def milli(self, cell: Cell) -> int:
        """Read a quantity or a weight as this file writes them."""
        return cells.milli(cell, comma=self.comma)

    def figure(self, cell: Cell) -> int:
        """Read a measure that is not absurd."""
        milli = self.milli(cell)
        if milli > quantity.MOST_MILLI:
            raise quantity.NoSuchQuantity
        return milli

    def complain(self, key: str, refusal: Refused) -> None:
        """Keep a problem with a cell, under the heading that the file has."""
        heading = self.headings.get(key)
        self.problems.append(f"{heading}: {refusal.sentence}" if heading else refusal.sentence)

    def need(self, key: str) -> None:
        """Complain where nothing stands in a cell that has to be filled in."""
        if self.is_empty(key):
            self.complain(key, NothingThere())


def read(said: Said, known: Known, home: Site) -> Draft | None:
    """Read a whole line; None where something in it is wrong, which `said` then tells."""
    category = _category(said, known)
    site = said.name("site", known.site)
    place = None
    if site or said.is_empty("site"):
        place = said.name("place", lambda name: known.place(site or home, name))
    values = _values(said, known)
    given = _attributes(said, known, category)
    if category is not None:
        _check(said, category, values)
    if category is None or said.problems:
        return None
    told = values | {
        "category": category.slug,
        "site": site.slug if site else None,
        "place": place.slug if place else None,
        "attributes": [(g.attribute.slug, g.value_milli, g.choice) for g in given] or None,
    }
    return Draft(
        category=category,
        title=values["title"] or category.name_nl,
        quantity_milli=values["quantity"],
        price_cents=values["price"] or 0,
        condition=values["condition"] or "B",
        state=values["state"] or "for_sale",
        weight_g=category.weight_g if values["weight"] is None else values["weight"],
        site=site or home,
        place=place,
        new_price_cents=values["new_price"],
        code=values["code"] or "",
        came_in=values["came_in"],
        reference=values["reference"] or "",
        attributes=given,
        fingerprint=_fingerprint(told),
    )


def _category(said: Said, known: Known) -> Category | None:
    """Find the kind by its short name, or else by the column with names."""
    if not said.is_empty("category"):
        return said.name("category", known.category)
    if said.is_empty("category_name"):
        said.complain("category", NothingThere())
    return said.name("category_name", known.category)


def _values(said: Said, known: Known) -> dict[str, Any]:
    values = {
        "title": said.take("title", cells.text),
        "quantity": said.take("quantity", said.milli),
        "price": said.take("price", cells.cents),
        "condition": said.take("condition", cells.condition),
        "state": said.name("state", known.state),
        "weight": said.take("weight", said.milli),
        "new_price": said.take("new_price", cells.cents),
        "code": said.take("code", cells.code),
        "came_in": said.take("came_in", cells.moment),
        "reference": said.take("reference", cells.text),
    }
    said.need("quantity")
    if values["state"] in (None, "for_sale"):
        said.need("price")
        if values["price"] == 0:
            said.complain("price", NotForNothing())
    return values


def _check(said: Said, category: Category, values: dict[str, Any]) -> None:
    """See that the unit, the quantity and the weight can be of things of this kind."""
    if category.dangerous and values["state"] != "quarantined":
        said.complain("category", NeverSold(category=category.name))
    said.take("unit", lambda cell: cells.unit(cell, category))
    milli, grams = values["quantity"], values["weight"]
    if milli is None:
        return
    try:
        quantity.checked(milli, Unit(category.unit))
    except Refused as refusal:
        said.complain("quantity", refusal)
        return
    if quantity.weigh(category.weight_g if grams is None else grams, milli) > quantity.MOST_GRAMS:
        said.complain("weight", TooHeavy())


def _attributes(said: Said, known: Known, category: Category | None) -> tuple[Given, ...]:
    """Read the measures and marks; of an unknown kind nobody can tell which it has."""
    if category is None:
        return ()
    given = []
    for attribute in known.attributes:
        key = ATTRIBUTE + attribute.slug
        if said.is_empty(key):
            continue
        if not known.has(category, attribute):
            said.complain(key, NotOfThisKind(category=category.name))
        elif attribute.choices:
            choice = said.name(key, partial(known.choice, attribute))
            given.append(Given(attribute, None, choice or ""))
        else:
            given.append(Given(attribute, said.take(key, said.figure), ""))
    return tuple(given)


def _fingerprint(told: dict[str, Any]) -> str:
    filled = {key: value for key, value in told.items() if value is not None}
    canonical = json.dumps(filled, sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]
