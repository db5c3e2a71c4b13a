"""Read a table out of the bytes of a file, whatever spreadsheet wrote it."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from bouwkringloop.spreadsheets import workbook
from bouwkringloop.spreadsheets.table import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SIGNS,
    Cell,
    Formula,
    NotATable,
    NothingInIt,
    OldOrLocked,
    Row,
    Table,
    TooManyRows,
    TooMuchInIt,
    is_empty,
    text_of,
)

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SEPARATORS = ";,\t"
#: What a spreadsheet would work out when it opens a CSV; a number with its sign is none.
_FORMULA = re.compile(r"[=+\-@].")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*")
#: A mark in front says that what follows is text.
_MARKED = re.compile(r"'+[=+\-@\t\r]")


def read(data: bytes) -> Table:
    """Read a file of XLSX or CSV; raise Refused for everything else."""
    if data.startswith(_ZIP):
        found = workbook.read(data)
        return _table(found.rows, sheet=found.name, sheets=found.sheets)
    if data.startswith(_OLE):
        raise OldOrLocked
    text = _decoded(data)
    separator = _separator(text)
    return _table(_csv_rows(text, separator), comma=separator == ";")


def _decoded(data: bytes) -> str:
    """Read text as UTF-8, as UTF-16 where a mark says so, or else as Windows does in the West."""
    encoding = "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    for tried in (encoding, "cp1252"):
        try:
            text = data.decode(tried)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise NotATable


def _separator(text: str) -> str:
    """Tell what stands between the cells: what Excel says, or what the headings have most of."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    told = re.fullmatch(r'"?sep=(.)"?', first.strip("\r\n"))
    if told and told[1] in _SEPARATORS:
        return told[1]
    unquoted = re.sub(r'"[^"]*"', "", first)
    return max(_SEPARATORS, key=unquoted.count)


def _csv_rows(text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    try:
        for cells in reader:
            if not (line == 1 and re.fullmatch("sep=.?", separator.join(cells))):
                yield Row(line, tuple(_csv_cell(cell) for cell in cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise NotATable from error


def _csv_cell(text: str) -> Cell:
    if _MARKED.match(text):
        return text[1:]
    stripped = text.strip()
    if _FORMULA.match(stripped) and not _NUMBER.fullmatch(stripped):
        return Formula()
    return text


def _table(rows: Iterable[Row], *, sheet: str = "", sheets: int = 1, comma: bool = False) -> Table:
    """Take the first line that is not empty as headings, and what is not empty under it."""
    filled = (row for row in rows if not all(is_empty(cell) for cell in row.cells))
    head = next(filled, None)
    if head is None:
        raise NothingInIt
    headings = tuple(text_of(cell).strip()[:LONGEST_CELL] for cell in _trimmed(head.cells))
    kept: list[Row] = []
    signs = 0
    for row in filled:
        cells = tuple(cell[:LONGEST_CELL] if isinstance(cell, str) else cell for cell in row.cells)[
            : len(headings)
        ]
        signs += sum(len(cell) for cell in cells if isinstance(cell, str))
        if len(kept) == MOST_ROWS:
            raise TooManyRows(most=MOST_ROWS)
        if signs > MOST_SIGNS:
            raise TooMuchInIt
        kept.append(Row(row.line, cells + ("",) * (len(headings) - len(cells))))
    if not kept:
        raise NothingInIt
    return Table(headings, tuple(kept), sheet, sheets, comma)


def _trimmed(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Leave the empty cells at the end away."""
    many = max(at for at, cell in enumerate(cells, 1) if not is_empty(cell))
    if many > MOST_COLUMNS:
        raise TooMuchInIt
    return cells[:many]
