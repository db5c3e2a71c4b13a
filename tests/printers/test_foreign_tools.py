"""The readers by others read pictures that we know: only then can they judge what our encoders write."""

import pytest
from PIL import Image

from tests.printers.foreign import escpos_by_npos, zpl_by_node, zpl_by_zplkit

needs_zpl_by_node = pytest.mark.skipif(
    not zpl_by_node.available(), reason="zpl-renderer-js is not here: run .ci/node-tools"
)
needs_npos = pytest.mark.skipif(
    not escpos_by_npos.available(), reason="npos is not here: run .ci/node-tools"
)
both_zpl_readers = pytest.mark.parametrize(
    "reader",
    [zpl_by_zplkit, pytest.param(zpl_by_node, marks=needs_zpl_by_node)],
    ids=["zplkit", "node"],
)

#: Not symmetric in any way, so mirroring, turning, inverting and shifting all show.
KNOWN = (
    "########........",
    "#..............#",
    "##............##",
    "#.#.#.#..#.#.#.#",
)
BITS = "FF008001C003AA55"


def picture(rows):
    made = Image.new("1", (len(rows[0]), len(rows)), 1)
    for y, row in enumerate(rows):
        for x, dot in enumerate(row):
            made.putpixel((x, y), 0 if dot == "#" else 1)
    return made


def rows(image):
    assert image.mode == "1"
    return tuple(
        "".join("." if image.getpixel((x, y)) else "#" for x in range(image.width))
        for y in range(image.height)
    )


def zpl(graphic, *, width=16, height=4, row=2, total=None, after=""):
    total = total or row * height
    return (
        f"^XA^PW{width}^LL{height}^LH0,0^FO0,0^GFA,{total},{total},{row},{graphic}^FS{after}^XZ"
    ).encode()


def gs_v0(image):
    across = (image.width + 7) // 8
    bits = bytes(byte ^ 0xFF for byte in image.tobytes())
    return b"\x1dv0\x00" + across.to_bytes(2, "little") + image.height.to_bytes(2, "little") + bits


@both_zpl_readers
def test_zpl_is_drawn_dot_by_dot(reader):
    assert [rows(label) for label in reader.draw(zpl(BITS), 16, 4)] == [KNOWN]


@pytest.mark.parametrize(
    ("reader", "size", "dpi"),
    [
        *(
            (zpl_by_zplkit, size, dpi)
            for size in ((456, 256), (320, 240), (673, 378), (17, 5))
            for dpi in (203, 300)
        ),
        # Starting Node takes its time, so one odd size must do.
        pytest.param(zpl_by_node, (673, 378), 300, marks=needs_zpl_by_node),
    ],
)
def test_zpl_is_drawn_in_exactly_the_dots_of_the_label(reader, size, dpi):
    width, height = size
    (label,) = reader.draw(zpl(BITS, width=width, height=height, total=8), width, height, dpi)
    assert label.size == size
    assert rows(label.crop((0, 0, 16, 4))) == KNOWN
    assert label.histogram()[0] == sum(row.count("#") for row in KNOWN)


LETTERS = {
    "JF:1,,": "FFFFFFFF10000000",
    "HF,::JF": "FF00FF00FF00FFFF",
    ",JF::": "0000FFFFFFFFFFFF",
    "FF00GFH0GFI1,8001": "FF00F00F11108001",
}


@both_zpl_readers
def test_run_length_letters_of_zpl_mean_the_same_as_plain_digits(reader):
    short = reader.draw(b"".join(map(zpl, LETTERS)), 16, 4)
    long = reader.draw(b"".join(map(zpl, LETTERS.values())), 16, 4)
    assert len(short) == len(LETTERS)
    assert list(map(rows, short)) == list(map(rows, long))


@both_zpl_readers
def test_a_label_of_57_mm_at_300_dots_an_inch_is_not_too_large(reader):
    (label,) = reader.draw(zpl("nNA:" + "," * 376, width=672, height=378, row=84), 672, 378, 300)
    assert rows(label)[:3] == ("#.#." * 168, "#.#." * 168, "." * 672)


