"""Bytes written by hand show on paper what the vendors' documents say."""

import pytest
import zxingcpp
from PIL import ImageOps

from printers.interpret import interpret

#: Eight dots across and two rows: black ends above, a black middle below.
SMALL = b"\x1dv0\x00\x01\x00\x02\x00\x81\x3c"
SMALL_ROWS = ["#......#", "..####.."]


def rows(page):
    return [
        "".join(".#"[page.getpixel((x, y)) == 0] for x in range(page.width))
        for y in range(page.height)
    ]


def only(paper):
    """The one page of a job in which nothing went wrong."""
    assert (paper.unknown, paper.unfinished) == (b"", b"")
    (page,) = paper.pages
    return page


def box(page):
    return ImageOps.invert(page.convert("L")).getbbox()


def black(page):
    return sum(row.count("#") for row in rows(page))


# ESC/POS: pictures


def test_a_raster_is_drawn_dot_for_dot_and_stays_a_page_when_the_job_has_no_cut():
    assert rows(only(interpret(b"\x1b@" + SMALL + b"\x1bd\x03"))) == SMALL_ROWS


def test_each_cut_ends_a_page():
    paper = interpret(SMALL + b"\x1dV\x00" + SMALL + b"\x1dVB\x10" + SMALL + SMALL + b"\x1dV1")
    assert [rows(page) for page in paper.pages] == [SMALL_ROWS, SMALL_ROWS, SMALL_ROWS * 2]
    assert (paper.cuts, paper.fed, paper.unknown) == (3, 16, b"")


@pytest.mark.parametrize(
    ("mode", "size"), [(0, (8, 2)), (1, (16, 2)), (2, (8, 4)), (3, (16, 4)), (0x33, (16, 4))]
)
def test_a_raster_can_be_magnified(mode, size):
    assert only(interpret(SMALL.replace(b"v0\x00", b"v0" + bytes([mode])))).size == size


@pytest.mark.parametrize("by", [b"\x1d(L\x0c\x00", b"\x1d8L\x0c\x00\x00\x00"])
def test_stored_graphics_print_when_they_are_told_to(by):
    store = by + b"0p0\x01\x011\x07\x00\x02\x00\x81\x3c"
    assert interpret(store).pages == []
    page = only(interpret(store + b"\x1d(L\x02\x0002"))
    assert rows(page) == [row[:7] for row in SMALL_ROWS]
    assert interpret(b"\x1d(L\x02\x0002").unknown == b"\x1d(L\x02\x0002"


def test_columns_join_to_a_picture_when_the_line_is_as_high_as_they_are():
    column = b"\x1b*\x21\x02\x00" + b"\x80\x00\x01\x00\xff\x00" + b"\n"
    page = only(interpret(b"\x1b3\x18" + column * 2))
    strip = ["#."] + [".."] * 7 + [".#"] * 8 + [".."] * 7 + ["#."]
    assert rows(page) == strip * 2
    assert only(interpret(column * 2)).height == 60


@pytest.mark.parametrize(
    ("mode", "deep", "size"), [(0, 1, (4, 24)), (1, 1, (2, 24)), (32, 3, (4, 24)), (33, 3, (2, 24))]
)
def test_columns_come_in_four_densities(mode, deep, size):
    command = b"\x1b*" + bytes([mode, 2, 0]) + b"\xff" * 2 * deep
    assert only(interpret(b"\x1b3\x18" + command + b"\n")).size == size


def test_alignment_moves_pictures_too():
    page = only(interpret(b"\x1ba\x01" + SMALL + b"\x1ba2" + SMALL, width_dots=24))
    assert rows(page) == ["." * 8 + row + "." * 8 for row in SMALL_ROWS] + [
        "." * 16 + row for row in SMALL_ROWS
    ]


# ESC/POS: text


