"""Label printers' bytes written by hand show what Zebra's, TSC's and Brother's documents say."""

import base64
import binascii
import zlib

import pytest

from printers.interpret import interpret
from tests.printers.test_interpret import SMALL_ROWS, box, only, rows

# ZPL


def zpl(graphic, before="^PW16^LL4^FO0,0", after="^FS"):
    return interpret(f"^XA{before}{graphic}{after}^XZ".encode(), "zpl")


RUNS = "^GFA,12,12,2,"
RUN_ROWS = [
    "#" * 4 + "." * 12,
    "#" * 4 + "." * 12,
    "#" * 16,
    "#" * 8 + "." * 8,
    "." * 16,
    "#.#." * 4,
]


@pytest.mark.parametrize("data", ["F000F000FFFFFF000000AAAA", "F,:!HF,,JA", "FI0F,\r\n!HF,,IAa"])
def test_zpl_hex_and_its_run_lengths(data):
    assert rows(only(zpl(RUNS + data, "^PW16^LL6^FO0,0"))) == RUN_ROWS


def test_zpl_long_runs_add_up():
    page = only(zpl("^GFA,60,60,60,hgGFhY0", "^PW480^LL1^FO0,0"))
    assert box(page) == (0, 0, 61 * 4, 1)


@pytest.mark.parametrize("kind", ["B64", "Z64"])
def test_zpl_base_64_with_its_check(kind):
    bits = bytes([0xF0, 0x00, 0x0F, 0xFF])
    text = base64.b64encode(zlib.compress(bits) if kind == "Z64" else bits)
    graphic = f"^GFA,{len(text)},4,2,:{kind}:{text.decode()}:"
    page = only(zpl(f"{graphic}{binascii.crc_hqx(text, 0):04X}"))
    assert rows(page) == ["####............", "....############", "." * 16, "." * 16]
    assert zpl(f"{graphic}{binascii.crc_hqx(text, 0) ^ 1:04x}").pages == []


def test_zpl_bytes_may_look_like_commands():
    paper = interpret(b"^XA^PW16^LL2^FO0,0^GFB,4,4,2,^XZ~^FS^XZ\r\n", "zpl")
    assert "".join(rows(only(paper))) == "".join(f"{byte:08b}" for byte in b"^XZ~").replace(
        "0", "."
    ).replace("1", "#")


def test_zpl_places_shifts_and_turns():
    assert box(only(zpl("^GFA,1,1,1,FF", "^PW16^LL4^LH2,1^FO3,1"))) == (5, 2, 13, 3)
    assert box(only(zpl("^GFA,2,2,1,FFFF", "^PW16^LL4^FT0,4"))) == (0, 2, 8, 4)
    assert box(only(zpl("^GFA,1,1,1,FF", "^PW16^LL4^LS-4^FO0,0"))) == (4, 0, 12, 1)
    assert box(only(zpl("^GFA,1,1,1,F0", "^PW16^LL4^POI^FO0,0"))) == (12, 3, 16, 4)


def test_zpl_prints_so_many_labels_and_keeps_their_size():
    label = b"^XA%s^FO0,0^GFA,1,1,1,FF^FS%s^XZ\n"
    paper = interpret(label % (b"^PW9^LL3", b"^PQ3,0,1,Y") + label % (b"", b""), "zpl")
    assert [page.size for page in paper.pages] == [(9, 3)] * 4
    assert paper.unknown == b""


def test_zpl_settings_alone_print_nothing():
    paper = interpret(b"~SD15~TA000~JSN^XA^MNY^MTD^MMT^PR4,4^MD5^CI28^FXnote^LH0,0^XZ~HS~HI", "zpl")
    assert (paper.pages, paper.unknown, paper.unfinished) == ([], b"", b"")


def test_zpl_keeps_what_it_does_not_know_and_what_was_not_finished():
    assert zpl("^A0N,20^FDdeur").unknown == b"^A0N,20^FDdeur"
    assert zpl("^GFA,4,4,2,FF").unknown == b"^GFA,4,4,2,FF"
    assert zpl("^GFA,1,1,1,FF", after="").unknown == b"^GFA,1,1,1,FF"
    assert interpret(b"^XA^XZ hello", "zpl").unknown == b"hello"
    assert interpret(b"^XA^XZ^XA^FO0,0^B", "zpl").unfinished == b"^XA^FO0,0^B"


# TSPL

