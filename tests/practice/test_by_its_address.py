"""Who comes to practise by its address, with a real till open, says so in that till's journal first."""

import pytest
from sqlalchemy import select

from bouwkringloop import proofs
from bouwkringloop.base.permissions import Role
from bouwkringloop.till.models import JournalEntry
from tests.practice.books import open_till, rows, sell
from tests.practice.test_practising import SAYS_SO


def journal(database):
    """What the real tills' journals say of practising, the oldest first."""
    with database.reading() as session:
        entries = select(JournalEntry.kind, JournalEntry.subject).where(
            JournalEntry.kind.startswith("practice.")
        )
        return [tuple(row) for row in session.execute(entries.order_by(JournalEntry.id))]


@pytest.fixture
def seller(learner):
    """The browser of somebody who has the first till open for real."""
    client = learner(Role.SHOP_LEAD)
    open_till(client, root="")
    return client


@pytest.mark.parametrize("path", ["/", "/till", "/till/till-1", "/items?q=deur"])
def test_the_address_leads_to_the_button_and_makes_no_shop(seller, practice, database, path):
    practice.file.unlink(missing_ok=True)
    before = rows(database)
    answer = seller.get(f"/practice{path}")
    assert (answer.status_code, answer.location) == (303, "/till/practice")
    page = seller.get(answer.location).text
    assert 'action="/till/till-1/practice"' in page
    assert "Oefenen aan Kassa 1" in page
    assert "till-2" not in page
    assert rows(database) == before
    assert not practice.file.exists()


def test_the_button_writes_it_and_opens_the_practice_shop(seller, database):
    before = rows(database, *SAYS_SO)
    answer = seller.post("/till/till-1/practice")
    assert journal(database) == [("practice.on", "till:till-1")]
    assert seller.get("/practice/").status_code == 200
    assert seller.get(answer.location).status_code == 302
    assert rows(database, *SAYS_SO) == before
    with database.reading() as session:
        assert [proof.claim for proof in proofs.all_of(session) if not proof.holds] == []


def test_who_stopped_and_comes_back_by_the_address_says_so_anew(seller, database):
    seller.post("/till/till-1/practice")
    seller.post("/till/till-1/practice/stop")
    assert seller.get("/practice/").location == "/till/practice"
    seller.post("/till/till-1/practice")
    assert seller.get("/practice/").status_code == 200
    assert [kind for kind, _ in journal(database)] == ["practice.on", "practice.off", "practice.on"]


def test_who_left_practice_in_another_browser_says_so_anew_too(seller, learner, database):
    seller.post("/till/till-1/practice")
    learner(Role.SHOP_LEAD).post("/me/practice/stop")
    assert seller.get("/practice/").location == "/till/practice"
    seller.post("/me/practice")
    assert seller.get("/practice/").location == "/till/practice"
    seller.post("/till/till-1/practice")
    assert [kind for kind, _ in journal(database)] == ["practice.on", "practice.on"]


def test_that_it_was_said_before_this_shift_is_not_enough(learner, standing_clock, database):
    client = learner(Role.SHOP_LEAD)
    first = open_till(client, root="")
    client.post("/till/till-1/practice")
    standing_clock.pass_(hours=2)
    client.post("/till/till-1/close", data={"id": str(first), "pieces_5000": "2"})
    assert client.get("/practice/").status_code == 200
    open_till(client, root="")
    assert client.get("/practice/").location == "/till/practice"


def test_who_only_sold_at_an_open_till_says_so_too(learner, goods):
    shift = open_till(learner(Role.SHOP_LEAD), root="")
    cashier = learner(Role.CASHIER)
    assert cashier.get("/practice/").status_code == 200
    assert sell(cashier, goods["door"], root="", shift=shift).status_code == 201
    assert cashier.get("/practice/").location == "/till/practice"


def test_a_colleague_who_practises_says_nothing_for_others(seller, learner):
    learner(Role.CASHIER).post("/till/till-1/practice")
    assert seller.get("/practice/").location == "/till/practice"


def test_what_is_sent_is_refused_in_words(seller, goods):
    answer = sell(seller, goods["door"], shift="6f1f0a52-0000-4000-8000-000000000001")
    assert (answer.status_code, answer.json["type"]) == (403, "/problems/till-still-open")
    assert "echte kassa open" in answer.json["detail"]
    assert seller.get("/practice/api/v1/tills").status_code == 403


def test_who_has_no_till_open_is_not_asked(learner, database):
    client = learner(Role.CASHIER)
    assert client.get("/practice/").status_code == 200
    assert client.get("/till/practice").location == "/till"
    assert client.get("/practice/till/practice").status_code == 404
    assert journal(database) == []
