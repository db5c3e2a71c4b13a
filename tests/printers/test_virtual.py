import random
import re
import socket
import struct
import threading
from collections import Counter
from contextlib import contextmanager, suppress

import pytest
from PIL import Image

from printers.virtual import Fault, VirtualPrinter, by_lot
from printers.virtual.__main__ import main
from printers.virtual.commands import LANGUAGES, Kind, Splitter

#: Long enough for a slow machine; nothing waits so long unless it fails.
PATIENCE_S = 10.0
STATUS = b"\x10\x04"
BARRIER = b"\x1dr\x01"
ROWS, ACROSS = 200, 72


def picture(rows: int = ROWS, dots: bytes = b"\xff") -> bytes:
    """A raster image of 576 dots across, all black unless other bytes are given."""
    bits = (dots * (rows * ACROSS))[: rows * ACROSS]
    return b"\x1dv0\x00" + struct.pack("<HH", ACROSS, rows) + bits


JOB = b"\x1b@" + picture() + b"\x1dV\x01"
ZPL = b"^XA^PW16^LL2^LH0,0^FO0,0^GFA,4,4,2,FFFF0000^FS^PQ1^XZ"
TSPL = (
    b"SIZE 57 mm,32 mm\r\nGAP 2 mm,0 mm\r\nDIRECTION 0\r\nREFERENCE 0,0\r\nCLS\r\n"
    b"BITMAP 0,0,2,2,0,\x1b!?\x00\r\nPRINT 1,1\r\n"
)
QL = (
    b"\x1bia\x01\x1biz\x86\x0a\x3e\x00\x02\x00\x00\x00\x00\x00\x1biM\x40\x1biK\x08\x1bid\x23\x00"
    + (b"g\x00\x5a" + b"\x1biS" * 30) * 2
)


@contextmanager
def connected(printer):
    with socket.create_connection(("127.0.0.1", printer.port), timeout=PATIENCE_S) as link:
        yield link


def ask(link, question, size=1):
    link.sendall(question)
    return exactly(link, size)


def exactly(link, size):
    got = b""
    while len(got) < size:
        more = link.recv(size - len(got))
        assert more, f"the printer left after {got!r}"
        got += more
    return got


def rest(link):
    """What the printer still says until it leaves; a reset is told as None."""
    got = b""
    try:
        while more := link.recv(4096):
            got += more
    except ConnectionError:
        return None
    return got


def send_and_half_close(printer, data):
    with connected(printer) as link:
        send_all_and_close_half(link, data)
        return rest(link)


def send_all_and_close_half(link, data):
    link.sendall(data)
    # A printer that broke off already leaves no half to close.
    with suppress(OSError):
        link.shutdown(socket.SHUT_WR)


def black_rows(printed):
    return sum(
        page.crop((0, y, 1, y + 1)).getpixel((0, 0)) == 0
        for page in printed.paper.pages
        for y in range(page.height)
    )


# A printer that goes well


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


# Answers


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


# Faults


def test_refuse_prints_nothing_and_resets_at_once():
    with VirtualPrinter(faults=[Fault.REFUSE]) as printer:
        # The reset may be noticed while connecting, or at the first byte that is read.
        with pytest.raises(ConnectionError), connected(printer) as link:
            link.recv(1)
        assert printer.printed == []
        assert printer.faults_seen == Counter({Fault.REFUSE: 1})
        with connected(printer) as link:
            assert ask(link, JOB + BARRIER) == b"\x00"


def test_reset_leaves_a_part_on_paper():
    with VirtualPrinter(faults=[Fault.RESET], seed=3) as printer:
        with connected(printer) as link:
            assert ask(link, STATUS + b"\x01") == b"\x12"
            link.sendall(JOB + BARRIER)
            assert rest(link) is None
        printer.wait_for(1, PATIENCE_S)
        (printed,) = printer.printed
    assert not printed.whole
    assert 0 < len(printed.data) < len(JOB)
    assert JOB.startswith(printed.data)


def test_power_loss_takes_all_and_prints_nothing():
    with VirtualPrinter(faults=[Fault.POWER_LOSS]) as printer:
        with connected(printer) as link:
            assert ask(link, STATUS + b"\x01") == b"\x12"
            link.sendall(JOB + STATUS + b"\x01" + BARRIER)
            assert rest(link) is None
        assert printer.printed == []
        assert printer.faults_seen[Fault.POWER_LOSS] == 1


