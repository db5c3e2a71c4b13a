"""What printers say of themselves is read by the bits that never change."""

import pytest

from printers import Problem
from printers.status import LANGUAGES

HS = b"\x02030,%d,%d,0123,%03d,0,0,0,000,0,0,0\x03\r\n\x02001,0,%d,0,0,2,6,0,%08d,1,000\x03\r\n\x021234,0\x03\r\n"


def escpos(said):
    return LANGUAGES["escpos"].read(said)


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        (b"\x12\x12\x12", None),
        (b"\x1a\x16\x12", Problem.COVER_OPEN),
        (b"\x1a\x32\x72", Problem.PAPER_OUT),
        (b"\x1a\x52\x12", Problem.DEVICE),
        (b"\x1a\x12\x12", Problem.PAUSED),
    ],
)
def test_an_escpos_printer_says_what_it_lacks(answers, problem):
    status, confirmed = escpos(answers)
    assert status.problem is problem
    assert confirmed is False


def test_paper_that_is_nearly_out_is_no_problem_yet():
    status, _ = escpos(b"\x12\x12\x1e")
    assert (status.problem, status.paper_low) == (None, True)


def test_a_status_that_comes_by_itself_is_no_confirmation():
    unasked = b"\x10\x00\x00\x00"
    assert escpos(unasked) == (None, False)
    assert escpos(unasked + b"\x00") == (None, True)
    status, confirmed = escpos(unasked + b"\x12\x12\x12")
    assert (status.problem, confirmed) == (None, False)


def test_the_confirmation_is_found_among_other_answers():
    assert escpos(b"\x12\x00\x12\x12")[1] is True
    assert escpos(b"\x0c")[1] is True


@pytest.mark.parametrize(
    ("paper_out", "paused", "formats", "head_up", "left", "problem", "done"),
    [
        (0, 0, 0, 0, 0, None, True),
        (1, 0, 0, 0, 0, Problem.PAPER_OUT, False),
        (0, 1, 0, 0, 0, Problem.PAUSED, False),
        (0, 0, 0, 1, 0, Problem.COVER_OPEN, False),
        (0, 0, 2, 0, 0, None, False),
        (0, 0, 0, 0, 3, None, False),
    ],
)
def test_a_zpl_printer_is_done_when_it_holds_nothing_any_more(
    paper_out, paused, formats, head_up, left, problem, done
):
    said = HS % (paper_out, paused, formats, head_up, left)
    status, confirmed = LANGUAGES["zpl"].read(said)
    assert (status.problem, confirmed) == (problem, done)
    assert LANGUAGES["zpl"].read(said[:-5]) == (None, False)


@pytest.mark.parametrize(
    ("byte", "problem", "done"),
    [
        (0x00, None, True),
        (0x20, None, False),
        (0x01, Problem.COVER_OPEN, False),
        (0x04, Problem.PAPER_OUT, False),
        (0x05, Problem.COVER_OPEN, False),
        (0x08, Problem.RIBBON_OUT, False),
        (0x10, Problem.PAUSED, False),
        (0x80, Problem.DEVICE, False),
    ],
)
def test_a_tspl_printer_says_in_one_byte_how_it_is(byte, problem, done):
    status, confirmed = LANGUAGES["tspl"].read(bytes((byte,)))
    assert (status.problem, confirmed) == (problem, done)


def brother(kind, first=0, second=0):
    report = bytearray(32)
    report[:4] = b"\x80\x20B0"
    report[8], report[9], report[18] = first, second, kind
    return bytes(report)


def test_a_brother_printer_reports_what_it_lacks_and_when_it_is_done():
    read = LANGUAGES["brotherql"].read
    assert read(brother(0))[0].problem is None
    assert read(brother(2, first=0x02))[0].problem is Problem.PAPER_OUT
    assert read(brother(2, second=0x10))[0].problem is Problem.COVER_OPEN
    assert read(brother(6) + brother(1))[1] is True
    assert read(brother(6))[1] is False
    assert read(brother(1)[:31]) == (None, False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rubbish_is_no_answer(language):
    assert LANGUAGES[language].read(b"") == (None, False)
    # Without an answer nothing is sent, so what else it says is not asked.
    assert LANGUAGES[language].read(b"HTTP/1.1 400 Bad Request\r\n\r\nNO")[0] is None
