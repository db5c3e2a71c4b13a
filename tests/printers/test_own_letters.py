"""Receipts in the printer's own letters: the euro in every page, columns that fit, one page only."""

import pytest

from printers import (
    QR,
    Barcode,
    CodePage,
    Cut,
    Feed,
    PrinterConfig,
    Receipt,
    Row,
    Rule,
    Sample,
    Text,
    as_copy,
    encode,
    render,
)
from printers.columns import in_page, row, wrap
from printers.interpret import interpret
from tests.printers.papers import read

SIGNS = "€ é ë ï ç ½ ²"
#: Pages in which a Dutch shop finds all its signs, where Epson has them.
GOOD = [("cp858", 19, "€ é ë ï ç ½ ²"), ("cp1252", 16, "€ é ë ï ç ½ ²")]
LACKING = [
    ("iso8859_15", 40, "€ é ë ï ç 1/2 ²"),
    ("cp850", 2, "EUR é ë ï ç ½ ²"),
    ("cp437", 0, "EUR é ë ï ç ½ ²"),
]


def own(name="cp858", slot=19, width=576, **settings):
    return PrinterConfig(
        "x", width_dots=width, text="native", codepage=CodePage(name, slot), **settings
    )


def played(receipt, config):
    return interpret(encode(receipt, config), width_dots=config.width_dots)


@pytest.mark.parametrize(("name", "slot", "shown"), GOOD + LACKING)
def test_signs_come_out_in_every_page_and_what_a_page_lacks_is_spelled(name, slot, shown):
    paper = played(Receipt((Text(SIGNS), Row("Totaal", "€ 12,50"))), own(name, slot))
    assert paper.unknown == b""
    assert paper.text[0] == shown
    assert paper.text[1].startswith("Totaal ")
    assert paper.text[1].endswith("€ 12,50" if shown[0] == "€" else "EUR 12,50")


def test_only_the_forced_page_is_chosen():
    words = "Totaal: € 12,50 … crème brûlée, Łódź, Ελλάδα, Москва 門"
    data = encode(Receipt((Text(words), Row(words, "€ 5"), Text(words, bold=True, size=2))), own())
    chosen = [data[at + 2] for at in range(len(data)) if data[at : at + 2] == b"\x1bt"]
    assert chosen == [19]
    # The page stands behind the reset, which would undo it.
    assert data.index(b"\x1bt") > data.rindex(b"\x1b@")


def test_the_wrong_slot_shows_on_the_test_page_and_the_right_one_too():
    samples = Receipt((Sample("A: € ë", "cp858", 19), Sample("B: € ë", "cp858", 15)))
    text = played(samples, own()).text
    assert text[0] == "A: € ë"
    assert text[1] != "B: € ë"


@pytest.mark.parametrize(("width", "columns"), [(576, 48), (384, 32)])
def test_rows_fill_the_paper_and_never_run_over(width, columns):
    receipt = Receipt(
        (
            Row("Paneeldeur grenen met glas en een zeer lang verhaal erbij", "€ 1.012,50"),
            Row("Totaal", "€ 5,00", bold=True, size=2),
            Text("woord " * 30),
            Text("w" * 120),
            Rule(),
        )
    )
    text = played(receipt, own(width=width)).text
    assert max(map(len, text)) <= columns
    assert text[0] == text[0].rstrip()
    assert len(text[0]) == columns
    assert text[0].endswith(" € 1.012,50")
    total = next(line for line in text if line.startswith("Totaal"))
    assert len(total) == columns // 2
    assert "".join(text).count("w" * 10) >= 9
    assert text[-1] == "-" * columns


def test_a_figure_as_wide_as_the_paper_gets_a_line_of_its_own():
    assert list(row(b"links", b"1234567890", 12)) == [b"links", b"  1234567890"]
    assert wrap(b"", 10) == [b""]
    assert wrap(b"een twee drie", 8) == [b"een twee", b"drie"]
    assert in_page("½ × €", "ascii") == b"1/2 x EUR"


def test_codes_among_letters_go_as_pictures_and_read():
    receipt = Receipt((Text("Bon"), Barcode("99000013"), QR("https://voorbeeld.nl/b/1"), Feed(2)))
    config = own(cut="none")
    data = encode(receipt, config)
    paper = interpret(data)
    assert paper.unknown == b""
    assert read(paper.pages[0]) == [("Code128", "99000013"), ("QRCode", "https://voorbeeld.nl/b/1")]
    # A slow cable carries no white: both codes together are a fraction of a page.
    assert len(data) < 9000


def test_a_preview_shows_the_printers_own_letters():
    receipt = Receipt((Text("Bouwkringloop"), Row("Totaal", "€ 5,00")))
    assert render(receipt, own()).tobytes() == played(receipt, own()).pages[0].tobytes()


def test_a_copy_says_so_in_the_printers_own_letters_too():
    receipt = as_copy(Receipt((Text("Bouwkringloop"),)))
    text = played(receipt, own()).text
    assert [line.strip() for line in text] == ["KOPIE", "Bouwkringloop", "KOPIE"]
    assert encode(receipt, own()).count(b"\x1dB\x01") == 2
    english = as_copy(Receipt((Text("Shop"),), lang="en"))
    assert played(english, own()).text[0].strip() == "COPY"


def test_paper_is_cut_where_the_receipt_says_and_at_its_end():
    receipt = Receipt((Text("een"), Cut(), Text("twee")))
    assert played(receipt, own()).cuts == 2
    assert played(receipt, own(cut="none")).cuts == 0
    assert len(played(receipt, own()).pages) == 2


def test_samples_are_letters_also_on_a_printer_that_gets_pictures():
    config = PrinterConfig("x", width_dots=576, cut="none")
    receipt = Receipt((Text("Testpagina"), Sample("A: € ë", "cp858", 19), Text("einde")))
    paper = played(receipt, config)
    assert paper.text == ["A: € ë"]
    assert render(receipt, config).tobytes() == paper.pages[0].tobytes()
    assert paper.pages[0].height > 60
