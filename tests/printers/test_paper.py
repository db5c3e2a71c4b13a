"""What is sent is what is shown, and nothing that was typed can command a printer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printers import (
    QR,
    BadDocument,
    Badge,
    CodeSheet,
    Drawer,
    Feed,
    Label,
    PrinterConfig,
    Receipt,
    Row,
    Rule,
    Text,
    encode,
    from_json,
    render,
    to_json,
)
from printers.fonts import has_glyph
from printers.interpret import interpret
from printers.text import clean

RECEIPTS = PrinterConfig("bonnen", width_dots=576)
SMALL = PrinterConfig("klein", width_dots=384, cut="none")
LABELS = PrinterConfig("labels", width_dots=456, cut="none")
NASTY = "Deur\x1bp\x00\x19\xfa \x1d(k\n\r\x9b€ × ë ² 🚪\u00a0klaar"


def receipt(words="Paneeldeur"):
    return Receipt(
        (
            Text(words, bold=True, size=2, align="center"),
            Row(words, "€ 12,50"),
            Rule(),
            Row("Totaal", "€ 1.012,50", bold=True, size=2),
            QR("https://voorbeeld.nl"),
            Feed(2),
        )
    )


@pytest.mark.parametrize("printer", [RECEIPTS, SMALL], ids=["80mm", "58mm"])
def test_a_receipts_bytes_draw_exactly_the_preview(printer):
    paper = interpret(encode(receipt(), printer))
    assert paper.unknown == b""
    assert [page.tobytes() for page in paper.pages] == [render(receipt(), printer).tobytes()]
    assert paper.pages[0].width == printer.width_dots
    assert paper.cuts == (0 if printer.cut == "none" else 1)


def test_a_label_is_sent_as_often_as_copies_are_asked_for():
    label = Label("Deur", "€ 5,00 / stuk", "00000013", copies=3)
    pages = interpret(encode(label, LABELS)).pages
    whole = render(label, LABELS)
    assert len({page.tobytes() for page in pages}) == 1
    assert sum(page.height for page in pages) == 3 * whole.height


@pytest.mark.parametrize("field", ["title", "price", "category", "date"])
def test_control_characters_in_a_label_leave_no_trace_in_its_bytes(field):
    values = {"title": "Deur", "price": "€ 5", "code": "00000013", field: NASTY}
    clean_values = {**values, field: clean(NASTY)}
    assert encode(Label(**values), LABELS) == encode(Label(**clean_values), LABELS)


def test_no_typed_text_opens_the_drawer():
    paper = interpret(encode(receipt(NASTY), RECEIPTS))
    assert paper.drawer_pulses == 0
    assert paper.unknown == b""
    assert interpret(encode(Drawer(), RECEIPTS)).drawer_pulses == 1


def test_emoji_are_left_out_and_letters_the_font_lacks_are_shown_as_such():
    assert clean("Deur 🚪 5") == "Deur 5"
    assert clean("門") == "?"
    assert clean("\x1b\x00\x07") == ""


@pytest.mark.parametrize("sign", "€ë×²³é½–łŻ")
def test_signs_of_a_dutch_shop_have_a_shape_of_their_own(sign):
    assert has_glyph(sign)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_prints_as_it_is_shown(words):
    paper = interpret(encode(receipt(words), SMALL))
    assert paper.unknown == b""
    assert paper.drawer_pulses == 0
    assert b"".join(p.tobytes() for p in paper.pages) == render(receipt(words), SMALL).tobytes()


@given(
    st.builds(
        Label,
        title=st.text(),
        price=st.text(),
        code=st.text(),
        size_mm=st.none() | st.tuples(st.integers(20, 100), st.integers(20, 100)),
        copies=st.integers(1, 9),
    )
)
def test_a_label_survives_the_way_through_json(label):
    assert from_json(to_json(label)) == label


@pytest.mark.parametrize(
    "document",
    [
        Badge("Fatima", "Hout", "00000013", "Winkel"),
        Drawer(),
        CodeSheet(("00000013", "00000026")),
    ],
)
def test_every_other_document_survives_the_way_through_json(document):
    assert from_json(to_json(document)) == document


def test_a_receipt_survives_the_way_through_json():
    assert from_json(to_json(receipt(NASTY))) == receipt(NASTY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"document": "poem"}',
        '{"document": "label", "title": "x"}',
        '{"document": "label", "title": 5, "price": "x", "code": "1"}',
        '{"document": "receipt", "lines": [{"line": "dance"}]}',
        '{"document": "drawer", "pin": 2, "surprise": 1}',
    ],
)
def test_what_is_no_document_is_refused_by_name(text):
    with pytest.raises(BadDocument):
        from_json(text)
