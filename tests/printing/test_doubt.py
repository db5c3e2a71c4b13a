"""When nobody knows whether something is on paper: receipts say KOPIE, labels wait, drawers stay."""

from functools import partial

import pytest

from bouwkringloop.printing import decide, jobs, worker
from bouwkringloop.printing.documents import Drawer
from printers.virtual import Fault, VirtualPrinter
from tests import make
from tests.printing.shop import LABEL, RECEIPT, job, printers_file, put, state


@pytest.fixture
def queue(session):
    return partial(put, session)


def crash(database, number, printer):
    """Die between the first byte and the last word of a job."""
    with database.writing() as session:
        jobs.claim(session, number, printer)
    with database.writing() as session:
        jobs.recover(session, printer)


def test_a_label_that_was_being_sent_at_a_crash_waits_for_somebody_to_look(
    config, database, session, queue
):
    number = queue()
    crash(database, number, "labels")
    assert job(session, number).state == "uncertain"
    assert worker.print_next(config, database, "labels") is False


@pytest.mark.parametrize("kind", ["receipt", "report"])
def test_a_receipt_that_was_being_sent_at_a_crash_is_printed_once_more_with_a_mark(
    config, database, session, queue, kind
):
    number = queue(RECEIPT, kind)
    crash(database, number, "bonnen")
    assert (job(session, number).state, job(session, number).is_copy) == ("queued", True)
    assert worker.print_next(config, database, "bonnen") is True
    assert job(session, number).state == "done"


def test_a_second_receipt_after_doubt_says_kopie_above_and_below(
    config, database, session, queue, standing_clock, api
):
    number = queue(RECEIPT, "receipt")
    with VirtualPrinter(faults=[Fault.LOST_ACK]) as paper:
        printers_file(config, paper.uri, "receipt")
        worker.print_next(config, database, "zebra")
        standing_clock.pass_(seconds=5)
        worker.print_next(config, database, "zebra")
        first, second = (printed.paper.pages[0] for printed in paper.printed)
    assert job(session, number).state == "done"
    assert api.get(f"/print-jobs/{number}").json["is_copy"] is True
    rows = first.tobytes(), second.tobytes()
    # The copy is the same receipt between two black bands of one height.
    extra = (len(rows[1]) - len(rows[0])) // 2
    assert extra > 0
    assert rows[1][extra:-extra] == rows[0]
    assert rows[1][:extra] == rows[1][-extra:]
    assert rows[1][0] == 0


def test_a_receipt_that_stays_doubtful_waits_for_somebody_to_look(
    config, database, session, queue, standing_clock
):
    number = queue(RECEIPT, "receipt")
    with VirtualPrinter(faults=[Fault.LOST_ACK] * 9) as paper:
        printers_file(config, paper.uri, "receipt")
        for _ in range(5):
            worker.print_next(config, database, "zebra")
            standing_clock.pass_(seconds=60)
        assert len(paper.printed) == jobs.MOST_DOUBTS
    assert job(session, number).state == "uncertain"


def test_a_label_without_an_answer_is_held_and_a_person_decides(
    client, config, database, session, queue, standing_clock
):
    seen, lost = queue(), queue()
    with VirtualPrinter(faults=[Fault.LOST_ACK, Fault.POWER_LOSS]) as paper:
        printers_file(config, paper.uri)
        for _ in range(4):
            worker.print_next(config, database, "zebra")
            standing_clock.pass_(seconds=60)
        assert state(session, seen) == ("uncertain", "zebra")
        assert state(session, lost) == ("uncertain", "zebra")
        page = client.get("/printing").text
        assert "Misschien geprint" in page
        client.post(f"/printing/jobs/{seen}/settle")
        client.post(f"/printing/jobs/{lost}/again")
        worker.print_next(config, database, "zebra")
        assert len([printed for printed in paper.printed if printed.whole]) == 2
    assert job(session, seen).ack == "seen"
    assert job(session, lost).ack == "printed"
    assert job(session, lost).is_copy is False