HEAD = b"SIZE 2 mm,1 mm\r\nGAP 3 mm,0 mm\r\nDIRECTION %d\r\nREFERENCE 0,0\r\nDENSITY 8\r\nSPEED 4\r\nSET TEAR ON\r\nCLS\r\n"


def test_tspl_draws_zeros_black_and_prints_copies():
    paper = interpret(HEAD % 0 + b"BITMAP 0,0,1,2,0,\x7e\xc3\r\nPRINT 1,2\r\n", "tspl")
    assert [rows(page)[:3] for page in paper.pages] == [
        [row + "." * 8 for row in [*SMALL_ROWS, "." * 8]]
    ] * 2
    assert (paper.pages[0].size, paper.unknown, paper.unfinished) == ((16, 8), b"", b"")
    assert box(only(interpret(HEAD % 1 + b"BITMAP 0,0,1,1,0,\x0f\r\nPRINT 1\r\n", "tspl"))) == (
        12,
        7,
        16,
        8,
    )


@pytest.mark.parametrize(("mode", "row"), [(0, "..##"), (1, "####"), (2, "##..")])
def test_tspl_overwrites_adds_or_inverts(mode, row):
    page = only(
        interpret(
            HEAD % 0 + b"BITMAP 4,0,1,1,0,\x0f\r\nBITMAP 4,0,1,1,%d,\xcf\nPRINT 1\n" % mode, "tspl"
        )
    )
    assert rows(page)[0][4:8] == row


def test_tspl_sizes_in_dots_at_another_density_and_on_endless_paper():
    bitmap = b"\nCLS\nBITMAP 0,2,1,1,0,\x00\nPRINT 1\n"
    sizes = {
        (b"57 mm,32 mm", 203): (456, 256),
        (b"57 mm,32 mm", 300): (684, 384),
        (b"40 dot,9 dot", 203): (40, 9),
        (b"1,0.5", 203): (203, 102),
        (b"10 mm", 203): (80, 3),
    }
    for (words, dpi), size in sizes.items():
        assert only(interpret(b"SIZE " + words + bitmap, "tspl", dpi=dpi)).size == size


def test_tspl_questions_cuts_and_what_is_left():
    paper = interpret(
        b'\x1b!?BLINE 2 mm,0\nOFFSET 0 mm\nCUT\nTEXT 0,0,"3"\nBITMAP 0,0,1,9,0,\x00', "tspl"
    )
    assert (paper.cuts, paper.unknown, paper.unfinished) == (
        1,
        b'TEXT 0,0,"3"\n',
        b"BITMAP 0,0,1,9,0,\x00",
    )
    drawn = b"BITMAP 0,0,1,1,0,\x00\nPRI"
    assert interpret(b"CLS\n" + drawn, "tspl").unfinished == drawn


# Brother QL

QL = (
    b"\x00" * 200
    + b"\x1b@\x1bia\x01\x1biz\x86\x0a\x3e\x00\x02\x00\x00\x00\x00\x00\x1biM\x40\x1biA\x01\x1biK\x08\x1bid\x23\x00"
)


def mirrored(dots):
    """A row with black dots at these columns of the 696 printable ones, as the head wants it."""
    pins = ["0"] * 720
    for dot in dots:
        pins[719 - 12 - dot] = "1"
    return int("".join(pins), 2).to_bytes(90, "big")


def test_brother_rows_are_mirrored_between_twelve_pins():
    job = QL + b"".join(b"g\x00\x5a" + mirrored(dots) for dots in ([0, 1], [695])) + b"\x1a"
    paper = interpret(job, "brotherql", width_dots=696)
    page = only(paper)
    assert rows(page) == ["##" + "." * 694, "." * 695 + "#"]
    assert (paper.cuts, paper.fed) == (1, 35)


def test_brother_packed_rows_and_several_pages():
    packed = b"g\x00\x04" + b"\xa8\x00\x00\x80"
    job = QL + b"M\x02" + (packed + b"Z\x0c") * 2 + packed + b"\x1a\x1biS"
    paper = interpret(job, "brotherql", width_dots=696)
    assert paper.unknown == b""
    assert [page.height for page in paper.pages] == [2, 2, 1]


def test_brother_keeps_wrong_rows_and_unprinted_pages():
    assert interpret(b"g\x00\x02ab", "brotherql").unknown == b"g\x00\x02ab"
    assert interpret(b"\x1bia\x03", "brotherql").unknown == b"\x1bia\x03"
    row = b"g\x00\x5a" + bytes(90)
    assert interpret(QL + row + row[:9], "brotherql").unfinished == row + row[:9]
