"""Who practises has a shop that looks like the real one, and reaches nothing of it."""

import re

import pytest
from sqlalchemy import func, select

from bouwkringloop import proofs
from bouwkringloop.base.permissions import Actor, Role
from bouwkringloop.people.models import AuditEntry, Person
from bouwkringloop.people.views import ways
from bouwkringloop.stock.models import Item
from bouwkringloop.till.models import JournalEntry, Sale
from tests import make
from tests.people.phone import with_phone
from tests.practice.books import log_in_as, open_till, rows, sell

pytestmark = pytest.mark.one_database

#: What says that somebody practised; all else of the real books stays as it is.
SAYS_SO = ("audit_entry", "journal_entry", "till")


def test_a_sale_in_practice_leaves_the_real_books_as_they_were(learner, goods, database, practice):
    client = learner(Role.CASHIER)
    before = rows(database)
    assert sell(client, goods["door"]).status_code == 201
    assert client.get("/practice/").status_code == 200
    assert rows(database) == before
    with practice.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Sale)) == 1
        query = select(Item.quantity_milli).where(Item.code == goods["door"])
        assert session.scalar(query) == 0


def test_the_real_shop_sells_what_was_sold_in_practice(learner, goods, database):
    client = learner(Role.CASHIER)
    assert sell(client, goods["door"]).status_code == 201
    assert sell(client, goods["door"], root="").status_code == 201


def test_coming_and_going_stand_in_the_journal_of_the_till(cashier, database):
    before = rows(database, *SAYS_SO)
    answer = cashier.post("/till/till-1/practice/stop")
    assert answer.location == "/till"
    with database.reading() as session:
        journal = select(JournalEntry.kind, JournalEntry.subject).order_by(JournalEntry.number)
        assert [tuple(row) for row in session.execute(journal)] == [
            ("practice.on", "till:till-1"),
            ("practice.off", "till:till-1"),
        ]
        told = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
        assert told == ["practice.on", "practice.off"]
        assert [proof.claim for proof in proofs.all_of(session) if not proof.holds] == []
    assert rows(database, *SAYS_SO) == before


def test_who_practises_without_a_till_is_in_the_audit_trail(learner, database):
    client = learner(Role.INTAKE_WORKER)
    assert client.post("/me/practice").location == "/practice/"
    assert client.post("/me/practice/stop").location == "/"
    with database.reading() as session:
        told = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
        assert told == ["practice.on", "practice.off"]
        assert session.scalar(select(func.count()).select_from(JournalEntry)) == 0


def test_a_shift_of_the_real_shop_is_unknown_in_practice(learner, goods, session):
    client = learner(Role.CASHIER)
    real = make.shift(session)
    answer = sell(client, goods["door"], shift=real)
    assert answer.status_code in (404, 409, 422)
    practised = open_till(client)
    assert sell(client, goods["door"], root="", shift=practised).status_code != 201
    assert client.get(f"/practice/shifts/{practised}").status_code == 403  # It is open: a secret.
    assert client.get(f"/shifts/{practised}").status_code == 404


def test_programs_do_not_practise(practice, app, database):
    with database.writing() as session:
        secret = make.token(session, Role.MANAGER)
    headers = {"Authorization": f"Bearer {secret}"}
    answer = app.test_client().get("/practice/api/v1/tills", headers=headers)
    assert (answer.status_code, answer.json["type"]) == (403, "/problems/no-tokens-here")
    assert practice.books() == ()


def test_nobody_practises_without_being_logged_in(practice, app):
    practice.file.unlink()
    client = app.test_client()
    answer = client.get("/practice/till?x=1")
    assert answer.location == "/practice/login?next=/practice/till?x%3D1"
    answer = client.get(answer.location)
    assert answer.location == "/login?next=%2Fpractice%2Ftill%3Fx%3D1"
    assert client.get("/practice/api/v1/tills").status_code == 401
    assert client.get("/practice/pickup").status_code == 303
    assert client.get("/practice/healthz").text == "ok\n"
    assert not practice.file.exists()


def test_what_a_role_may_not_do_it_may_not_practise(learner):
    worker = learner(Role.INTAKE_WORKER)
    assert worker.get("/practice/till").status_code == 403
    assert worker.get("/practice/intake").status_code == 200
    assert learner(Role.COORDINATOR).post("/till/till-1/practice").status_code == 403


def test_a_role_that_changed_in_the_real_shop_changed_here(learner, session, practice):
    worker = learner(Role.INTAKE_WORKER)
    assert worker.get("/practice/till").status_code == 403
    person = session.scalars(select(Person).where(Person.login == "intake_worker")).one()
    person.role = "cashier"
    session.commit()
    assert worker.get("/practice/till").status_code == 200
    with practice.database.reading() as books:
        assert books.get_one(Person, person.id).role == "cashier"


