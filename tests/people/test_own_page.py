"""One's own page: password, PIN, log-ins and language."""

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.people.models import AuthSession, Person
from tests import make

pytestmark = pytest.mark.one_database

NEW = "stone upon stone"


@pytest.fixture
def noor(browser, enter, session):
    made = make.person(session)
    enter()
    return made


def test_a_new_password_works_from_then_on(browser, enter, noor):
    answer = browser.post("/me/password", data={"old": make.PASSWORD, "new": NEW})
    assert answer.status_code == 303
    assert "nieuwe wachtwoord" in browser.get("/me").text
    assert enter().status_code == 401
    assert enter(password=NEW).status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("not this one", NEW, "Dit is niet jouw wachtwoord"),
        (make.PASSWORD, "short", "minstens tien tekens"),
        ("", NEW, "Vul dit in"),
        (make.PASSWORD, "x" * 200, "te lang"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why(browser, enter, noor, old, new, said):
    answer = browser.post("/me/password", data={"old": old, "new": new})
    assert answer.status_code == 422
    assert said in answer.text
    assert enter().status_code == 303


def test_the_old_password_cannot_be_guessed_at_an_unlocked_screen(browser, noor):
    tried = [
        browser.post("/me/password", data={"old": "not this one", "new": NEW}).status_code
        for _ in range(6)
    ]
    assert tried == [422] * 5 + [429]


def test_a_new_pin_asks_for_the_password(browser, noor):
    wrong = browser.post("/me/pin", data={"pin": "8462", "password": "not this one"})
    assert wrong.status_code == 422
    right = browser.post("/me/pin", data={"pin": "8462", "password": make.PASSWORD})
    assert right.status_code == 303
    assert browser.post("/switch", data={"person": noor.id, "pin": "8462"}).status_code == 303


def test_a_pin_that_everybody_tries_first_is_refused(browser, noor):
    answer = browser.post("/me/pin", data={"pin": "1234", "password": make.PASSWORD})
    assert answer.status_code == 422
    assert "niet een rij" in answer.text


def test_changing_the_password_ends_the_log_ins_elsewhere_but_not_this_one(app, browser, noor):
    elsewhere = app.test_client()
    elsewhere.post("/login", data={"login": "noor.de.vries", "password": make.PASSWORD})
    assert elsewhere.get("/me").status_code == 200
    browser.post("/me/password", data={"old": make.PASSWORD, "new": NEW})
    assert elsewhere.get("/me").status_code == 303
    assert browser.get("/me").status_code == 200


def test_one_ends_a_log_in_of_ones_own_and_that_browser_is_out_at_once(app, browser, noor, session):
    elsewhere = app.test_client()
    elsewhere.post(
        "/login",
        data={"login": "noor.de.vries", "password": make.PASSWORD},
        headers={"User-Agent": "Mozilla/5.0 (iPhone) Safari/604"},
    )
    page = browser.get("/me").text
    assert "Safari, iPhone" in page
    assert "Firefox, Android" in page
    latest = session.scalars(select(AuthSession.id).order_by(AuthSession.id.desc())).first()
    assert browser.post(f"/me/logins/{latest}/end").status_code == 303
    assert elsewhere.get("/me").status_code == 303
    assert "Safari, iPhone" not in browser.get("/me").text


def test_nobody_ends_a_log_in_of_somebody_else_here(browser, noor, log_in, session):
    manager = log_in(Role.MANAGER)
    theirs = session.scalars(select(AuthSession.id).order_by(AuthSession.id.desc())).first()
    assert browser.post(f"/me/logins/{theirs}/end").status_code == 404
    assert manager.get("/me").status_code == 200


def test_the_language_one_chooses_is_remembered_with_the_person(browser, noor, session, enter):
    answer = browser.post(
        "/language", data={"language": "en"}, headers={"Referer": "http://localhost/me?x=1"}
    )
    assert (answer.status_code, answer.location) == (303, "/me?x=1")
    assert '<html lang="en"' in browser.get("/me").text
    assert session.scalar(select(Person.language).where(Person.id == noor.id)) == "en"
    browser.post("/logout")
    browser.delete_cookie("language")
    enter()
    assert "My page" in browser.get("/me").text


def test_before_anybody_logs_in_the_language_is_the_browsers(browser):
    assert "Inloggen" in browser.get("/login").text
    browser.post("/language", data={"language": "en"})
    assert "Log in" in browser.get("/login").text


@pytest.mark.parametrize("wanted", ["xx", "", "../nl"])
def test_a_language_that_is_not_spoken_changes_nothing(browser, noor, wanted):
    browser.post("/language", data={"language": wanted})
    assert '<html lang="nl"' in browser.get("/me").text


def test_choosing_a_language_never_leads_to_another_site(browser):
    answer = browser.post(
        "/language", data={"language": "en"}, headers={"Referer": "https://evil.example/x"}
    )
    assert answer.location == "/"


def test_a_log_in_that_ended_long_ago_is_forgotten(session, standing_clock):
    from sqlalchemy import func, select

    from bouwkringloop.people import sessions
    from bouwkringloop.people.models import AuthSession, Device

    make.login(session, Role.CASHIER)
    session.commit()
    standing_clock.pass_(days=92)
    person, device = make.actor(session, Role.CASHIER).id, session.scalars(select(Device)).one()
    sessions.begin(session, person, device, by="password")
    session.commit()
    assert session.scalar(select(func.count()).select_from(AuthSession)) == 1