@pytest.mark.parametrize(
    ("slot", "byte", "sign"),
    [(19, 0xD5, "€"), (16, 0x80, "€"), (40, 0xA4, "€"), (15, 0xA4, "€"), (15, 0xE1, "α"), (0, 0x82, "é"), (2, 0x9E, "×"), (18, 0xBE, "ż")],
)  # fmt: skip
def test_a_byte_means_what_its_page_says(slot, byte, sign):
    paper = interpret(b"\x1b@\x1bt" + bytes([slot]) + bytes([byte]) + b"\n")
    assert paper.text == [sign]
    only(paper)


def test_an_undefined_byte_is_a_box():
    paper = interpret(b"\x1bt\x10\x81\n\x1bt\x28\x85\n")
    assert paper.text == ["\ufffd", "\ufffd"]
    assert rows(only(paper))[2][:12] == ".##########."


def test_a_page_that_is_not_there_and_the_next_page_of_the_shop():
    assert interpret(b"\x1bt\xc8a\n").unknown == b"\x1bt\xc8"
    assert interpret(b"\x1bt\x05\x80\n", pages={5: "cp1252"}).text == ["€"]


def test_initialising_puts_everything_back():
    loud = b"\x1bt\x13\x1bE\x01\x1d!\x11\x1ba\x02\x1bM\x01\x1dB\x01\x1b-\x02\x1b3\x50\x1dL\x10\x00\x1bR\x02"
    plain = only(interpret(b"\x1b@ab\xd5\n"))
    assert only(interpret(loud + b"\x1b@ab\xd5\n")).tobytes() == plain.tobytes()
    assert only(interpret(loud + b"ab\xd5\n")).tobytes() != plain.tobytes()


def test_a_full_line_goes_on_below_and_its_lines_are_told_apart():
    paper = interpret(b"abcdefghij\r\n\nx\n", width_dots=96)
    assert paper.text == ["abcdefgh", "ij", "", "x"]
    assert only(paper).size == (96, 120)


@pytest.mark.parametrize(
    ("command", "width", "height"),
    [(b"", 24, 30), (b"\x1d!\x11", 48, 48), (b"\x1d!\x10", 48, 30), (b"\x1b!\x30", 48, 48), (b"\x1bM\x01", 18, 30), (b"\x1b!\x01\x1b3\x11", 18, 17), (b"\x1b3\x28\x1b2", 24, 30)],
)  # fmt: skip
def test_the_size_of_text(command, width, height):
    page = only(interpret(command + b"\x1dB\x01  \n"))
    assert page.height == height
    assert box(page)[0::2] == (0, width)


def test_bold_is_heavier_and_underlining_is_a_line():
    plain, bold, twice = (
        only(interpret(start + b"Hout\n")) for start in (b"", b"\x1bE\x01", b"\x1bG1")
    )
    assert black(plain) < black(bold) == black(twice)
    lined = only(interpret(b"\x1b-\x02  \n"))
    assert rows(lined)[21:25] == ["." * 576, *["#" * 24 + "." * 552] * 2, "." * 576]


def test_text_can_stand_in_the_middle_at_the_right_and_between_margins():
    text = b"\x1dB\x01 \n"
    assert box(only(interpret(b"\x1ba1" + text)))[0] == 282
    assert box(only(interpret(b"\x1ba2" + text)))[2] == 576
    assert box(only(interpret(b"\x1dL\x64\x00\x1dW\x64\x00\x1ba\x02" + text)))[2] == 200


def test_other_countries_replace_some_signs():
    assert interpret(b"\x1bR\x02[\\]\x1bR\x00[\n").text == ["ÄÖÜ["]
    assert interpret(b"\x1bR\x63").unknown == b"\x1bR\x63"


def test_feeding_prints_the_line_and_moves_the_paper():
    paper = interpret(b"a\x1bd\x03b\x1bJ\x64\x1bd\x01")
    assert paper.text == ["a", "b"]
    assert (only(paper).height, paper.fed) == (90 + 100 + 30, 30)


# ESC/POS: codes, drawer, status


