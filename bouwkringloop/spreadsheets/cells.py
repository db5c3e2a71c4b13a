"""Read single cells: text, amounts, quantities, days; each gives a value or refuses."""

import re
from datetime import datetime
from decimal import Decimal

from bouwkringloop.base import i18n, money, quantity
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.forms import LONGEST_TEXT, TooLong
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.text import clean, slug
from bouwkringloop.catalogue.models import Category
from bouwkringloop.spreadsheets.known import UnknownChoice
from bouwkringloop.spreadsheets.table import Cell, text_of


class OtherUnit(Refused):
    """Metres of doors."""

    status = 422
    message = N_("“%(category)s” is counted in %(unit)s.")


class NotAMoment(Refused):
    """What was written is no day, with or without a time."""

    status = 422
    message = N_("“%(text)s” is not a date. Write it like 2026-11-21.")


_UNITS = {
    "piece": ("piece", "pieces", "pcs", "stuk", "stuks", "st"),
    "m": ("m", "m1", "metre", "metres", "meter", "meters"),
    "m2": ("m2", "square-metre", "vierkante-meter"),
    "m3": ("m3", "cubic-metre", "kubieke-meter", "kuub"),
    "kg": ("kg", "kilo", "kilogram"),
    "pack": ("pack", "packs", "pak", "pakken"),
}
_MOMENTS = ("%Y-%m-%d %H:%M", "%Y-%m-%d", "%d-%m-%Y %H:%M", "%d-%m-%Y", "%d/%m/%Y")
_COMMA = re.compile(r"(\d{1,9}),(\d{1,3})", re.ASCII)


def text(cell: Cell) -> str | None:
    """Read a line of text."""
    said = clean(text_of(cell))
    if len(said) > LONGEST_TEXT:
        raise TooLong(longest=LONGEST_TEXT)
    return said or None


def milli(cell: Cell, *, comma: bool) -> int:
    """Read a quantity in thousandths, or kilograms in grams.

    With `comma`, `1,250` is a fraction for sure: the file parts its cells by semicolons, as
    spreadsheets do where the comma is taken. `1.250` stays ambiguous.
    """
    if isinstance(cell, Decimal):
        if cell < 0:
            raise quantity.NotAQuantity(text=text_of(cell)[:20])
        return quantity.to_milli(cell)
    said = text_of(cell).strip()
    sure = _COMMA.fullmatch(said) if comma else None
    return int(sure[1]) * 1000 + int(sure[2].ljust(3, "0")) if sure else quantity.parse(said)


def cents(cell: Cell) -> int:
    """Read an amount that a thing in the shop can cost."""
    if isinstance(cell, Decimal):
        exact = cell * 100
        read = int(exact) if exact == exact.to_integral_value() else -1
    else:
        read = money.parse(text_of(cell))
    if not 0 <= read <= money.MOST_CENTS:
        raise money.NotAnAmount(text=text_of(cell).strip()[:20])
    return read


def condition(cell: Cell) -> str:
    """Read A, B or C."""
    said = clean(text_of(cell))
    if said.upper() not in ("A", "B", "C"):
        raise UnknownChoice(text=said[:40], choices="A, B, C")
    return said.upper()


def code(cell: Cell) -> str:
    """Read a code, whose zeros in front a spreadsheet may have taken for nothing."""
    return clean(text_of(cell))[:20].zfill(8)


def moment(cell: Cell) -> datetime:
    """Read a day, with or without a time, in the shop's own time."""
    said = clean(text_of(cell)).replace("T", " ")
    for form in _MOMENTS:
        try:
            return datetime.strptime(said[:16], form)  # noqa: DTZ007 - compared with the same.
        except ValueError:
            continue
    raise NotAMoment(text=said[:20])


def unit(cell: Cell, category: Category) -> str:
    """Read a unit, and refuse one in which things of this kind are not counted."""
    if slug(text_of(cell)) not in _UNITS[category.unit]:
        raise OtherUnit(category=category.name, unit=i18n.unit_name(category.unit, 2000))
    return category.unit
