"""A job reaches its paper and the printer says so, or the sender knows how far it came."""

import os
import socket
import stat
import threading
import tty
from dataclasses import replace
from pathlib import Path

import pytest

from printers import (
    Ack,
    Label,
    NotSent,
    PrinterConfig,
    Problem,
    Receipt,
    Text,
    Uncertain,
    UnknownTransport,
    ask,
    deliver,
    encode,
)
from printers.transports import usblp
from printers.transports.memory import JOBS
from printers.virtual import Fault, VirtualPrinter

LANGUAGES = ["escpos", "zpl", "tspl"]
RECEIPT = Receipt((Text("Bouwkringloop", bold=True, size=2), Text("Paneeldeur € 12,50")))
LABEL = Label("Paneeldeur", "€ 12,50", "00000013")


def config(printer, language="escpos", **settings):
    """Give the settings of a virtual printer, with little patience."""
    wide = 576 if language == "escpos" else 456
    return PrinterConfig(
        "kassa", uri=printer.uri, language=language, width_dots=wide, patience_s=1, **settings
    )


def document(language):
    return RECEIPT if language == "escpos" else LABEL


def on_paper(printer):
    """Give the whole jobs that are on paper, as the bytes they were."""
    return [printed.data for printed in printer.printed if printed.whole]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_printer_that_answers_says_itself_that_a_job_is_on_paper(language):
    with VirtualPrinter(language) as printer:
        settings = config(printer, language)
        data = encode(document(language), settings)
        assert deliver(data, settings) is Ack.PRINTED
        printer.wait_for(1, 5)
        # What asks for the acknowledgement stands behind the job, and is no part of its paper.
        assert on_paper(printer)[0].startswith(data)
        assert len(printer.printed[0].paper.pages) == 1


@pytest.mark.parametrize(
    ("language", "fault"),
    [*((each, Fault.REFUSE) for each in LANGUAGES), ("escpos", Fault.HALF_OPEN)],
)
def test_a_printer_that_takes_nothing_has_nothing_sent_to_it(language, fault):
    with VirtualPrinter(language, faults=[fault]) as printer:
        settings = config(printer, language)
        with pytest.raises(NotSent) as refused:
            deliver(encode(document(language), settings), settings)
        assert refused.value.problem in (Problem.UNREACHABLE, Problem.SILENT)
        assert printer.printed == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fault", [Fault.RESET, Fault.POWER_LOSS, Fault.LOST_ACK, Fault.CUT_TAIL])
def test_what_nobody_confirmed_is_never_called_printed(language, fault):
    with VirtualPrinter(language, faults=[fault], seed=5) as printer:
        settings = config(printer, language)
        with pytest.raises(Uncertain):
            deliver(encode(document(language), settings), settings)


@pytest.mark.parametrize("fault", [Fault.PAPER_OUT, Fault.COVER_OPEN])
def test_a_printer_without_paper_is_waited_for_and_says_what_it_lacks(fault):
    told = []

    def tell(status):
        told.append(status.problem)
        return True

    with VirtualPrinter(faults=[fault], paper_back_s=1.2, seed=5) as printer:
        settings = config(printer)
        assert deliver(encode(RECEIPT, settings), settings, tell) is Ack.PRINTED
        assert Problem(fault.value) in told
        assert len(printer.printed) == 1


def test_waiting_for_paper_ends_when_the_program_stops():
    with VirtualPrinter(faults=[Fault.PAPER_OUT], paper_back_s=60, seed=5) as printer:
        settings = config(printer)
        with pytest.raises(Uncertain) as doubt:
            deliver(encode(RECEIPT, settings), settings, lambda _: False)
        assert doubt.value.problem is Problem.PAPER_OUT


def test_a_slow_printer_is_given_its_time():
    with VirtualPrinter(faults=[Fault.SLOW]) as printer:
        settings = config(printer)
        assert deliver(encode(RECEIPT, settings), settings) is Ack.PRINTED


@pytest.mark.parametrize(
    ("trouble", "problem"),
    [("paper_out", Problem.PAPER_OUT), ("open_cover", Problem.COVER_OPEN)],
)
def test_a_printer_that_says_before_what_it_lacks_is_sent_nothing(trouble, problem):
    with VirtualPrinter() as printer:
        settings = config(printer)
        getattr(printer, trouble)()
        with pytest.raises(NotSent) as refused:
            deliver(encode(RECEIPT, settings), settings)
        assert refused.value.problem is problem
        assert printer.printed == []


def test_a_mute_printer_that_closes_counts_as_closed_and_one_that_does_not_is_doubtful():
    with VirtualPrinter(answers=False, faults=[None, Fault.HALF_OPEN]) as printer:
        settings = config(printer, ack="close")
        data = encode(RECEIPT, settings)
        assert deliver(data, settings) is Ack.CLOSED
        assert on_paper(printer) == [data]
        with pytest.raises(Uncertain):
            deliver(data, settings)


