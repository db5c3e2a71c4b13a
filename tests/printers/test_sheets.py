"""A sheet of stickers with codes that belong to nothing yet."""

from printers import CodeSheet, encode, sheets
from printers.interpret import interpret
from tests.printers.papers import printer, read

CODES = tuple(f"{number:08d}" for number in range(99_000_000, 99_000_027))


def test_an_a4_sheet_holds_twenty_four_stickers_and_each_reads_twice():
    first, second = sheets.pages(CodeSheet(CODES, "Winkel Amersfoort"))
    assert first.size == second.size == (2480, 3508)
    half = first.height // 2
    found = read(first.crop((0, 0, 2480, half))) + read(first.crop((0, half, 2480, 3508)))
    assert sorted(found) == sorted(
        (kind, code) for code in CODES[:24] for kind in ("Code128", "QRCode")
    )
    assert sorted({code for _, code in read(second)}) == sorted(CODES[24:])


def test_on_a_roll_each_code_is_a_label_of_its_own():
    config = printer("57x32", "zpl")
    pages = interpret(encode(CodeSheet(CODES[:3]), config), "zpl").pages
    assert [read(page)[0][1] for page in pages] == list(CODES[:3])
