"""What a manager does: add, change and dismiss people."""

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.people.models import AuditEntry, AuthSession, Person
from tests import make

FRESH = {
    "name": "Jesse  Timmer",
    "login": "",
    "role": "cashier",
    "language": "nl",
    "password": "plank for plank",
    "pin": "8462",
}


@pytest.fixture
def manager(log_in):
    return log_in(Role.MANAGER)


@pytest.fixture
def noor(session):
    return make.person(session)


def fields(person, **changed):
    known = {"name": person.name, "login": person.login, "role": person.role, "language": "nl"}
    return known | changed


def read_again(session, person):
    session.rollback()
    session.refresh(person)
    return person


@pytest.mark.one_database
@pytest.mark.parametrize("role", [r for r in Role if r is not Role.MANAGER])
@pytest.mark.parametrize("page", ["/staff", "/staff/new", "/tokens", "/catalogue"])
def test_only_a_manager_reaches_the_managers_pages(log_in, role, page):
    answer = log_in(role).get(page)
    assert answer.status_code == 403
    assert "Dit mag niet met jouw rol" in answer.text


def test_a_new_person_logs_in_with_a_name_made_from_theirs(manager, enter, browser):
    answer = manager.post("/staff/new", data=FRESH)
    assert answer.status_code == 303
    assert "jesse.timmer" in manager.get("/staff").text
    assert enter(login="jesse.timmer", password=FRESH["password"]).status_code == 303
    assert "Jesse Timmer" in browser.get("/switch").text


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"login": "cashier"}, "al iemand in als “cashier”"),
        ({"name": " "}, "Vul dit in"),
        ({"name": "!!!", "login": ""}, "Vul een naam in"),
        ({"password": "short"}, "minstens tien tekens"),
        ({"pin": "1111"}, "niet een rij"),
        ({"role": "king"}, "Kies iets uit de lijst"),
        ({"name": "x" * 61}, "te lang"),
    ],
)
def test_a_person_that_cannot_be_added_is_shown_again_as_typed(manager, session, wrong, said):
    before = session.scalars(select(Person.id)).all()
    answer = manager.post("/staff/new", data=FRESH | {"name": "Jesse Timmer"} | wrong)
    assert answer.status_code in (409, 422)
    assert said in answer.text
    assert (wrong.get("name") or "Jesse Timmer").strip() in answer.text
    session.rollback()
    assert session.scalars(select(Person.id)).all() == before


def test_a_new_role_counts_from_the_next_click_on(manager, noor, browser, enter, session):
    enter()
    assert browser.get("/audit").status_code == 403
    answer = manager.post(f"/staff/{noor.id}", data=fields(noor, role="shop_lead"))
    assert answer.status_code == 303
    assert browser.get("/audit").status_code == 200
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.detail) == ("person.changed", '{"role": ["cashier", "shop_lead"]}')


def test_a_log_in_name_that_is_taken_is_refused_at_its_field(manager, noor, session):
    answer = manager.post(f"/staff/{noor.id}", data=fields(noor, login="Cashier"))
    assert answer.status_code == 409
    assert "al iemand in als “cashier”" in answer.text
    assert read_again(session, noor).login == "noor.de.vries"


def test_a_reset_password_ends_the_log_ins(manager, noor, browser, enter):
    enter()
    answer = manager.post(f"/staff/{noor.id}/secrets", data={"password": "stone upon stone"})
    assert answer.status_code == 303
    assert browser.get("/me").status_code == 303
    assert enter().status_code == 401
    assert enter(password="stone upon stone").status_code == 303


def test_a_reset_pin_ends_the_log_ins_and_the_old_pin(manager, noor, browser, enter):
    enter()
    manager.post(f"/staff/{noor.id}/secrets", data={"pin": "8462"})
    assert browser.get("/me").status_code == 303
    old = browser.post("/switch", data={"person": noor.id, "pin": make.PIN})
    new = browser.post("/switch", data={"person": noor.id, "pin": "8462"})
    assert (old.status_code, new.status_code) == (401, 303)


