"""Excel's workbooks: their first sheet read cell by cell, and sheets written."""

import threading
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from math import isfinite
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.text import clean
from bouwkringloop.spreadsheets.table import (
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Formula,
    NotATable,
    Row,
    TooManyRows,
    TooMuchInIt,
)

#: A file of twelve megabytes can unpack to gigabytes; no list of things does.
_MOST_UNPACKED = 32 * 1024 * 1024
#: As far down as a sheet is looked at; a list with so many empty lines between is none.
_LAST_LINE = 2 * MOST_ROWS
#: Reading takes much memory, and a few kilobytes can hold a lot to read; so one at a time.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class FirstSheet:
    """The sheet that is read, and of how many it is the first."""

    name: str
    sheets: int
    rows: list[Row]


def read(data: bytes) -> FirstSheet:
    """Read the first sheet of a workbook, as far as a list goes; refuse one that goes further.

    What openpyxl makes of a broken file is any kind of error, so each of them is the same refusal.
    """
    try:
        _check_size(data)
        with _one_at_a_time, warnings.catch_warnings():
            # It warns of whatever it leaves out, such as pictures and rules for colours.
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
            sheet = book.worksheets[0]
            # What a file says of its own size is often wrong.
            sheet.reset_dimensions()
            return FirstSheet(str(sheet.title), len(book.worksheets), list(_rows(sheet)))
    except Refused:
        raise
    except Exception as error:
        raise NotATable from error


def _check_size(data: bytes) -> None:
    with zipfile.ZipFile(BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
            raise TooMuchInIt


def _rows(sheet: Any) -> Iterator[Row]:
    filled = 0
    for line, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        # Nothing is read on to be counted: the headings and one more than can be are enough.
        if line > _LAST_LINE or filled > MOST_ROWS + 1:
            raise TooManyRows(most=MOST_ROWS)
        if any(cell.value is not None for cell in cells):
            filled += 1
            yield Row(line, tuple(_cell(cell) for cell in cells))


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        return Formula()
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        # Excel keeps fifteen digits; what stands behind them is noise of its own reckoning.
        return Decimal(format(value, ".15g")) if isfinite(value) else Formula()
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value)


#: What is written: text, a number with at most three places, or a moment in the shop's time.
Written = str | Decimal | datetime | None


@dataclass(frozen=True)
class Sheet:
    """A sheet to be written; `formats` says how numbers of a column are shown."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Written]]
    widths: Sequence[int]
    formats: Sequence[str]


def write(sheets: Sequence[Sheet]) -> bytes:
    """Write a workbook whose text is text, whatever it begins with."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.name[:31])
        page.freeze_panes = "A2"
        for at, width in enumerate(sheet.widths, start=1):
            page.column_dimensions[get_column_letter(at)].width = width
        head = [_to_write(page, heading, "General") for heading in sheet.headings]
        for cell in head:
            cell.font = Font(bold=True)
        page.append(head)
        for row in sheet.rows:
            page.append(
                [
                    _to_write(page, value, shown)
                    for value, shown in zip(row, sheet.formats, strict=True)
                ]
            )
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _to_write(page: Any, value: Written, shown: str) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        cell = WriteOnlyCell(page, clean(value))
        # Or text that begins with an equals sign would be a formula.
        cell.data_type = "s"
        return cell
    cell = WriteOnlyCell(page, value)
    cell.number_format = shown
    return cell