@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.LOST_ACK, Fault.RESET])
def test_the_drawer_is_never_opened_twice(config, database, session, queue, standing_clock, fault):
    number = queue(Drawer(), "drawer")
    with VirtualPrinter(faults=[fault]) as paper:
        printers_file(config, paper.uri, "drawer")
        worker.print_next(config, database, "zebra")
        standing_clock.pass_(seconds=60)
        worker.print_next(config, database, "zebra")
        pulses = sum(printed.paper.drawer_pulses for printed in paper.printed)
    assert pulses <= 1
    assert job(session, number).state == "cancelled"


def test_a_drawer_that_would_open_late_stays_shut(config, database, session, queue, standing_clock):
    number = queue(Drawer(), "drawer", expires_s=5)
    with VirtualPrinter() as paper:
        printers_file(config, paper.uri, "drawer")
        standing_clock.pass_(seconds=5)
        worker.print_next(config, database, "zebra")
        assert paper.printed == []
    assert (job(session, number).state, job(session, number).problem) == ("cancelled", "expired")


def test_the_drawer_opens_before_the_receipts_that_wait(config, database, session, queue):
    receipt = queue(RECEIPT, "receipt")
    drawer = queue(Drawer(), "drawer", expires_s=5)
    with VirtualPrinter() as paper:
        printers_file(config, paper.uri, 'receipt", "drawer')
        worker.print_next(config, database, "zebra")
        assert paper.printed[0].paper.drawer_pulses == 1
    assert job(session, drawer).state == "done"
    assert job(session, receipt).state == "queued"


def test_paper_that_runs_out_before_a_job_leaves_it_waiting_and_is_said_in_plain_words(
    client, config, database, session, queue, standing_clock
):
    number = queue()
    with VirtualPrinter() as paper:
        printers_file(config, paper.uri)
        paper.paper_out()
        worker.print_next(config, database, "zebra")
        assert job(session, number).state == "queued"
        assert "Het papier van printer zebra is op." in client.get("/printing/live").text
        paper.paper_in()
        client.post("/printing/printers/zebra/try")
        worker.print_next(config, database, "zebra")
    assert job(session, number).state == "done"
    assert "is op" not in client.get("/printing/live").text


def test_reprinting_a_receipt_by_hand_marks_it_and_a_label_stays_as_it_is(
    client, config, database, session, queue
):
    receipt, label = queue(RECEIPT, "receipt"), queue()
    for name in ("bonnen", "labels"):
        worker.print_next(config, database, name)
    made = []
    for number in (receipt, label):
        with database.writing() as other:
            made.append(decide.print_again(other, number, by=make.actor(other)))
    assert [job(session, number).is_copy for number in made] == [True, False]


def test_what_waits_for_a_broken_printer_goes_to_another_at_one_touch(
    client, config, database, session, queue
):
    numbers = [queue(), queue(LABEL, "label")]
    config.printers_file.write_text(
        '[printer.stuk]\nuri = "tcp://127.0.0.1:9"\nprints = ["label"]\n'
        '[printer.heel]\nuri = "virtual:"\nwidth_dots = 456\n'
    )
    assert (
        client.post("/printing/printers/stuk/relieve", data={"printer": "heel"}).status_code == 303
    )
    assert worker.print_next(config, database, "heel") is True
    assert {state(session, number) for number in numbers} == {("done", "heel")}


def test_one_job_goes_to_another_printer_and_to_none_that_is_not_there(
    client, config, database, session, queue
):
    number = queue()
    gone = client.post(f"/printing/jobs/{number}/move", data={"printer": "weg"})
    assert gone.status_code == 404
    client.post(f"/printing/jobs/{number}/move", data={"printer": "bonnen"})
    assert state(session, number) == ("queued", "bonnen")
    assert worker.print_next(config, database, "labels") is False
    assert worker.print_next(config, database, "bonnen") is True


def test_every_problem_and_every_acknowledgement_has_its_words():
    from bouwkringloop.printing import words
    from printers import Ack, Problem

    assert set(words.PROBLEMS) == set(Problem)
    assert set(words.ACKS) == {*Ack, "seen"}