def test_a_weak_secret_changes_neither(manager, noor, session):
    before = (noor.password_hash, noor.pin_hash)
    answer = manager.post(
        f"/staff/{noor.id}/secrets", data={"password": "stone upon stone", "pin": "1234"}
    )
    assert answer.status_code == 422
    assert "niet een rij" in answer.text
    kept = read_again(session, noor)
    assert (kept.password_hash, kept.pin_hash) == before


def test_a_pin_that_is_taken_away_is_on_no_tile(manager, noor, browser, enter):
    enter()
    manager.post(f"/staff/{noor.id}/pin/remove")
    enter()
    assert browser.get("/switch").status_code == 303


def test_somebody_inactive_is_out_at_once_and_can_come_back(manager, noor, browser, enter):
    enter()
    assert manager.post(f"/staff/{noor.id}/dismiss").status_code == 303
    assert browser.get("/me").status_code == 303
    assert enter().status_code == 401
    assert "Niet actief" in manager.get("/staff").text
    manager.post(f"/staff/{noor.id}/return")
    assert enter().status_code == 303


def test_nobody_makes_themselves_inactive(manager, session):
    own = make.actor(session, Role.MANAGER).id
    make.person(session, "Mo Baas", Role.MANAGER)
    answer = manager.post(f"/staff/{own}/dismiss")
    assert answer.status_code == 409
    assert "niet zelf" in answer.text
    assert manager.get("/staff").status_code == 200


def test_the_last_active_manager_stays_one(manager, session):
    own = session.scalars(select(Person).where(Person.login == "manager")).one()
    gone = make.person(session, "Mo Baas", Role.MANAGER)
    gone.active = False
    make.token(session, Role.MANAGER)
    session.commit()
    answer = manager.post(f"/staff/{own.id}", data=fields(own, role="cashier"))
    assert answer.status_code == 409
    assert "de enige beheerder" in answer.text
    assert manager.get("/staff").status_code == 200


def test_a_manager_may_step_down_when_there_is_another(manager, session):
    own = session.scalars(select(Person).where(Person.login == "manager")).one()
    make.person(session, "Mo Baas", Role.MANAGER)
    session.commit()
    assert manager.post(f"/staff/{own.id}", data=fields(own, role="cashier")).status_code == 303
    assert manager.get("/staff").status_code == 403


def test_a_manager_sees_and_ends_the_log_ins_of_others(manager, noor, browser, enter, session):
    enter()
    assert "Firefox, Android" in manager.get(f"/staff/{noor.id}").text
    number = session.scalars(select(AuthSession.id).where(AuthSession.person_id == noor.id)).one()
    assert manager.post(f"/staff/{noor.id}/logins/{number}/end").status_code == 303
    assert browser.get("/me").status_code == 303
    assert manager.post(f"/staff/{noor.id}/logins/{number}/end").status_code == 404


@pytest.mark.parametrize("number", ["0", "4711", "99999999999999999999"])
def test_a_person_who_does_not_exist_is_not_found(manager, number):
    assert manager.get(f"/staff/{number}").status_code == 404
    assert manager.post(f"/staff/{number}/dismiss").status_code == 404


def test_a_program_is_not_among_the_staff(manager, session):
    make.token(session, Role.CASHIER)
    session.commit()
    program = session.scalars(select(Person).where(Person.login.is_(None))).one()
    assert program.name not in manager.get("/staff").text
    assert manager.get(f"/staff/{program.id}").status_code == 404


def test_a_managers_pages_speak_english_to_who_speaks_english(log_in):
    manager = log_in(Role.MANAGER, "en")
    assert "Who works here, and what each may do." in manager.get("/staff").text
    assert "Left empty, it is made from the name" in manager.get("/staff/new").text
    answer = manager.post("/staff/new", data=FRESH | {"password": "short"})
    assert "A password needs at least ten characters." in answer.text
    assert "This field is required." in manager.post("/staff/new", data={}).text