def read(page):
    framed = ImageOps.expand(page.convert("L"), 60, 255)
    return [(str(code.format), code.text) for code in zxingcpp.read_barcodes(framed)]


@pytest.mark.parametrize(
    ("content", "text"),
    [(b"{B99000123", "99000123"), (b"{Bab{{c", "ab{c"), (b"{C\x63\x00\x0d", "990013"), (b"{AB-12", "B-12"), (b"{BA1{C\x0c\x22{BZ", "A11234Z"), (b"{AA{Sbc{BD", None), (b"{AA{SbC", "AbC")],
)  # fmt: skip
def test_code_128_can_be_scanned(content, text):
    command = b"\x1dw\x02\x1dh\x50\x1dkI" + bytes([len(content)]) + content
    paper = interpret(command)
    if text is None:
        assert paper.pages == []
    else:
        assert read(only(paper)) == [("Code 128", text)]


def test_ean_13_can_be_scanned_and_its_digits_stand_below():
    page = only(
        interpret(b"\x1ba\x01\x1dH\x02\x1df\x00\x1dw\x03\x1dh\x64\x1dk\x02200000000013\x00")
    )
    assert read(page) == [("EAN-13", "2000000000138")]
    assert (page.height, box(page)[:3:2]) == (124, (145, 430))
    assert interpret(b"\x1dkC\x0d2000000000139").unknown == b"\x1dkC\x0d2000000000139"


def test_a_barcode_wider_than_the_paper_is_left_out():
    paper = interpret(b"\x1dkI\x0a{B12345678", width_dots=200)
    assert (paper.pages, len(paper.unknown)) == ([], 14)


def test_a_qr_code_can_be_scanned():
    set_up = b"\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x04\x1d(k\x03\x001E1"
    page = only(interpret(set_up + b"\x1ba1\x1d(k\x0b\x001P0https://\x1d(k\x03\x001Q0"))
    assert page.size == (576, 84)
    assert read(page) == [("QR Code", "https://")]


def test_the_drawer_opens_by_either_command():
    paper = interpret(b"\x1bp\x00\x19\xfa\x1bp1\x32\x32\x10\x14\x01\x00\x01")
    assert (paper.drawer_pulses, paper.unknown, paper.pages) == (3, b"", [])


def test_questions_and_switches_leave_no_trace():
    job = b"\x10\x04\x01\x1dr\x01\x1da\x00\x1bc5\x00\x1bc3\x0f\x1c.\x0d"
    paper = interpret(job)
    assert (paper.unknown, paper.unfinished, paper.pages, paper.text) == (b"", b"", [], [])


@pytest.mark.parametrize(
    "odd",
    [
        b"\x1c&",
        b"\x09",
        b"\x0c",
        b"\x1b \x05",
        b"\x1d(E\x02\x00ab",
        b"\x1dV\x07",
        b"\x1bp\x05\x01\x01",
        b"\x1bM\x02",
        b"\x00",
    ],
)
def test_what_is_not_understood_is_kept_whole(odd):
    paper = interpret(b"a" + odd + b"b\n")
    assert paper.text == ["ab"] or odd[:2] == b"\x1dV"
    assert paper.unknown == odd


@pytest.mark.parametrize(
    "late", [SMALL, b"\x1ba\x01", b"\x1dV\x00", b"\x1dk\x02200000000013\x00", b"\x1dL\x10\x00"]
)
def test_what_counts_at_the_start_of_a_line_is_not_obeyed_within_one(late):
    paper = interpret(b"a" + late + b"b\n")
    assert (paper.unknown, paper.text, paper.cuts) == (late, ["ab"], 0)
    assert interpret(late).unknown == b""


def test_a_job_that_breaks_off_shows_what_arrived():
    paper = interpret(b"one\ntwo")
    assert (paper.text, paper.unfinished) == (["one"], b"two")
    paper = interpret(SMALL[:-1])
    assert (rows(paper.pages[0]), paper.unfinished) == (SMALL_ROWS[:1], SMALL[:-1])
