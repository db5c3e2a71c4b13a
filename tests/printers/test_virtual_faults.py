"""A virtual printer misbehaves as it is told to, and no otherwise."""

import socket
from collections import Counter

import pytest

from printers.virtual import Fault, VirtualPrinter, by_lot
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
    send_and_half_close,
)


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
