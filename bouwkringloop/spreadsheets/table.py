"""A table as it stands in a file: headings, and lines of cells under them."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_

#: More lines than this are several lists.
MOST_ROWS = 5_000
#: More columns than any list of things has.
MOST_COLUMNS = 200
#: Longer text is no name of a thing; what is cut off here is refused where it is read.
LONGEST_CELL = 500
#: All text of one list together.
MOST_SIGNS = 4_000_000


class NotATable(Refused):
    """A picture, a letter, or a spreadsheet that is broken."""

    status = 422
    message = N_("This is not a list that can be read. Save it as Excel (.xlsx) or CSV.")


class OldOrLocked(Refused):
    """A file of an Excel from before 2007, or one with a password; both begin alike."""

    status = 422
    message = N_(
        "This file is of an old Excel, or it has a password."
        " Save it as Excel (.xlsx) without a password."
    )


class NothingInIt(Refused):
    """No file was chosen, or it has no lines."""

    status = 422
    message = N_("There are no lines in this file.")


class TooManyRows(Refused):
    """More lines than are imported at once."""

    status = 422
    message = N_("There are more than %(most)s lines in this file. Divide it into several.")


class TooMuchInIt(Refused):
    """More columns or more text than a list of things has."""

    status = 422
    message = N_("There is too much in this file. Leave only the list of things in it.")


@dataclass(frozen=True)
class Formula:
    """A cell whose value is worked out, or an error of that; it is never taken over."""


#: Text, a number that a spreadsheet holds as one, or something that is not taken over.
Cell = str | Decimal | Formula


@dataclass(frozen=True)
class Row:
    """One line of cells, with the number that the file's reader sees in front of it."""

    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """Headings, and the lines under them that are not empty."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    #: The name of the sheet it stood on, and of how many; a CSV has neither.
    sheet: str = ""
    sheets: int = 1
    #: Whether the file writes fractions with a comma for sure, so that `1,250` is no thousand.
    comma: bool = False


def is_empty(cell: Cell) -> bool:
    """Tell whether nothing stands in a cell."""
    return isinstance(cell, str) and not cell.strip()


def text_of(cell: Cell) -> str:
    """Give what stands in a cell as text; a whole number gets no fraction."""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return cell if isinstance(cell, str) else "="


def to_json(table: Table) -> str:
    """Write a table down for storage."""
    rows = [[row.line, [_written(cell) for cell in row.cells]] for row in table.rows]
    return json.dumps(
        {
            "headings": table.headings,
            "rows": rows,
            "sheet": table.sheet,
            "sheets": table.sheets,
            "comma": table.comma,
        }
    )


def from_json(text: str) -> Table:
    """Read a table that was stored."""
    found = json.loads(text)
    return Table(
        headings=tuple(found["headings"]),
        rows=tuple(
            Row(line, tuple(_read(cell) for cell in cells)) for line, cells in found["rows"]
        ),
        sheet=found["sheet"],
        sheets=found["sheets"],
        comma=found["comma"],
    )


def _written(cell: Cell) -> Any:
    if isinstance(cell, Decimal):
        return {"number": str(cell)}
    return cell if isinstance(cell, str) else {"formula": True}


def _read(found: Any) -> Cell:
    if isinstance(found, str):
        return found
    return Decimal(found["number"]) if "number" in found else Formula()