@pytest.mark.parametrize(
    ("fault", "told"), [(Fault.PAPER_OUT, b"\x32"), (Fault.COVER_OPEN, b"\x16")]
)
def test_trouble_inside_a_job_holds_the_rest_until_it_is_over(fault, told):
    with VirtualPrinter(faults=[fault], paper_back_s=60, seed=1) as printer:
        with connected(printer) as link:
            link.sendall(JOB + BARRIER)
            assert ask(link, STATUS + b"\x02") == told
            (part,) = printer.printed
            assert not part.whole
            assert 0 < len(part.data) < len(JOB)
            printer.paper_in()
            printer.close_cover()
            assert exactly(link, 1) == b"\x00"
        assert printer.printed[0].data == JOB
        assert printer.printed[0].whole


def test_new_paper_comes_by_itself_and_the_rest_is_printed_though_nobody_waits():
    with VirtualPrinter(faults=[Fault.PAPER_OUT], paper_back_s=0.05) as printer:
        with connected(printer) as link:
            link.sendall(JOB + BARRIER)
        printer.wait_for(1, PATIENCE_S)
        assert printer.printed[0].data == JOB
        assert printer.printed[0].whole


def test_a_roll_taken_out_by_hand_is_not_put_in_by_the_end_of_a_fault():
    with VirtualPrinter(faults=[Fault.COVER_OPEN], paper_back_s=0.02) as printer:
        printer.paper_out()
        with connected(printer) as link:
            link.sendall(JOB + BARRIER)
            link.settimeout(0.1)
            with pytest.raises(TimeoutError):
                link.recv(1)
            assert ask(link, STATUS + b"\x02") == b"\x32"
            printer.paper_in()
            link.settimeout(PATIENCE_S)
            assert exactly(link, 1) == b"\x00"


def test_a_new_connection_is_told_of_trouble_while_an_older_job_waits():
    with VirtualPrinter() as printer:
        printer.paper_out()
        with connected(printer) as link:
            link.sendall(JOB + BARRIER)
        with connected(printer) as link:
            assert ask(link, STATUS + b"\x04") == b"\x7e"
            printer.paper_in()
            assert ask(link, b"second" + BARRIER) == b"\x00"
        assert [printed.data for printed in printer.printed] == [JOB, b"second"]


def test_brother_reports_trouble_by_itself():
    job = b"\x00" * 20 + b"\x1b@" + QL + b"\x1a"
    with VirtualPrinter("brotherql", faults=[Fault.PAPER_OUT], paper_back_s=60) as printer:
        with connected(printer) as link:
            told = ask(link, job, 32)
            assert (told[8], told[18]) == (0x01, 0x02)
            printer.paper_in()
            assert [exactly(link, 32)[18] for _ in range(3)] == [6, 1, 6]
        assert printer.printed[0].data == job


@pytest.mark.parametrize(
    ("language", "job", "barrier"),
    [
        ("escpos", JOB, BARRIER),
        ("zpl", ZPL, b"~HS"),
        ("tspl", TSPL, b"\x1b!?"),
        ("brotherql", QL + b"\x1a", b""),
    ],
)
def test_a_lost_answer_is_all_that_is_lost(language, job, barrier):
    with VirtualPrinter(language, faults=[Fault.LOST_ACK]) as printer:
        with connected(printer) as link:
            link.sendall(job + barrier)
            assert rest(link) == b""
        (printed,) = printer.printed
        assert printed.data == job
        assert printed.whole


def test_a_slow_printer_prints_all_and_takes_its_time():
    with VirtualPrinter(faults=[Fault.SLOW]) as printer, connected(printer) as link:
        link.sendall(JOB + BARRIER)
        link.settimeout(0.1)
        with pytest.raises(TimeoutError):
            link.recv(1)
        link.settimeout(PATIENCE_S)
        assert exactly(link, 1) == b"\x00"
        assert printer.printed[0].data == JOB
        assert printer.printed[0].whole


