"""Whatever bytes come, a played printer neither fails nor takes all memory."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from printers.interpret import EPSON_PAGES, interpret
from printers.interpret.paper import MAX_ROWS
from tests.printers.test_interpret import SMALL
from tests.printers.test_interpret_labels import HEAD, QL

JOBS = {
    "escpos": b"\x1b@\x1bt\x13a\xd5b\n\x1ba\x01"
    + SMALL
    + b"\x1b*\x21\x01\x00abc\n\x1dkI\x05{B123\x1d(k\x04\x001P0a\x1d(k\x03\x001Q0\x1bp\x00\x19\xfa\x1dV\x42\x00\x1dr\x01",
    "zpl": b"~SD15^XA^PW16^LL4^FO0,0^GFA,4,4,2,F,:^FS^PQ2^XZ~HS",
    "tspl": HEAD % 0 + b"BITMAP 0,0,1,2,0,\x7e\xc3\r\nPRINT 1,2\r\n\x1b!?",
    "brotherql": QL + b"g\x00\x5a" + bytes(90) + b"M\x02g\x00\x02\xa7\x01\x1a",
}


@pytest.mark.parametrize("language", JOBS)
def test_every_way_to_break_off_is_told_and_loses_nothing_silently(language):
    job = JOBS[language]
    whole = interpret(job, language)
    assert (whole.unknown, whole.unfinished) == (b"", b"")
    for end in range(len(job)):
        part = interpret(job[:end], language)
        assert part.unknown == b""
        assert job[:end].endswith(part.unfinished)
        assert len(part.pages) <= len(whole.pages)


PIECES = [b"\x1b", b"\x1d", b"\x10", b"\x1c", b"v0", b"(k", b"(L", b"8L", b"^XA", b"^GFA,", b"^XZ", b"^PQ99999999", b"^LL20000", b"^PW4096", b"BITMAP 0,0,", b"PRINT 9,9\n", b"SIZE 9 mm\n", b"g\x00", b"\n", b"\xff" * 4, *(JOBS.values())]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(JOBS)),
    st.lists(st.sampled_from(PIECES) | st.binary(max_size=12), max_size=12).map(b"".join),
)
@example("escpos", b"\x1dv0\x00\xff\xff\xff\xff" + bytes(99))
@example("escpos", b"\x1d8L\xff\xff\xff\xff0p0")
@example("zpl", b"^XA^GFB,99999999,99999999,9,")
@example("tspl", b"BITMAP 0,0,65535,65535,0,\x00")
def test_no_bytes_whatever_make_it_fail(language, data):
    paper = interpret(data, language)
    assert all(page.mode == "1" and page.height <= MAX_ROWS for page in paper.pages)


def test_paper_does_not_become_longer_than_a_page_can_be():
    strip = b"\x1dv0\x00\x01\x00\x10\x27" + bytes(10_000)
    paper = interpret(strip * 3)
    assert (paper.pages[0].height, paper.unknown) == (20_000, strip)


def test_every_page_of_epson_is_known_to_python_and_a_language_must_be():
    for slot in EPSON_PAGES:
        assert (
            interpret(b"\x1bt" + bytes([slot]) + bytes(range(0x80, 0x100)) + b"\n").unknown == b""
        )
    with pytest.raises(ValueError, match="esperanto"):
        interpret(b"", "esperanto")
