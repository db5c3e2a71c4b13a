"""Jobs go to paper after the commit, once, and say so."""

import socket
import threading
from functools import partial
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from bouwkringloop.printing import jobs, setup, worker
from bouwkringloop.printing.documents import Label, to_json
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.printing.submit import submit
from printers.virtual import Fault, VirtualPrinter
from tests import make
from tests.printing.shop import LABEL, RECEIPT, job, printers_file, put, state
from tests.till.test_selling import basket, of


@pytest.fixture
def queue(session):
    """Give a function that writes a job down and commits."""
    return partial(put, session)


def test_without_a_printers_file_the_virtual_printers_print_everything(
    config, database, session, queue
):
    label, receipt = queue(), queue(RECEIPT, "receipt")
    for name in setup.printers(config):
        worker.print_next(config, database, name)
    assert state(session, label) == ("done", "labels")
    assert state(session, receipt) == ("done", "bonnen")


def test_what_was_not_committed_is_not_printed(config, database, session):
    submit(session, to_json(LABEL), kind="label", subject="x", by=make.actor(session))
    session.rollback()
    assert worker.print_next(config, database, "labels") is False
    assert session.scalars(select(PrintJob)).all() == []


def test_the_bytes_at_a_network_printer_show_what_the_preview_shows(
    config, database, session, queue, api
):
    number = queue()
    with VirtualPrinter(width_dots=456) as paper:
        printers_file(config, paper.uri)
        assert worker.print_next(config, database, "zebra") is True
        printed = paper.printed[0].paper
    assert state(session, number) == ("done", "zebra")
    assert job(session, number).ack == "printed"
    preview = Image.open(BytesIO(api.get(f"/print-jobs/{number}/preview.png").data))
    assert printed.unknown == b""
    height = sum(page.height for page in printed.pages)
    assert (printed.pages[0].width, height) == preview.size
    assert b"".join(page.tobytes() for page in printed.pages) == preview.convert("1").tobytes()


def test_a_printer_that_is_off_keeps_the_job_waiting_and_says_why(
    config, database, session, queue, standing_clock, client
):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    printers_file(config, f"tcp://127.0.0.1:{port}")
    number = queue()
    assert worker.print_next(config, database, "zebra") is True
    assert state(session, number)[0] == "queued"
    assert "Printer zebra is niet bereikbaar" in client.get("/printing").text
    assert worker.print_next(config, database, "zebra") is False
    with VirtualPrinter(port=port):
        standing_clock.pass_(seconds=2)
        assert worker.print_next(config, database, "zebra") is True
    assert state(session, number)[0] == "done"
    assert "niet bereikbaar" not in client.get("/printing").text


def test_a_document_that_does_not_fit_fails_with_its_reason(config, database, session, queue):
    number = queue(Label("x", "€ 1", "BM-2026-000123456789-0000"))
    with VirtualPrinter() as paper:
        printers_file(config, paper.uri)
        worker.print_next(config, database, "zebra")
        assert paper.connections == 0
    found = job(session, number)
    assert (found.state, found.problem) == ("failed", "document")
    assert "use paper 80 mm wide" in found.detail


def test_two_workers_never_take_the_same_job(database, queue):
    number = queue()
    with database.writing() as first:
        taken = jobs.claim(first, number, "labels")
    with database.writing() as second:
        again = jobs.claim(second, number, "labels")
    assert taken is not None
    assert again is None


def test_only_one_process_runs_the_workers(config, database):
    first = worker.start(config, database)
    try:
        assert worker.start(config, database) is None
    finally:
        first.stop()


def test_a_cancelled_job_stays_off_paper_and_can_be_printed_again(
    client, config, database, session, queue
):
    number = queue()
    client.post(f"/printing/jobs/{number}/cancel")
    assert state(session, number)[0] == "cancelled"
    client.post(f"/printing/jobs/{number}/again")
    assert worker.print_next(config, database, "labels") is True
    session.rollback()
    assert [j.state for j in session.scalars(select(PrintJob).order_by(PrintJob.id))] == [
        "cancelled",
        "done",
    ]


def test_a_job_that_is_done_cannot_be_cancelled(client, config, database, session, queue):
    number = queue()
    worker.print_next(config, database, "labels")
    assert client.post(f"/printing/jobs/{number}/cancel").status_code == 409
    assert state(session, number)[0] == "done"


def test_the_page_shows_the_papers_picture_and_what_needs_a_look(
    client, config, database, session, queue
):
    number = queue()
    with database.writing() as other:
        jobs.claim(other, number, "labels")
        jobs.recover(other, "labels")
    page = client.get("/printing").text
    assert f"/api/v1/print-jobs/{number}/preview.png" in page
    assert "Misschien geprint" in page
    assert client.post(f"/printing/jobs/{number}/settle").status_code == 303
    assert state(session, number)[0] == "done"


def test_a_mistake_in_the_printers_file_is_said_with_its_line(client, config):
    config.printers_file.write_text('[printer.kassa]\nuri = "virtual:"\nwidht = 5\n')
    assert "regel 3: " in client.get("/printing/printers").text


def test_the_printers_page_names_what_each_prints_and_tests_it(client, session, config, database):
    assert "bonnen" in client.get("/printing/printers").text
    assert client.post("/printing/printers/bonnen/test").status_code == 303
    assert worker.print_next(config, database, "bonnen") is True
    assert client.post("/printing/printers/none/test").status_code == 404


def test_a_job_answers_its_state_to_programs(api, queue):
    number = queue()
    assert api.get(f"/print-jobs/{number}").json["state"] == "queued"
    assert api.get("/print-jobs/99999").status_code == 404


def test_a_printer_that_hangs_holds_no_sale_up(config, database, session, api):
    shift, item = make.shift(session), make.item(session)
    number = put(session)
    basket_ = basket(shift, of(item), cash=5000)
    with VirtualPrinter(faults=[Fault.HALF_OPEN]) as paper:
        printers_file(config, paper.uri)
        hanging = threading.Thread(target=worker.print_next, args=(config, database, "zebra"))
        hanging.start()
        while paper.connections == 0:
            hanging.join(0.01)
        assert api.post("/sales", basket_).status_code == 201
        # The sale was through while the printer still hung.
        assert job(session, number).state == "sending"
        hanging.join()
    assert job(session, number).state == "queued"
