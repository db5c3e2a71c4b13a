"""The bar of every page says what is wrong with the printers, to whom it concerns."""

import pytest

from bouwkringloop.base.permissions import Role
from bouwkringloop.printing import jobs
from tests.printing.shop import put


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


def test_a_broken_printers_file_is_said(client, config):
    config.printers_file.write_text("[printer.kassa\n")
    assert "printers.toml" in words(client)[0]


def test_whoever_may_not_print_is_told_nothing(log_in):
    coordinator = log_in(Role.COORDINATOR)
    assert coordinator.get("/printing/attention").status_code == 403
    assert "printer-attention" not in coordinator.get("/").text
