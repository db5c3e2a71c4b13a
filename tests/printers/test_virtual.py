"""A virtual printer takes jobs as a real one does: one after the other, each whole or not."""

import random
import socket
import threading
from collections import Counter

import pytest
from PIL import Image

from printers.virtual import Fault, VirtualPrinter
from printers.virtual.commands import Kind, Splitter
from tests.printers.links import (
    BARRIER,
    JOB,
    PATIENCE_S,
    QL,
    ROWS,
    STATUS,
    TSPL,
    ZPL,
    ask,
    black_rows,
    connected,
    exactly,
    picture,
    rest,
    send_and_half_close,
)


def test_a_job_is_on_paper_before_its_question_is_answered():
    with VirtualPrinter() as printer, connected(printer) as link:
        assert ask(link, JOB + BARRIER) == b"\x00"
        (printed,) = printer.printed
    assert printed.data == JOB
    assert printed.whole
    assert black_rows(printed) == ROWS
    assert printed.paper.cuts == 1
    assert printer.faults_seen == Counter()


def test_a_job_is_cut_into_commands_wherever_the_network_cuts_it():
    rng = random.Random(1)
    for language, job, question in (
        ("escpos", JOB[:900] + JOB[8:900] + b"caf\x82 \x1bd\x03" + picture(3), BARRIER),
        ("zpl", ZPL + b"^XA^GFB,9,9,3,^XZ~HS^FX^FS^XZ", b"~HS"),
        ("tspl", TSPL, b"\x1b!?"),
        ("brotherql", b"\x00" * 200 + b"\x1b@" + QL, b"\x1biS"),
    ):
        splitter, ink, questions = Splitter(language), b"", []
        stream = job + question
        at = 0
        while at < len(stream):
            size = rng.randrange(1, 5)
            for piece in splitter.feed(stream[at : at + size]):
                if piece.kind is Kind.INK:
                    ink += piece.data
                else:
                    questions.append(piece.data)
            at += size
        whole = Splitter(language).feed(stream)
        assert [piece.data for piece in whole if piece.kind is not Kind.INK] == questions
        assert b"".join(piece.data for piece in whole if piece.kind is Kind.INK) == ink
        if language != "escpos":
            assert (ink, questions) == (job, [question])


def test_a_question_inside_a_picture_is_a_picture():
    job = b"\x1b@" + picture(dots=STATUS + b"\x01" + BARRIER)
    with VirtualPrinter() as printer, connected(printer) as link:
        assert ask(link, job + BARRIER) == b"\x00"
        link.shutdown(socket.SHUT_WR)
        assert rest(link) == b""
        assert printer.printed[0].data == job


@pytest.mark.parametrize(
    "command",
    [
        b"\x1b*\x21\x02\x00" + STATUS + b"\x01" + BARRIER,
        b"\x1d(L\x06\x00" + STATUS + b"\x01" + BARRIER,
        b"\x1d8L\x06\x00\x00\x00" + STATUS + b"\x01" + BARRIER,
        b"\x1dkI\x06" + STATUS + b"\x01" + BARRIER,
        b"\x1dk\x04" + BARRIER + b"\x00",
        b"\x1bp\x00\x10\x04",
        b"\x1dVB\x10",
        b"\x1bt\x10",
    ],
)
def test_a_question_inside_a_command_is_a_part_of_it(command):
    pieces = Splitter("escpos").feed(command + STATUS + b"\x02")
    assert [(piece.kind, piece.data) for piece in pieces] == [
        (Kind.INK, command),
        (Kind.NOW, STATUS + b"\x02"),
    ]


def test_one_connection_is_served_at_a_time():
    with VirtualPrinter() as printer, connected(printer) as first:
        assert ask(first, STATUS + b"\x01") == b"\x12"
        with connected(printer) as second:
            second.sendall(STATUS + b"\x01" + b"second" + BARRIER)
            assert ask(first, b"first" + BARRIER) == b"\x00"
            assert printer.connections == 1
            first.close()
            assert exactly(second, 2) == b"\x12\x00"
        assert [printed.data for printed in printer.printed] == [b"first", b"second"]
        assert printer.connections == 2