def test_who_is_hired_later_can_practise_too(learner, session, practice):
    learner(Role.CASHIER).get("/practice/")
    hired = make.person(session, "Sem Bakker", Role.SHOP_LEAD)
    client = learner(Role.CASHIER)
    with practice.database.reading() as books:
        assert books.get(Person, hired.id) is None
    log_in_as(client, session, hired)
    assert client.get("/practice/till").status_code == 200
    with practice.database.reading() as books:
        known = books.get_one(Person, hired.id)
        assert (known.name, known.login, known.password_hash, known.pin_hash) == (
            "Sem Bakker",
            None,
            None,
            None,
        )


def test_people_and_printers_are_looked_after_in_the_real_shop(learner, practice):
    manager = learner(Role.MANAGER)
    for path in ("/staff", "/me", "/switch", "/tokens", "/audit?person=1", "/printing/printers"):
        assert manager.get(f"/practice{path}").location == path
    assert manager.post("/practice/staff/new", data={"name": "X"}).status_code == 404
    assert manager.post("/practice/till/till-1/practice").status_code == 404
    page = manager.get("/practice/").text
    assert "/practice/staff" not in page
    assert "/practice/audit" not in page


def test_logging_out_of_practice_logs_out_of_the_shop(learner):
    client = learner(Role.CASHIER)
    answer = client.post("/practice/logout")
    assert (answer.status_code, answer.location) == (307, "/logout")
    client.post("/practice/logout", follow_redirects=True)
    assert client.get("/practice/till").status_code == 303
    assert client.get("/till").status_code == 303


@pytest.mark.parametrize("broken", [b"", b"no database at all" * 500])
def test_a_broken_practice_file_is_made_anew(learner, practice, goods, broken):
    practice.file.write_bytes(broken)
    client = learner(Role.CASHIER)
    assert client.get("/till").status_code == 200
    assert not practice.books()
    assert client.get(f"/practice/items/{goods['door']}").status_code == 200


def test_beginning_anew_gives_the_shop_as_the_real_one_is_now(learner, goods, session, practice):
    client = learner(Role.CASHIER)
    assert sell(client, goods["door"]).status_code == 201
    later = make.item(session, title="Eiken balk").code
    assert client.get(f"/practice/items/{later}").status_code == 404
    answer = client.post("/practice/anew")
    assert (answer.status_code, answer.location) == (303, "/practice/")
    with practice.database.reading() as books:
        assert books.scalar(select(func.count()).select_from(Sale)) == 0
        assert books.scalar(select(func.count()).select_from(JournalEntry)) == 0
    assert client.get(f"/practice/items/{later}").status_code == 200
    assert sell(client, goods["door"]).json["receipt_number"] == 1


def test_the_real_shop_has_no_button_to_begin_anew(learner):
    assert learner(Role.MANAGER).post("/anew").status_code == 404


def test_the_page_says_in_its_title_and_its_band_that_it_is_practice(cashier):
    page = cashier.get("/practice/till").text
    assert "<title>Oefenen · Kassa" in page
    assert "data-practice" in page
    assert 'data-root="/practice"' in page
    assert 'action="/till/till-1/practice/stop"' in page
    assert "Hier is niets echt" in page
    real = cashier.get("/till").text
    assert 'data-root=""' in real
    assert "data-practice" not in real
    assert 'action="/till/till-1/practice"' in real


def test_every_address_of_a_practice_page_leads_to_practice(learner, goods):
    client = learner(Role.MANAGER)
    client.get("/practice/")
    open_till(client)
    outside = {}
    for path in ("/", "/items", f"/items/{goods['door']}", "/till/till-1", "/intake", "/printing"):
        page = client.get(f"/practice{path}").text
        found = set(re.findall(r'(?:href|src|action)="(/[^"]*)"', page))
        ways = {way for way in found if not way.startswith("/practice/")}
        outside[path] = {way for way in ways if not way.endswith("/practice/stop")}
    assert all(ways == set() for ways in outside.values()), outside


def test_the_second_step_is_taken_in_the_real_shop_and_leads_back(
    learner, built_beside, monkeypatch, session, config
):
    with_phone(session, config.home, session.get(Person, make.actor(session, Role.CASHIER).id))
    monkeypatch.setattr(built_beside.view_functions["stock.items"], "proved", True)
    client = learner(Role.CASHIER)
    asked = client.get("/practice/items?q=deur")
    assert asked.location.startswith("/practice/prove?next=/practice/items")
    real = client.get(asked.location)
    assert real.location.startswith("/prove?next=")
    assert 'name="next" value="/practice/items?q=deur"' in client.get(real.location).text
    assert learner(Role.CASHIER, proved=True).get("/practice/items").status_code == 200


def test_pins_come_back_to_practice(learner, app):
    with app.test_request_context("/switch?next=/practice/till/till-1"):
        person = make_actor(Role.CASHIER)
        assert ways.landing(person) == "/practice/till/till-1"
    with app.test_request_context("/switch?next=/practice/staff"):
        assert ways.landing(make_actor(Role.CASHIER)) == "/"


def make_actor(role):
    return Actor(1, "Sam", role, "nl", 7)
