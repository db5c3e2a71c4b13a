"""Look an offer over: everything that is not right about it, each at its own place."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock, i18n, quantity
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.forms import TooLong
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.quantity import Unit
from bouwkringloop.base.smtp import is_address
from bouwkringloop.batches.offered import Told, ToldLine
from bouwkringloop.catalogue.models import Category
from bouwkringloop.partners import numbers
from bouwkringloop.partners.keep import BadMailAddress
from bouwkringloop.spreadsheets.cells import OtherUnit
from bouwkringloop.spreadsheets.known import UnknownChoice, UnknownKind
from bouwkringloop.spreadsheets.line import NothingThere, TooHeavy

T = TypeVar("T")

#: More lines than this are several offers.
MOST_LINES = 200
#: A hundred metres: beyond it somebody mistyped.
MOST_MM = 100_000
CONDITIONS = ("A", "B", "C")
LONGEST = {
    "project": 100,
    "street": 100,
    "postcode": 12,
    "city": 60,
    "contact_name": 80,
    "contact_phone": 24,
    "contact_email": 120,
    "access": 300,
    "description": 120,
    "packaging": 60,
    "marks": 120,
    "reference": 120,
}
#: What each part of an offer is called, on the form and in a refusal.
FIELDS = {
    "project": N_("Project"),
    "street": N_("Street and number"),
    "postcode": N_("Postcode"),
    "city": N_("Town"),
    "contact_name": N_("Who is on the building site"),
    "contact_phone": N_("Telephone"),
    "contact_email": N_("Mail address"),
    "access": N_("Working hours, where a van can stand, a crane"),
    "available_from": N_("Ready from"),
    "available_until": N_("Gone by"),
    "lines": N_("What is offered"),
    "category": N_("Kind"),
    "unit": N_("Unit"),
    "quantity": N_("Quantity"),
    "description": N_("Description"),
    "weight": N_("Weight of it all (kg)"),
    "length": N_("Length (mm)"),
    "width": N_("Width (mm)"),
    "height": N_("Height or thickness (mm)"),
    "condition": N_("Condition"),
    "packaging": N_("Packaging"),
    "marks": N_("Marks on it: CE, KOMO, brand, year"),
    "reference": N_("Your own reference"),
}
_NEEDED = ("project", "street", "postcode", "city", "available_from", "available_until")


#: Nobody leaves material on a building site for longer.
_FURTHEST = timedelta(days=3 * 365)


class TooFarAhead(Refused):
    """A last day that is years away."""

    status = 422
    message = N_("This day is more than three years ahead. Check the year.")


class TooLongAgo(Refused):
    """A first day that was years ago."""

    status = 422
    message = N_("This day is more than three years ago. Check the year.")


class EndsBeforeItBegins(Refused):
    """An offer that is over before it begins."""

    status = 422
    message = N_("The last day is before the first day. Change one of them.")


class OfferIsOver(Refused):
    """An offer of things that are gone by now."""

    status = 422
    message = N_("This day has passed. Choose a day on which the things are still there.")


class NothingOffered(Refused):
    """An offer without a line."""

    status = 422
    message = N_("Say at least one thing that you offer.")


class TooManyLines(Refused):
    """More lines than one offer has."""

    status = 422
    message = N_("One offer has at most %(most)s lines. Divide it into several.")


class NoDanger(Refused):
    """What is never sold is not taken in a batch either."""

    status = 422
    message = N_(
        "“%(category)s” is dangerous, so we may not take it."
        " Have it removed by a certified company."
    )


class NoWeight(Refused):
    """A weight that has to be told, since the kind of thing does not tell it."""

    status = 422
    message = N_("Things of this kind differ too much: tell what it all weighs, in kilograms.")


class WeighsNothing(Refused):
    """Nothing weighs nothing, or less."""

    status = 422
    message = N_("A weight is more than nothing. Leave it empty if you do not know it.")


class NoSuchMeasure(Refused):
    """A length of nothing, or of more than a hundred metres."""

    status = 422
    message = N_("A measure is in whole millimetres, from 1 to 100000.")


@dataclass(frozen=True)
class Problem:
    """What is not right, and where: at a part of the offer or of one of its lines."""

    field: str
    refusal: Refused
    #: Which line, counted from nought; None where it is about the whole offer.
    line: int | None = None

    @property
    def sentence(self) -> str:
        """The problem with its place, for who reads it away from the form."""
        place = translate(FIELDS[self.field])
        if self.line is not None:
            place = translate(N_("Line %(number)s")) % {"number": self.line + 1} + f", {place}"
        return f"{place}: {self.refusal.sentence}"


class OfferNotRight(Refused):
    """Something of an offer is not right; a program gets the whole list."""

    status = 422
    message = N_("%(problem)s Nothing was stored.")

    def __init__(self, found: list[Problem]) -> None:
        super().__init__(problem=found[0].sentence)
        self.facts = {
            "problems": [
                {
                    "line": None if one.line is None else one.line + 1,
                    "field": one.field,
                    "problem": one.refusal.sentence,
                }
                for one in found
            ]
        }


def kinds(session: Session, told: Told) -> dict[str, Category]:
    """Fetch the kinds that an offer names and that are in use, by their slugs."""
    slugs = {line.category for line in told.lines}
    query = select(Category).options(joinedload(Category.group))
    found = session.scalars(query.where(Category.slug.in_(slugs), Category.active))
    return {category.slug: category for category in found}


def problems(session: Session, told: Told) -> list[Problem]:
    """List everything that is not right about an offer."""
    return list(_problems(told, kinds(session, told)))


def _problems(told: Told, known: dict[str, Category]) -> Iterator[Problem]:
    yield from _of_whole(told)
    if not told.lines:
        yield Problem("lines", NothingOffered())
    if len(told.lines) > MOST_LINES:
        yield Problem("lines", TooManyLines(most=MOST_LINES))
        return
    for number, line in enumerate(told.lines):
        for field, refusal in of_line(line, known.get(line.category)):
            yield Problem(field, refusal, number)


def _of_whole(told: Told) -> Iterator[Problem]:
    for field in _NEEDED:
        if not getattr(told, field):
            yield Problem(field, NothingThere())
    for field in (name for name in LONGEST if hasattr(told, name)):
        yield from (Problem(field, one) for one in _too_long(field, getattr(told, field)))
    yield from (Problem("postcode", one) for one in _tried(numbers.postcode, told.postcode))
    yield from (Problem("contact_phone", one) for one in _tried(numbers.phone, told.contact_phone))
    if told.contact_email and not is_address(told.contact_email):
        yield Problem("contact_email", BadMailAddress())
    first, last = told.available_from, told.available_until
    if last is not None and last > clock.today() + _FURTHEST:
        yield Problem("available_until", TooFarAhead())
    elif first is not None and first < clock.today() - _FURTHEST:
        yield Problem("available_from", TooLongAgo())
    elif last is not None and last < clock.today():
        yield Problem("available_until", OfferIsOver())
    elif first is not None and last is not None and last < first:
        yield Problem("available_until", EndsBeforeItBegins())


def _tried(read: Callable[[str], T], text: str) -> Iterator[Refused]:
    try:
        read(text)
    except Refused as refusal:
        yield refusal


def _too_long(field: str, text: str) -> Iterator[Refused]:
    if len(text) > LONGEST[field]:
        yield TooLong(longest=LONGEST[field])


def of_line(line: ToldLine, category: Category | None) -> Iterator[tuple[str, Refused]]:
    """Give what is not right about one line, each with its field."""
    if not line.category:
        yield "category", NothingThere()
    elif category is None:
        yield "category", UnknownKind(category=line.category[:40])
    elif category.dangerous:
        yield "category", NoDanger(category=category.name)
    else:
        yield from _amounts(line, category)
    for side in ("length", "width", "height"):
        measure = getattr(line, f"{side}_mm")
        if measure is not None and not 0 < measure <= MOST_MM:
            yield side, NoSuchMeasure()
    if line.condition not in CONDITIONS:
        yield "condition", UnknownChoice(text=line.condition[:20], choices="A, B, C")
    for field in ("description", "packaging", "marks", "reference"):
        yield from ((field, one) for one in _too_long(field, getattr(line, field)))


def _amounts(line: ToldLine, category: Category) -> Iterator[tuple[str, Refused]]:
    if line.unit and line.unit != category.unit:
        unit = i18n.unit_name(category.unit, 2000)
        yield "unit", OtherUnit(category=category.name, unit=unit)
        return
    if line.quantity_milli is None:
        yield "quantity", NothingThere()
        return
    try:
        quantity.checked(line.quantity_milli, Unit(category.unit))
    except Refused as refusal:
        yield "quantity", refusal
        return
    grams, _ = weighed(line, category)
    if line.weight_g is not None and line.weight_g <= 0:
        yield "weight", WeighsNothing()
    elif grams <= 0:
        yield "weight", NoWeight()
    elif grams > quantity.MOST_GRAMS:
        yield "weight", TooHeavy()


def weighed(line: ToldLine, category: Category) -> tuple[int, str]:
    """Tell what a line weighs in grams, and who says so: the builder, or the category."""
    if line.weight_g is not None:
        return line.weight_g, "told"
    return quantity.weigh(category.weight_g, line.quantity_milli or 0), "category"