def test_a_slow_printer_of_labels_says_once_that_it_is_still_printing():
    with VirtualPrinter("tspl", faults=[Fault.SLOW]) as printer, connected(printer) as link:
        assert ask(link, b"\x1b!?") == b"\x00"
        assert [ask(link, job + b"\x1b!?") for job in (TSPL, b"")] == [b"\x20", b"\x00"]
    with VirtualPrinter("zpl", faults=[Fault.SLOW]) as printer, connected(printer) as link:
        told = [ask(link, job + b"~HS", 82).replace(b"\x02", b"").split(b",") for job in (ZPL, b"")]
        assert [fields[4] for fields in told] == [b"001", b"000"]


def test_half_open_never_answers_and_prints_nothing():
    with VirtualPrinter(faults=[Fault.HALF_OPEN]) as printer:
        with connected(printer) as link:
            link.sendall(STATUS + b"\x01" + JOB + BARRIER)
            link.settimeout(0.05)
            with pytest.raises(TimeoutError):
                link.recv(1)
        with connected(printer) as link:
            assert ask(link, b"next" + BARRIER) == b"\x00"
        assert [printed.data for printed in printer.printed] == [b"next"]
        assert printer.faults_seen == Counter({Fault.HALF_OPEN: 1})


@pytest.mark.parametrize("half_close", [True, False])
def test_a_cut_tail_loses_the_last_bytes(half_close):
    with VirtualPrinter(faults=[Fault.CUT_TAIL], seed=5) as printer:
        with connected(printer) as link:
            link.sendall(JOB if half_close else JOB + BARRIER)
            if half_close:
                link.shutdown(socket.SHUT_WR)
            assert rest(link) is None
        (printed,) = printer.printed
    assert not printed.whole
    assert JOB.startswith(printed.data)
    assert len(JOB) * 3 // 4 <= len(printed.data) < len(JOB)


def test_faults_come_one_for_each_job_and_then_no_more():
    plan = [None, Fault.LOST_ACK, Fault.POWER_LOSS]
    with VirtualPrinter(faults=plan) as printer:
        told = [send_and_half_close(printer, b"job %d" % n + BARRIER) for n in range(5)]
        assert told == [b"\x00", b"", None, b"\x00", b"\x00"]
        assert [printed.data for printed in printer.printed] == [
            b"job 0",
            b"job 1",
            b"job 3",
            b"job 4",
        ]


def test_faults_by_lot_are_repeatable_and_as_frequent_as_asked():
    lots, again = by_lot(0.4, 7), by_lot(0.4, 7)
    drawn = [next(lots) for _ in range(1000)]
    assert drawn == [next(again) for _ in range(1000)]
    assert 350 < sum(fault is not None for fault in drawn) < 450
    assert set(drawn) == {None, *Fault}


# By hand


def test_it_runs_from_the_command_line_and_tells_of_each_job(tmp_path, capsys, free_port):
    arguments = [
        "--port",
        str(free_port),
        "--keep",
        str(tmp_path),
        "--fault",
        "cut_tail",
        "--seed",
        "1",
    ]
    shop = threading.Thread(target=main, args=(arguments,), kwargs={"jobs": 2})
    shop.start()
    for _ in range(2):
        send_when_on(free_port, JOB)
    shop.join(PATIENCE_S)
    assert not shop.is_alive()
    told = capsys.readouterr().out.splitlines()
    assert told[0] == f"tcp://127.0.0.1:{free_port} speaks escpos, 576 dots wide"
    assert told[1].startswith("job 1: cut short")
    assert told[2] == f"job 2: whole, {len(JOB)} bytes, 1 pages; faults so far: cut_tail 1"
    assert (tmp_path / "0002.png").exists()


def test_a_port_that_is_taken_is_said_so(capsys):
    with VirtualPrinter() as printer:
        assert main(["--port", str(printer.port)]) == 1
    assert "already in use" in capsys.readouterr().err


def test_the_command_line_knows_each_language_and_fault(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    told = capsys.readouterr().out
    assert all(word in told for word in (*LANGUAGES, *(fault.value for fault in Fault)))


@pytest.fixture
def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def send_when_on(port, data):
    """Send as soon as somebody listens; trying again costs no more than a system call."""
    while True:
        try:
            link = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
        except ConnectionRefusedError:
            continue
        with link:
            send_all_and_close_half(link, data)
            rest(link)
            return
