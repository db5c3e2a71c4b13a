"""A virtual printer says how it is, in each language."""

import re
import socket

import pytest

from printers.virtual import VirtualPrinter
from tests.printers.links import (
    BARRIER,
    JOB,
    PATIENCE_S,
    QL,
    STATUS,
    TSPL,
    ZPL,
    ask,
    connected,
    exactly,
    rest,
)


def test_status_says_ready():
    with VirtualPrinter() as printer, connected(printer) as link:
        assert [ask(link, STATUS + bytes((n,))) for n in (1, 2, 3, 4)] == [b"\x12"] * 4


def test_status_tells_of_paper_and_cover_while_the_job_waits():
    with VirtualPrinter() as printer:
        printer.paper_out()
        with connected(printer) as link:
            link.sendall(JOB + BARRIER)
            assert [ask(link, STATUS + bytes((n,))) for n in (1, 2, 4)] == [
                b"\x1a",
                b"\x32",
                b"\x7e",
            ]
            printer.open_cover()
            assert ask(link, STATUS + b"\x02") == b"\x36"
            printer.paper_in()
            assert ask(link, STATUS + b"\x02") == b"\x16"
            assert printer.printed == []
            printer.close_cover()
            assert exactly(link, 1) == b"\x00"
            assert printer.printed[0].whole


def test_zpl_answers_with_three_strings_and_prints_before_it_answers():
    with VirtualPrinter("zpl", width_dots=456) as printer, connected(printer) as link:
        for job in (b"", ZPL):
            link.sendall(job + b"~HS\r\n")
            told = exactly(link, 82).split(b"\r\n")
            assert told.pop() == b""
            fields = [re.fullmatch(rb"\x02(.*)\x03", line).group(1).split(b",") for line in told]
            assert [len(line) for line in fields] == [12, 11, 2]
            paper_out, pause, waiting = fields[0][1], fields[0][2], fields[0][4]
            assert (paper_out, pause, waiting) == (b"0", b"0", b"000")
            head_up, ribbon_out, remaining = fields[1][2], fields[1][3], fields[1][8]
            assert (head_up, ribbon_out, remaining) == (b"0", b"0", b"00000000")
        (printed,) = printer.printed
    assert printed.data.strip() == ZPL
    assert printed.whole
    assert len(printed.paper.pages) == 1


def test_zpl_keeps_silent_while_media_is_out():
    with VirtualPrinter("zpl") as printer:
        printer.paper_out()
        with connected(printer) as link:
            link.sendall(b"~HS" + ZPL + b"~HS")
            link.shutdown(socket.SHUT_WR)
            link.settimeout(0.05)
            with pytest.raises(TimeoutError):
                link.recv(1)
            printer.paper_in()
            link.settimeout(PATIENCE_S)
            assert rest(link) == b""
        assert printer.printed[0].whole


def test_tspl_answers_with_one_byte():
    with VirtualPrinter("tspl") as printer, connected(printer) as link:
        assert ask(link, b"\x1b!?") == b"\x00"
        printer.paper_out()
        assert ask(link, b"\x1b!?") == b"\x04"
        printer.open_cover()
        assert ask(link, b"\x1b!?") == b"\x05"
        printer.paper_in()
        printer.close_cover()
        assert ask(link, TSPL + b"\x1b!?") == b"\x00"
        assert printer.printed[0].data == TSPL
        assert printer.printed[0].whole


def test_brother_answers_and_reports_each_page():
    with VirtualPrinter("brotherql") as printer, connected(printer) as link:
        told = ask(link, b"\x00" * 200 + b"\x1b@\x1biS", 32)
        assert told[:3] == b"\x80\x20B"
        assert (told[8], told[9], told[10], told[11], told[18]) == (0, 0, 62, 0x0A, 0)
        for end in (b"\x0c", b"\x1a"):
            reports = [ask(link, QL + end, 32), exactly(link, 32), exactly(link, 32)]
            assert [(told[18], told[19]) for told in reports] == [(6, 1), (1, 1), (6, 0)]
        (printed,) = printer.printed
        assert printed.data.endswith(QL + b"\x0c" + QL + b"\x1a")
        assert printed.whole
        printer.paper_out()
        assert ask(link, b"\x1biS", 32)[8] == 0x01
        printer.open_cover()
        assert ask(link, b"\x1biS", 32)[9] == 0x10
