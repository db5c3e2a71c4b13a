"""Nothing that somebody types commands a printer, in any field and any language."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printers import Badge, CodeSheet, Label, Receipt, Row, Sample, Text, encode
from printers.interpret import interpret
from printers.text import clean
from tests.printers.papers import printer

NASTY = (
    "Deur\x1bp\x00\x19\xfa\x10\x14\x01\x00\x05 \x1d(k\x03\x00\n\r\x9b\x07 ^XZ~JA^FS^XA"
    ' "PRINT 1,1\r\nPRINT 1,9\r\nSELFTEST\r\n \x00\x1a\x0c€ × ë\u202e\u200b klaar'
)
LANGUAGES = ("escpos", "zpl", "tspl", "brotherql")
DOCUMENTS = [
    (Label("Deur", "€ 5", "00000013"), ("title", "price", "category", "date", "unit", "amount")),
    (Badge("Fatima", "Hout", "00000013"), ("name", "role", "place")),
    (CodeSheet(("00000013",)), ("note",)),
]
FIELDS = [(document, field) for document, fields in DOCUMENTS for field in fields]
LINES = [
    Text,
    lambda words: Text(words, bold=True, size=2, align="center", inverse=True),
    lambda words: Row(words, "€ 5"),
    lambda words: Row("Deur", words),
    lambda words: Sample(words, "cp858", 19),
]
RECEIPTS = {
    "native": printer("57x32", text="native"),
    "raster": printer("57x32"),
    "zpl": printer("57x32", "zpl"),
    "tspl": printer("57x32", "tspl"),
    "brotherql": printer("62", "brotherql"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("document", "field"), FIELDS)
def test_control_characters_in_a_sticker_leave_no_trace_in_its_bytes(language, document, field):
    config = printer("62" if language == "brotherql" else "57x32", language)
    data = encode(replace(document, **{field: NASTY}), config)
    assert data == encode(replace(document, **{field: clean(NASTY)}), config)
    shown = interpret(data, language, width_dots=config.width_dots, dpi=config.dpi)
    assert (shown.unknown, shown.drawer_pulses, len(shown.pages)) == (b"", 0, 1)


@pytest.mark.parametrize("way", RECEIPTS)
@pytest.mark.parametrize("line", LINES)
def test_control_characters_in_a_receipt_leave_no_trace_in_its_bytes(way, line):
    config = RECEIPTS[way]
    data = encode(Receipt((line(NASTY),)), config)
    assert data == encode(Receipt((line(clean(NASTY)),)), config)
    shown = interpret(data, config.language, width_dots=config.width_dots, dpi=config.dpi)
    assert (shown.unknown, shown.drawer_pulses, shown.cuts) == (b"", 0, 0)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=80), st.text(max_size=30))
def test_no_words_at_all_open_the_drawer_or_cut_the_paper_of_a_printer_with_its_own_letters(
    left, right
):
    config = RECEIPTS["native"]
    lines = (Text(left), Row(left, right), Text(right, size=2, align="right", inverse=True))
    shown = interpret(encode(Receipt(lines), config), width_dots=config.width_dots)
    assert (shown.unknown, shown.drawer_pulses, shown.cuts) == (b"", 0, 0)
    assert all("�" not in line for line in shown.text)


def test_what_is_clean_stays_as_it_is():
    assert clean(clean(NASTY)) == clean(NASTY)
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in clean(NASTY))