def test_a_connection_without_a_job_is_no_job_and_takes_no_fault():
    with VirtualPrinter(faults=[Fault.LOST_ACK]) as printer:
        for _ in range(2):
            assert send_and_half_close(printer, STATUS + b"\x01") == b"\x12"
        assert printer.printed == []
        assert printer.faults_seen == Counter()


def test_two_jobs_of_one_connection_are_one_entry_that_grows():
    with VirtualPrinter() as printer, connected(printer) as link:
        assert ask(link, b"one\n" + BARRIER) == b"\x00"
        assert ask(link, b"two\n" + BARRIER) == b"\x00"
        assert [printed.data for printed in printer.printed] == [b"one\ntwo\n"]


def test_a_picture_that_never_became_complete_is_not_whole():
    with VirtualPrinter() as printer:
        send_and_half_close(printer, JOB[:4000])
        printer.wait_for(1, PATIENCE_S)
        (printed,) = printer.printed
    assert not printed.whole
    assert 0 < black_rows(printed) < ROWS


def test_a_mute_printer_says_nothing_but_closes_when_all_is_on_paper():
    with VirtualPrinter(answers=False) as printer:
        assert send_and_half_close(printer, STATUS + b"\x01" + JOB + BARRIER) == b""
        assert printer.printed[0].whole


def test_a_mute_printer_without_paper_closes_only_when_there_is_paper():
    with VirtualPrinter(answers=False) as printer:
        printer.paper_out()
        with connected(printer) as link:
            link.sendall(JOB)
            link.shutdown(socket.SHUT_WR)
            with connected(printer) as other:
                other.shutdown(socket.SHUT_WR)
                link.settimeout(0.05)
                with pytest.raises(TimeoutError):
                    link.recv(1)
                printer.paper_in()
                link.settimeout(PATIENCE_S)
                assert rest(link) == b""
        assert printer.printed[0].whole


def test_waiting_for_paper_that_does_not_come_ends():
    with VirtualPrinter() as printer, pytest.raises(TimeoutError, match="0 of 1"):
        printer.wait_for(1, 0.01)


def test_a_printer_can_be_switched_off_and_on_again_at_the_same_port():
    with VirtualPrinter() as printer, connected(printer) as link:
        assert ask(link, b"before" + BARRIER) == b"\x00"
        uri, port = printer.uri, printer.port
    with pytest.raises(ConnectionRefusedError), connected(printer):
        pass
    with VirtualPrinter(port=port) as again, connected(again) as link:
        assert again.uri == uri == f"tcp://127.0.0.1:{port}"
        assert ask(link, b"after" + BARRIER) == b"\x00"
    with printer, connected(printer) as link:
        assert ask(link, b"later" + BARRIER) == b"\x00"
    assert [printed.data for printed in printer.printed] == [b"before", b"later"]


def test_switching_off_breaks_connections_and_leaves_no_thread():
    before = threading.active_count()
    with VirtualPrinter(faults=[Fault.PAPER_OUT], paper_back_s=60) as printer:
        with connected(printer) as link:
            assert ask(link, JOB + STATUS + b"\x04") == b"\x7e"
            printer.__exit__(None, None, None)
            assert rest(link) in (b"", None)
        printer.__enter__()
    assert threading.active_count() == before
    assert not printer.printed[0].whole


def test_every_page_is_kept_as_a_picture(tmp_path):
    with VirtualPrinter(keep=tmp_path / "pages") as printer:
        for rows in (8, 16):
            with connected(printer) as link:
                assert ask(link, picture(rows) + b"\x1dV\x01" + BARRIER) == b"\x00"
    kept = {}
    for path in (tmp_path / "pages").iterdir():
        with Image.open(path) as page:
            kept[path.name] = page.height
    assert kept == {"0001.png": 8, "0002.png": 16}


def test_paper_of_an_earlier_run_stays(tmp_path):
    for rows in (8, 16):
        with VirtualPrinter(keep=tmp_path) as printer, connected(printer) as link:
            assert ask(link, picture(rows) + b"\x1dV\x01" + BARRIER) == b"\x00"
    heights = []
    for path in sorted(tmp_path.iterdir()):
        with Image.open(path) as page:
            heights.append((path.name, page.height))
    assert heights == [("0001.png", 8), ("0002.png", 16)]


def test_a_printer_speaks_a_known_language():
    with pytest.raises(ValueError, match="escpos, zpl, tspl, brotherql"):
        VirtualPrinter("latin")