def test_a_mute_printer_from_which_an_answer_is_wanted_is_sent_nothing():
    with VirtualPrinter(answers=False) as printer:
        settings = config(printer)
        with pytest.raises(NotSent) as refused:
            deliver(encode(RECEIPT, settings), settings)
        assert refused.value.problem is Problem.SILENT
        assert printer.printed == []


def test_a_printer_says_how_it_is_without_printing():
    with VirtualPrinter() as printer:
        settings = config(printer)
        assert ask(settings).problem is None
        printer.paper_out()
        assert ask(settings).problem is Problem.PAPER_OUT
        assert ask(replace(settings, ack="none")) is None
        assert printer.printed == []


def test_a_printer_that_is_off_has_nothing_sent_to_it():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with pytest.raises(NotSent) as refused:
        deliver(b"x", PrinterConfig("kassa", uri=f"tcp://127.0.0.1:{port}"))
    assert refused.value.problem is Problem.UNREACHABLE


def test_an_unknown_kind_of_address_is_named():
    with pytest.raises(UnknownTransport, match="carrier-pigeon"):
        deliver(b"x", PrinterConfig("kassa", uri="carrier-pigeon:7"))


class Terminal:
    """A serial port or USB device with an ESC/POS printer behind it that answers."""

    def __init__(self):
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self.path = os.ttyname(self._slave)
        self.received = b""
        self._thread = threading.Thread(target=self._play)
        self._thread.start()

    def _play(self):
        while not self.received.endswith(b"\x1dr\x01"):
            self.received += os.read(self._master, 4096)
            if self.received == b"\x10\x04\x01\x10\x04\x02\x10\x04\x04":
                os.write(self._master, b"\x12\x12\x12")
        os.write(self._master, b"\x00")

    def close(self):
        self._thread.join(5)
        os.close(self._master)
        os.close(self._slave)


@pytest.fixture
def terminal():
    made = Terminal()
    yield made
    made.close()


@pytest.mark.parametrize("scheme", ["usblp", "serial"])
def test_a_cable_carries_the_job_and_its_acknowledgement(terminal, scheme, monkeypatch):
    monkeypatch.setattr(usblp, "MAJORS", (os.major(Path(terminal.path).stat().st_rdev),))
    speed = "?baud=115200" if scheme == "serial" else ""
    settings = PrinterConfig("kassa", uri=f"{scheme}://{terminal.path}{speed}", patience_s=5)
    data = encode(RECEIPT, settings)
    assert deliver(data, settings) is Ack.PRINTED
    assert data in terminal.received


@pytest.mark.parametrize("scheme", ["usblp", "serial"])
def test_a_cable_that_is_not_there_is_unreachable(scheme):
    with pytest.raises(NotSent) as refused:
        deliver(b"x", PrinterConfig("kassa", uri=f"{scheme}:///dev/no-such-printer"))
    assert refused.value.problem is Problem.UNREACHABLE


def test_nothing_is_written_to_a_file_that_is_no_printer(tmp_path):
    letter = tmp_path / "brief.txt"
    letter.write_text("Beste allemaal")
    for path in (letter, "/dev/null"):
        settings = PrinterConfig("kassa", uri=f"usblp://{path}")
        for act in (lambda: ask(settings), lambda: deliver(b"x", settings)):  # noqa: B023
            with pytest.raises(NotSent, match="is no printer") as refused:
                act()
            assert refused.value.problem is Problem.UNREACHABLE
    assert letter.read_text() == "Beste allemaal"


def test_a_queue_of_the_computer_gets_the_job_raw_and_whole(tmp_path, monkeypatch):
    program = tmp_path / "lp"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\ncat > {tmp_path}/taken\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert deliver(b"\x1b@bon", PrinterConfig("kassa", uri="cups:bonnen")) is Ack.SENT
    assert (tmp_path / "taken").read_bytes() == b"\x1b@bon"
    assert (tmp_path / "asked").read_text() == "-d bonnen -o raw -\n"


def test_a_queue_that_refuses_says_why_and_nothing_is_printed(tmp_path, monkeypatch):
    program = tmp_path / "lp"
    program.write_text('#!/bin/sh\necho "lp: no such queue" >&2\nexit 1\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(NotSent, match="no such queue"):
        deliver(b"x", PrinterConfig("kassa", uri="cups:bonnen"))


def test_a_file_and_memory_keep_every_job(tmp_path):
    in_file = PrinterConfig("kassa", uri=f"file://{tmp_path}/bonnen.bin")
    assert deliver(b"een", in_file) is Ack.SENT
    deliver(b"twee", in_file)
    assert (tmp_path / "bonnen.bin").read_bytes() == b"eentwee"
    in_memory = PrinterConfig("kassa", uri=f"memory:{tmp_path}")
    deliver(b"een", in_memory)
    deliver(b"twee", in_memory)
    assert JOBS.pop(str(tmp_path)) == [b"een", b"twee"]
    with pytest.raises(NotSent):
        deliver(b"x", PrinterConfig("kassa", uri=f"file://{tmp_path}/no/such/folder"))
