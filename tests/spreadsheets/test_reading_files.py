"""Files of any spreadsheet become one kind of table, and what is no list is refused."""

import zipfile
from datetime import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from bouwkringloop.base.errors import Refused
from bouwkringloop.spreadsheets import read, table, workbook
from bouwkringloop.spreadsheets.table import Formula, Row
from tests.spreadsheets import lists


def cells(data):
    return [row.cells for row in read.read(data).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_is_read_however_its_letters_are_written(encoding):
    found = read.read("Soort;Titel\r\nDeur;Café – één\r\n".encode(encoding))
    assert found.headings == ("Soort", "Titel")
    assert found.rows == (Row(2, ("Deur", "Café – één")),)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_is_the_one_that_parts_the_headings(separator):
    data = separator.join(["Soort", '"Titel; of, naam"', "Aantal"])
    assert read.read(f"{data}\n{separator.join('abc')}".encode()).rows[0].cells == ("a", "b", "c")


def test_excel_may_say_the_separator_in_a_line_of_its_own():
    found = read.read(b"sep=,\r\nSoort,Titel;Naam\r\nDeur,x\r\n")
    assert found.headings == ("Soort", "Titel;Naam")
    assert [row.line for row in found.rows] == [3]


def test_lines_are_numbered_as_the_spreadsheet_numbers_them():
    found = read.read(b'\r\nSoort;Titel\r\n;\r\nDeur;"twee\r\nregels"\r\n\r\nRaam;x')
    assert [row.line for row in found.rows] == [4, 7]


def test_what_a_spreadsheet_would_work_out_is_a_formula_and_a_marked_text_is_not():
    found = cells(lists.csv("Soort;Titel", "=1+1;'=1+1", "@x;'-dak", "+a;-5", "-a;-", "'x;''=1"))
    assert found == [
        (Formula(), "=1+1"),
        (Formula(), "-dak"),
        (Formula(), "-5"),
        (Formula(), "-"),
        ("'x", "'=1"),
    ]


def test_numbers_of_a_workbook_are_exact():
    found = cells(lists.xlsx(["Soort", "Prijs"], [12.5, 0.1 + 0.2], [1250, 1.005], [True, 1e15]))
    assert found == [
        (Decimal("12.5"), Decimal("0.3")),
        (Decimal(1250), Decimal("1.005")),
        ("True", Decimal("1E+15")),
    ]


def test_dates_formulas_errors_and_text_of_a_workbook_are_told_apart():
    book = Workbook()
    book.active.append(["Soort", "a", "b", "c", "d"])
    book.active.append([datetime.fromisoformat("2026-11-21 09:30"), "=1+1", "#N/A", "", "x"])
    book.active["D2"].value, book.active["D2"].data_type = "=tekst", "s"
    (found,) = cells(lists.saved(book))
    assert found == ("2026-11-21 09:30", Formula(), Formula(), "=tekst", "x")


def test_of_merged_cells_the_first_has_the_text_and_empty_lines_are_left_out():
    book = Workbook()
    for row in (["Soort", "Aantal"], ["Deur", 1], [None, None], ["", 2]):
        book.active.append(row)
    book.active.merge_cells("A2:A4")
    found = read.read(lists.saved(book))
    assert found.rows == (Row(2, ("Deur", Decimal(1))), Row(4, ("", Decimal(2))))


def test_of_several_sheets_the_first_is_read_and_named():
    found = read.read(lists.xlsx(["Soort"], ["Deur"], more_sheets=["Oud", "Ouder"]))
    assert (found.sheet, found.sheets) == ("Sheet", 3)


def packed(**parts):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def with_entities():
    """A workbook that has a sheet unfold into much more than was sent."""
    source = lists.xlsx(["Soort"], ["Deur"])
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(source)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content.replace(b"<v>0", b"<v>&a;")
            new.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", table.NothingInIt),
        (b"Soort;Aantal\r\n", table.NothingInIt),
        (b"\r\n;;\r\n", table.NothingInIt),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", table.OldOrLocked),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", table.NotATable),
        (b"PK\x03\x04broken", table.NotATable),
        (packed(mimetype="application/vnd.oasis.opendocument.spreadsheet"), table.NotATable),
        (packed(big=bytes(33 * 1024 * 1024)), table.TooMuchInIt),
        (with_entities(), table.NotATable),
        (b"a" + b";a" * 200 + b"\n1", table.TooMuchInIt),
        (b"a\n" + b"1\n" * 5001, table.TooManyRows),
        (b"a;b\n" + b"x" * 200_000, table.NotATable),
    ],
)
def test_what_is_no_list_is_refused_by_its_own_sentence(data, refusal):
    with pytest.raises(refusal):
        read.read(data)


def test_as_many_lines_as_are_allowed_are_read():
    assert len(read.read(b"a\n" + b"1\n" * 5000).rows) == 5000


def test_too_much_text_in_few_lines_is_refused():
    line = ";".join(["x" * 500] * 100)
    with pytest.raises(table.TooMuchInIt):
        read.read("\n".join([";".join(map(str, range(100)))] + [line] * 100).encode())


def test_a_stored_table_is_the_one_that_was_read():
    found = read.read(lists.xlsx(["Soort", "Prijs"], ["Deur", 12.5], ["=1", "é"]))
    assert table.from_json(table.to_json(found)) == found


def refuses_or_reads(data):
    try:
        found = read.read(data)
    except Refused:
        return
    assert table.from_json(table.to_json(found)) == found


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    refuses_or_reads(data)


@given(st.binary(max_size=300))
def test_anything_that_begins_like_a_workbook_is_read_or_refused(data):
    refuses_or_reads(b"PK\x03\x04" + data)


@given(st.data())
def test_a_workbook_with_a_damaged_byte_is_read_or_refused(data):
    whole = bytearray(WORKBOOK)
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] = data.draw(st.integers(0, 255))
    refuses_or_reads(bytes(whole))


WORKBOOK = lists.xlsx(["Soort", "Prijs"], ["Deur", 12.5])


def with_rows(rows):
    """A workbook with so many rows put under its headings by hand."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(WORKBOOK)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b"</sheetData>", rows + b"</sheetData>")
            new.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    "rows",
    [
        b'<row><c t="str"><v>1</v></c></row>' * 100_000,
        b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
    ],
)
def test_a_workbook_is_read_no_further_than_a_list_goes(monkeypatch, rows):
    seen = []
    kept = workbook.Row
    monkeypatch.setattr(workbook, "Row", lambda *told: seen.append(told) or kept(*told))
    with pytest.raises(table.TooManyRows):
        read.read(with_rows(rows))
    assert len(seen) <= table.MOST_ROWS + 2


def test_a_workbook_with_as_many_lines_as_are_allowed_is_read():
    rows = b'<row><c t="str"><v>1</v></c></row>' * (table.MOST_ROWS - 1)
    assert len(read.read(with_rows(rows)).rows) == table.MOST_ROWS
