"""Somebody runs the virtual printer from the command line."""

import socket
import threading

import pytest

from printers.virtual import Fault, VirtualPrinter
from printers.virtual.__main__ import main
from printers.virtual.commands import LANGUAGES
from tests.printers.links import JOB, PATIENCE_S, rest, send_all_and_close_half


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