def test_long_runs_of_zpl_add_up():
    (label,) = zpl_by_zplkit.draw(zpl("hHF,:", width=400, height=2, row=50), 400, 2)
    assert rows(label) == (("#" * 168).ljust(400, "."),) * 2


def test_two_formats_are_two_labels_and_two_copies_are_one():
    labels = zpl_by_zplkit.draw(zpl(BITS) + zpl("00" * 8), 16, 4)
    assert [rows(label) for label in labels] == [KNOWN, ("." * 16,) * 4]
    assert [rows(label) for label in zpl_by_zplkit.draw(zpl(BITS, after="^PQ2"), 16, 4)] == [KNOWN]


def test_a_picture_that_is_not_the_known_one_is_seen():
    (label,) = zpl_by_zplkit.draw(zpl("FF008001C003AA54"), 16, 4)
    assert rows(label) != KNOWN


@pytest.mark.parametrize("graphic", [BITS[:-2], BITS + "FF"])
def test_zplkit_refuses_a_picture_with_other_bytes_than_it_says(graphic):
    with pytest.raises(ValueError, match="graphic"):
        zpl_by_zplkit.draw(zpl(graphic), 16, 4)


def test_zplkit_refuses_commands_that_it_does_not_know():
    with pytest.raises(ValueError, match="QQ"):
        zpl_by_zplkit.draw(zpl(BITS, after="^QQ9"), 16, 4)


def test_zplkit_goes_by_the_size_that_the_label_says():
    (label,) = zpl_by_zplkit.draw(zpl(BITS, width=24), 16, 4)
    assert label.size == (24, 4)


@needs_zpl_by_node
def test_the_renderer_on_node_fills_lines_wrongly_so_that_letter_is_not_to_be_used():
    (label,) = zpl_by_node.draw(zpl("!:::"), 16, 4)
    assert rows(label) == ("...#...#...#...#",) * 4
    (label,) = zpl_by_zplkit.draw(zpl("!:::"), 16, 4)
    assert rows(label) == ("#" * 16,) * 4


@needs_zpl_by_node
def test_the_renderer_on_node_refuses_what_is_no_zpl():
    with pytest.raises(ValueError, match="no labels"):
        zpl_by_node.draw(b"hello", 16, 4)


@needs_npos
def test_pictures_in_escpos_are_found_in_their_order_and_size():
    large, small = picture(KNOWN), picture(("####....", ".......#"))
    data = b"\x1b@" + gs_v0(large) + gs_v0(small) + b"\x1bd\x03" + gs_v0(large) + b"\x1dVA\x00"
    assert [rows(found) for found in escpos_by_npos.draw(data)] == [
        rows(large),
        rows(small),
        rows(large),
    ]


@needs_npos
def test_a_white_picture_in_escpos_stays_white():
    white = Image.new("1", (384, 30), 1)
    assert [found.tobytes() for found in escpos_by_npos.draw(gs_v0(white))] == [white.tobytes()]


@needs_npos
def test_commands_around_a_picture_in_escpos_are_walked_over():
    around = (
        b"\x10\x04\x01\x1b@\x1bt\x13Totaal: \xd5 5,00\n\x1ba\x01\x1bE\x01",
        b"\x1dh\x50\x1dw\x03\x1dkI\x06{B1234",
        b"\x1b*\x21\x02\x00" + b"\x1dv0" * 2,
        b"\x1d(L\x05\x00\x1dv0\x00\x01",
        b"\x1bp\x00\x19\xfa\x1dVB\x00\x1dr\x01",
    )
    data = b"".join(part + gs_v0(picture(KNOWN)) for part in around)
    assert [rows(found) for found in escpos_by_npos.draw(data)] == [KNOWN] * len(around)


@needs_npos
@pytest.mark.parametrize(
    "data",
    [
        b"\x1d(k\x03\x00\x31\x43\x05",
        gs_v0(picture(KNOWN))[:-1],
        gs_v0(Image.new("1", (1032, 1), 0)),
        gs_v0(Image.new("1", (8, 10241), 0)),
    ],
    ids=["a QR code", "cut short", "too wide", "too high"],
)
def test_npos_refuses_what_it_cannot_read(data):
    with pytest.raises(ValueError, match=r"Can not parse|cut short|Out of bounds"):
        escpos_by_npos.draw(data)
