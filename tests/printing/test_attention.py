"""The bar of every page says what is wrong with the printers, to whom it concerns."""

import pytest

from bouwkringloop.base.permissions import Role
from bouwkringloop.printing import jobs
from bouwkringloop.printing.submit import Where
from bouwkringloop.printing.words import MISTAKES
from printers import Mistake
from tests.printing.shop import RECEIPT, put

pytestmark = pytest.mark.one_database


@pytest.fixture
def two_tills(config, database):
    config.printers_file.write_text(
        '[printer."Kassa 1"]\nprints = ["receipt"]\ntills = ["till-1"]\n'
        '[printer.labels]\nprints = ["label"]\nwidth_dots = 456\n'
    )
    with database.writing() as session:
        jobs.state_of(session, "Kassa 1").problem = "paper_out"
        jobs.state_of(session, "weg").problem = "paper_out"


def words(client, till=""):
    return client.get(f"/printing/attention?till={till}").json["words"]


def test_a_till_hears_of_its_own_printer_and_not_of_anothers(two_tills, client):
    said = "Het papier van printer Kassa 1 is op."
    assert words(client, "till-1") == [said]
    assert words(client, "till-2") == []
    assert words(client) == [said]


def test_prints_that_may_not_be_on_paper_are_counted(client, database, session):
    number = put(session)
    assert words(client) == []
    with database.writing() as other:
        jobs.claim(other, number, "labels")
        jobs.recover(other, "labels")
    assert words(client) == ["Eén print: even naar kijken."]


def test_a_till_hears_nothing_of_a_printer_for_another_site(config, client, database):
    config.printers_file.write_text(
        '[printer.straat]\nprints = ["receipt"]\nsites = ["yard"]\n'
        '[printer.winkel]\nprints = ["receipt"]\nsites = ["shop"]\n'
    )
    with database.writing() as session:
        jobs.state_of(session, "straat").problem = "paper_out"
        jobs.state_of(session, "winkel").problem = "paper_out"
    assert words(client, "till-1") == ["Het papier van printer winkel is op."]


def test_a_till_hears_nothing_of_a_printer_that_prints_nothing_for_tills(
    two_tills, client, database
):
    with database.writing() as session:
        jobs.state_of(session, "labels").problem = "paper_out"
    assert len(words(client, "till-1")) == 1
    assert len(words(client)) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[printer.kassa\n", "regel 1: dit is niet geschreven zoals het bestand het vraagt"),
        ("[printer.kassa]\nlangauge = 1\n", "regel 2: printer “kassa” heeft geen instelling"),
        ("[printer.kassa]\ndpi = 1\n", "regel 2: “dpi” van printer “kassa” kan niet 1 zijn"),
        ("[printers.kassa]\n", "regel 1: “printers” is niet bekend"),
        ("[printer]\nkassa = 1\n", "regel 2: printer “kassa” begint met [printer.kassa]"),
        ("", "er staat geen printer in"),
        ("\x00", "regel 1: dit is niet geschreven"),
    ],
)
def test_a_mistake_in_the_printers_file_is_said_in_the_readers_language(client, config, text, said):
    config.printers_file.write_text(text)
    assert said in words(client)[0]


def test_every_mistake_has_its_words():
    assert set(MISTAKES) == set(Mistake)


def test_what_waits_says_what_it_waits_for(two_tills, client, database, session):
    put(session, RECEIPT, "receipt", where=Where(till="till-1"))
    put(session, RECEIPT, "receipt", where=Where(till="till-3"))
    put(session)
    page = client.get("/printing").text
    assert page.count('<p class="paper-problem">Het papier van printer Kassa 1 is op.</p>') == 1
    assert page.count('<p class="paper-problem">Geen printer print dit.</p>') == 1
    assert page.count('<p class="paper-problem">Het wacht op printer labels.</p>') == 1


def test_a_test_page_is_called_so(client):
    client.post("/printing/printers/labels/test")
    assert '<span class="paper-kind">Testpagina</span>' in client.get("/printing").text


def test_whoever_may_not_print_is_told_nothing(log_in):
    coordinator = log_in(Role.COORDINATOR)
    assert coordinator.get("/printing/attention").status_code == 403
    assert "printer-attention" not in coordinator.get("/").text
