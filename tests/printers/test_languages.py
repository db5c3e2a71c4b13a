"""What is sent in each language draws exactly what was drawn, whoever reads it."""

from dataclasses import replace

import pytest

from printers import BadDocument, Drawer, Receipt, Text, encode, render
from printers.encoders import Sticker, brotherql, tspl, zpl
from printers.interpret import interpret
from tests.printers.foreign import escpos_by_npos, zpl_by_node, zpl_by_zplkit
from tests.printers.papers import PAPERS, STICKERS, drawn, printer, read

LANGUAGES = ("escpos", "zpl", "tspl", "brotherql")
EVERY = [
    (language, paper, sticker)
    for language in LANGUAGES
    for paper in PAPERS
    for sticker in ("item", "badge", "sheet")
    if language != "brotherql" or paper == "62"
]
RECEIPT = Receipt((Text("Bouwkringloop", bold=True, size=2), Text("Deur € 12,50 ë × ½")))


def played(data, settings):
    return interpret(data, settings.language, width_dots=settings.width_dots, dpi=settings.dpi)


@pytest.mark.parametrize(("language", "paper", "sticker"), EVERY)
def test_the_paper_shows_what_was_drawn_dot_by_dot(language, paper, sticker):
    settings = printer(paper, language)
    shown = played(encode(STICKERS[sticker], settings), settings)
    assert (shown.unknown, shown.unfinished, shown.drawer_pulses) == (b"", b"", 0)
    assert len(shown.pages) == 1
    page, wanted = shown.pages[0], drawn(paper, sticker)
    # A printer that is told millimetres may have a row of paper more.
    assert page.crop((0, 0, *wanted.size)).tobytes() == wanted.tobytes()
    assert read(page) == read(wanted)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_is_printed_by_every_printer(language):
    settings = printer("62" if language == "brotherql" else "57x32", language)
    page, *more = played(encode(RECEIPT, settings), settings).pages
    wanted = render(RECEIPT, settings)
    assert more == []
    assert page.crop((0, 0, *wanted.size)).tobytes() == wanted.tobytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_copies_come_out_as_often_as_they_are_asked_for(language):
    settings = printer("62" if language == "brotherql" else "40x30", language, cut="full")
    pages = played(encode(replace(STICKERS["item"], copies=3), settings), settings).pages
    assert len(pages) == 3
    assert len({page.tobytes() for page in pages}) == 1


@pytest.mark.parametrize("language", ["zpl", "tspl", "brotherql"])
def test_a_label_printer_has_no_drawer(language):
    with pytest.raises(BadDocument, match="drawer"):
        encode(Drawer(), printer("57x32", language))


@pytest.mark.parametrize("image", ["gs_v0", "graphics", "column"])
@pytest.mark.parametrize("rows", [24, 240, 2400])
def test_escpos_pictures_are_whole_in_every_manner_and_every_size_of_piece(image, rows):
    settings = printer("40x30", image=image, fragment_rows=rows)
    shown = played(encode(STICKERS["item"], settings), settings)
    assert shown.unknown == b""
    wanted = drawn("40x30", "item")
    page = shown.pages[0].crop((0, 0, *wanted.size))
    assert page.tobytes() == wanted.tobytes()


@pytest.mark.parametrize(("feed", "sent"), [("none", b""), ("gs_ff", b"\x1d\x0c"), ("ff", b"\x0c")])
def test_a_label_is_followed_by_what_brings_the_next_one(feed, sent):
    plain = encode(STICKERS["item"], printer("40x30"))
    assert encode(STICKERS["item"], printer("40x30", label_feed=feed)) == plain + sent


@pytest.mark.parametrize("paper", [paper for paper in PAPERS if paper != "62"])
def test_zplkit_draws_the_same_label(paper):
    wanted = drawn(paper, "item")
    data = encode(STICKERS["item"], printer(paper, "zpl"))
    (shown,) = zpl_by_zplkit.draw(data, *wanted.size)
    assert shown.tobytes() == wanted.tobytes()


@pytest.mark.skipif(not zpl_by_node.available(), reason="Node and its packages are not at hand")
def test_zpl_renderer_draws_the_same_labels():
    stickers = ("item", "heap", "remainder", "badge", "sheet")
    settings = printer("57x32", "zpl")
    data = b"".join(encode(STICKERS[sticker], settings) for sticker in stickers)
    shown = zpl_by_node.draw(data, 456, 256)
    wanted = [drawn("57x32", sticker) for sticker in stickers]
    assert [each.tobytes() for each in shown] == [each.tobytes() for each in wanted]


@pytest.mark.skipif(not escpos_by_npos.available(), reason="Node and its packages are not at hand")
def test_npos_draws_the_same_receipt():
    settings = printer("57x32", fragment_rows=2400)
    (shown,) = escpos_by_npos.draw(encode(RECEIPT, settings))
    assert shown.tobytes() == render(RECEIPT, settings).tobytes()


def small():
    """A picture of ten by three dots: a black corner, a white row, a black row."""
    from PIL import Image

    picture = Image.new("1", (10, 3), 1)
    picture.putpixel((0, 0), 0)
    for x in range(10):
        picture.putpixel((x, 2), 0)
    return picture


def test_zpl_is_written_as_zebra_documents_it():
    assert zpl.encode([Sticker(small(), 2)]) == (
        b"^XA^PW10^LL3^LH0,0^LS0^FO0,0^GFA,6,6,2,8,,FFC,^FS^PQ2^XZ\n"
    )


def test_long_runs_and_equal_rows_are_written_short():
    from PIL import Image

    black = Image.new("1", (800, 3), 0)
    # Two hundred digits are twenty times ten: the letter for two hundred is p.
    assert b"^GFA,300,300,100,pF::^FS" in zpl.encode([Sticker(black)])
    wide = Image.new("1", (1688, 1), 0)
    # 422 digits: four hundred, twenty, two.
    assert b"zgHF^FS" in zpl.encode([Sticker(wide)])


def test_tspl_is_written_as_tsc_documents_it():
    settings = printer("57x32", "tspl")
    assert tspl.encode([Sticker(small(), 2)], settings) == (
        b"SIZE 1.3 mm,0.4 mm\r\nGAP 3 mm,0 mm\r\nDIRECTION 0\r\nREFERENCE 0,0\r\nCLS\r\n"
        b"BITMAP 0,0,2,3,0,\x7f\xff\xff\xff\x00\x3f\r\nPRINT 1,2\r\n"
    )


def test_brother_rows_are_mirrored_and_lie_where_the_paper_is():
    settings = printer("62", "brotherql", cut="full")
    data = brotherql.encode([Sticker(small())], settings)
    assert data.startswith(
        b"\x1bia\x01"
        + bytes(400)
        + b"\x1b@\x1bia\x01\x1biz\xce\x0a\x3e\x00\x03\x00\x00\x00\x00\x00"
    )
    rows = data[data.index(b"g\x00\x5a") :]
    assert data.endswith(b"\x1a")
    first = rows[3:93]
    # The left dot of the picture is the last of its ten; the paper ends twelve pins from the end.
    at = [bit for bit in range(720) if first[bit // 8] >> (7 - bit % 8) & 1]
    assert at == [12 + 9]
