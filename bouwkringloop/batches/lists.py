"""Read what is offered out of a list: in the shop's own layout, or a table of a materials passport.

Nothing is stored: what was read fills the form, and the builder looks at it there. A passport
counts and measures as its building does, so what its kind asks for may stay open.
"""

import zipfile
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO

from bouwkringloop.base import quantity
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.text import clean
from bouwkringloop.batches.kinds import Kinds
from bouwkringloop.batches.list_columns import Recognised, recognise
from bouwkringloop.batches.offer_check import LONGEST, MOST_LINES, of_line
from bouwkringloop.batches.offered import ToldLine
from bouwkringloop.catalogue.models import Category
from bouwkringloop.spreadsheets import cells, read
from bouwkringloop.spreadsheets.known import UnknownKind
from bouwkringloop.spreadsheets.line import NothingThere, Said
from bouwkringloop.spreadsheets.table import Cell, Row, Table, text_of

MOST_BYTES = 5 * 1024 * 1024
_MACROS = "vbaproject.bin"
#: In which column of a passport the quantity of each unit stands.
_AMOUNTS = {
    "piece": "count",
    "pack": "count",
    "m": "length",
    "m2": "area",
    "m3": "volume",
    "kg": "weight",
}


class ListTooLarge(Refused):
    """A file that is more than a list."""

    status = 413
    message = N_("This list is too large: it can have at most 5 MB. Take pictures out of it.")


class HasMacros(Refused):
    """A workbook that would run something."""

    status = 422
    message = N_("There are macros in this workbook, so we do not open it. Save it as .xlsx.")


class MoreThanLines(Refused):
    """More lines than one offer has."""

    status = 422
    message = N_("There are %(many)s lines in this list, and one offer has at most %(most)s.")


class BelowNought(Refused):
    """A figure that cannot be below nought."""

    status = 422
    message = N_("This is less than nothing.")


class NotWhole(Refused):
    """A measure with a fraction of a millimetre."""

    status = 422
    message = N_("A measure is in whole millimetres, from 1 to 100000.")


class NotRightInList(Refused):
    """Lines that cannot be read; every one of them is told."""

    status = 422
    message = N_("Nothing was taken over from the list yet. Mend these lines in it:")

    def __init__(self, problems: list[str]) -> None:
        super().__init__()
        self.problems = problems


@dataclass(frozen=True)
class Read:
    """A line that was read, from which line of the list, and whether its kind is only guessed."""

    line: ToldLine
    number: int
    guessed: bool = False


@dataclass(frozen=True)
class Found:
    """What was read of a list, and the headings of what was not."""

    lines: tuple[Read, ...]
    unknown: tuple[str, ...]
    passport: bool


def opened(data: bytes) -> Table:
    """Read a table out of the bytes of a file; it is slow work, so do it outside a transaction."""
    if len(data) > MOST_BYTES:
        raise ListTooLarge
    if _has_macros(data):
        raise HasMacros
    return read.read(data)


def take(found: Table, kinds: Kinds) -> Found:
    """Read the lines of a list; raise Refused, with every wrong line, where some are wrong."""
    recognised = recognise(found)
    if len(found.rows) > MOST_LINES:
        raise MoreThanLines(many=len(found.rows), most=MOST_LINES)
    lines: list[Read] = []
    problems: list[str] = []
    for row in found.rows:
        said = _said(found, row, recognised)
        line = _passport_line(said, kinds) if recognised.passport else _own_line(said, kinds)
        place = translate(N_("Line %(number)s")) % {"number": row.line}
        problems += [f"{place}, {problem}" for problem in said.problems]
        lines.append(replace(line, number=row.line))
    if problems:
        raise NotRightInList(problems)
    return Found(tuple(lines), recognised.unknown, recognised.passport)


def _has_macros(data: bytes) -> bool:
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            return any(name.lower().endswith(_MACROS) for name in packed.namelist())
    except zipfile.BadZipFile:
        return False  # What is wrong with it is said by who reads it.


def _said(found: Table, row: Row, recognised: Recognised) -> Said:
    headings = {key: found.headings[at] for key, at in recognised.places.items()}
    taken = {key: row.cells[at] for key, at in recognised.places.items()}
    return Said(taken, headings, found.comma)


