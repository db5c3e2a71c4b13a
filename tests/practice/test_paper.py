"""All paper of who practises says so, goes to the shop's printers, and opens no drawer."""

import time

import pytest
from PIL import ImageChops
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.intake import printed_codes
from bouwkringloop.printing import worker
from bouwkringloop.printing.documents import Drawer, to_json
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.printing.submit import submit
from printers import (
    READY,
    Badge,
    CodeSheet,
    Label,
    PrinterConfig,
    Problem,
    Receipt,
    Status,
    Text,
    from_json,
    render,
    stamped,
)
from tests import make
from tests.practice.books import open_till, sell
from tests.printers.papers import PAPERS, STICKERS, code_of, printer, read
from tests.printing.shop import printers_file

pytestmark = pytest.mark.one_database

STAMPS = ("OEFENBON", "OEFENEN")


def jobs(database):
    with database.reading() as session:
        return session.scalars(select(PrintJob).order_by(PrintJob.id)).all()


def test_a_receipt_of_practice_is_marked_above_and_below(learner, goods, practice, database):
    client = learner(Role.CASHIER)
    sale = sell(client, goods["door"]).json["id"]
    (job,) = jobs(practice.database)
    lines = from_json(job.document).lines
    for mark in (lines[0], lines[-1]):
        assert (mark.text, mark.size, mark.inverse) == ("OEFENBON", 2, True)
    assert jobs(database) == []
    picture = client.get(f"/practice/sales/{sale}/receipt.png")
    assert picture.data == client.get(f"/practice/api/v1/print-jobs/{job.id}/preview.png").data


def test_a_receipt_of_the_real_shop_is_not_marked(learner, goods, database):
    sell(learner(Role.CASHIER), goods["door"], root="")
    (job,) = jobs(database)
    assert "OEFEN" not in job.document


def test_a_receipt_printed_again_is_marked_once_and_says_that_it_is_a_copy(
    learner, goods, practice
):
    client = learner(Role.CASHIER)
    sale = sell(client, goods["door"]).json["id"]
    client.post(f"/practice/sales/{sale}/receipt")
    first, second = jobs(practice.database)
    with practice.database.writing() as session:
        session.get_one(PrintJob, first.id).state = "done"
    client.post(f"/practice/printing/jobs/{first.id}/again")
    third = jobs(practice.database)[2]
    for job in (second, third):
        assert job.is_copy
        assert job.document.count("OEFENBON") == 2


def test_a_report_and_a_label_of_practice_are_marked(learner, goods, practice):
    client = learner(Role.SHOP_LEAD)
    shift = open_till(client)
    client.post("/practice/till/till-1/close", data={"id": str(shift), "pieces_5000": "2"})
    client.post(f"/practice/items/{goods['door']}/labels", data={"copies": "1"})
    told = {job.kind: job.document for job in jobs(practice.database)}
    assert told["report"].count("OEFENBON") == 2
    assert from_json(told["label"]).stamp == "OEFENEN"


def test_no_drawer_opens_in_practice(learner, practice, session):
    learner(Role.CASHIER).get("/practice/")
    by = make.actor(session)
    with practice.database.writing() as books:
        submit(books, to_json(Drawer()), kind="drawer", subject="test", by=by)
    (job,) = jobs(practice.database)
    assert (job.state, job.ended_at is None) == ("cancelled", False)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_stamp_stands_over_the_bars_and_leaves_the_words(paper):
    label = STICKERS["item"]
    plain = render(label, printer(paper))
    marked = render(stamped(label, *STAMPS), printer(paper))
    assert marked.size == plain.size
    assert read(marked) == [("QRCode", code_of("item"))]
    changed = ImageChops.difference(plain.convert("L"), marked.convert("L")).getbbox()
    assert changed[1] > plain.height // 4
    assert changed[2] - changed[0] > plain.width // 3


def test_every_kind_of_paper_can_be_stamped_and_only_once():
    paper = PrinterConfig("x", width_dots=456, label_mm=(57, 32))
    for made in (Badge("Sam", "Kassa", "00000013"), CodeSheet(("00000013",), "Prijs")):
        once = stamped(made, *STAMPS)
        assert stamped(once, *STAMPS) == once
        assert render(once, paper).tobytes() != render(made, paper).tobytes()
    receipt = stamped(Receipt((Text("Bon"),)), *STAMPS)
    assert stamped(receipt, *STAMPS) == receipt
    assert len(receipt.lines) == 3
    assert stamped(Drawer(), *STAMPS) == Drawer()
    assert stamped(Label("x", "y", "00000013"), *STAMPS).stamp == "OEFENEN"


def test_the_shops_printers_print_what_was_practised_after_what_is_real(
    learner, goods, practice, database, config
):
    client = learner(Role.CASHIER)
    assert sell(client, goods["door"]).status_code == 201
    assert sell(client, goods["door"], root="").status_code == 201
    printers_file(config, "memory:practice", prints="receipt")
    service = worker.start(config, database, practice.books)
    try:
        for books in (database, practice.database):
            wait_for(books)
    finally:
        service.stop()
    real, practised = jobs(database)[0], jobs(practice.database)[0]
    assert (real.state, practised.state) == ("done", "done")
    assert real.ended_at <= practised.ended_at
    assert real.printer == practised.printer == "zebra"


def wait_for(books):
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if all(job.state == "done" for job in jobs(books)):
            return
        time.sleep(0.05)


def test_sheets_of_stickers_for_an_office_printer_are_marked_too(learner, practice, session):
    client = learner(Role.SHOP_LEAD)
    client.get("/practice/")
    by = make.actor(session)
    with practice.database.writing() as books:
        roll = printed_codes.print_roll(books, 3, by=by, on_sheets=True)
    with practice.database.reading() as books:
        assert printed_codes.sheet(books, roll).stamp == "OEFENEN"
    session.rollback()
    roll = printed_codes.print_roll(session, 3, by=by, on_sheets=True)
    assert printed_codes.sheet(session, roll).stamp == ""


def test_what_is_for_practice_does_not_hold_a_printer_that_has_no_paper(learner, practice, session):
    learner(Role.CASHIER).get("/practice/")
    lacks = Status(problem=Problem.PAPER_OUT)
    printer = PrinterConfig("zebra")
    practised = worker._Errand(practice.database, printer, 1, None, waits=False)
    assert practised.tell(lacks) is False
    assert practised.tell(READY) is True