def _own_line(said: Said, kinds: Kinds) -> Read:
    """Read a line of the shop's own layout; what is wrong with it is left in `said`."""
    category, guessed = _own_kind(said, kinds)
    line = ToldLine(
        category=category.slug if category else "",
        quantity_milli=said.take("quantity", lambda cell: _figure(said, cell)),
        weight_g=said.take("weight", lambda cell: _figure(said, cell)),
        length_mm=said.take("length", lambda cell: _millimetres(said, cell)),
        width_mm=said.take("width", lambda cell: _millimetres(said, cell)),
        height_mm=said.take("height", lambda cell: _millimetres(said, cell)),
        condition=said.take("condition", cells.condition) or "B",
        **{name: _text(said, name) for name in ("description", "packaging", "marks", "reference")},
    )
    if category is not None and not said.is_empty("unit"):
        said.take("unit", lambda cell: cells.unit(cell, category))
    said.need("quantity")
    if category is not None and not said.problems:
        _complain(said, line, category)
    return Read(line, 0, guessed)


def _own_kind(said: Said, kinds: Kinds) -> tuple[Category | None, bool]:
    """Find the kind by its name, or guess it by the words of the line."""
    named = text_of(said.cells.get("category", "")).strip()
    found = kinds.named(named) if named else None
    if found is not None:
        return found, False
    words = " ".join((named, text_of(said.cells.get("description", ""))))
    guess = kinds.guess(words)
    if guess is None and not words.strip():
        said.complain("category", NothingThere())
    elif guess is None and named:
        said.complain("category", UnknownKind(category=named[:40]))
    return guess, guess is not None


def _complain(said: Said, line: ToldLine, category: Category) -> None:
    for field, refusal in of_line(line, category):
        said.complain(field, refusal)


def _passport_line(said: Said, kinds: Kinds) -> Read:
    """Read a line of a passport: material goes with the description, codes with the reference.

    Each figure is of the whole line. What the kind asks for and the passport does not tell stays
    open on the form.
    """
    figures = {
        key: said.take(key, lambda cell: _figure(said, cell))
        for key in ("count", "length", "area", "volume", "weight")
    }
    told = [_cut(said, name) for name in ("description", "material")]
    guess = kinds.guess(" ".join(told))
    milli = figures[_AMOUNTS[guess.unit]] if guess else figures["count"]
    if guess and quantity.Unit(guess.unit).whole and milli is not None and milli % 1000:
        milli = None
    floor = _cut(said, "floor")
    if floor:
        told.append(translate(N_("floor %(floor)s")) % {"floor": floor})
    line = ToldLine(
        category=guess.slug if guess else "",
        quantity_milli=milli or None,
        weight_g=figures["weight"] or None,
        description=" – ".join(part for part in told if part)[: LONGEST["description"]],
        reference=_codes(said),
    )
    return Read(line, 0, guess is not None)


def _codes(said: Said) -> str:
    words = {
        "gtin": "GTIN",
        "article": "",
        "madaster": "Madaster",
        "external": "",
        "code": "NL-SfB",
    }
    told = (f"{word} {_cut(said, key)}".strip() for key, word in words.items() if _cut(said, key))
    return " · ".join(told)[: LONGEST["reference"]]


def _text(said: Said, key: str) -> str:
    return said.take(key, cells.text) or ""


def _cut(said: Said, key: str) -> str:
    """Read text of a table that others made, whose long names are no fault of the builder's."""
    return said.take(key, lambda cell: clean(text_of(cell))[: LONGEST["description"]]) or ""


def _figure(said: Said, cell: Cell) -> int:
    """Read a figure in thousandths; more than three places of a spreadsheet are rounded."""
    if isinstance(cell, Decimal):
        if cell < 0:
            raise BelowNought
        cell = round(cell, 3)
    elif text_of(cell).strip().startswith("-"):
        raise BelowNought
    return said.figure(cell)


def _millimetres(said: Said, cell: Cell) -> int:
    milli = _figure(said, cell)
    if milli % 1000:
        raise NotWhole
    return milli // 1000
