"""Logging in with a password, and what stops somebody who guesses."""

import re
from urllib.parse import quote

import pytest
from sqlalchemy import func, select

from bouwkringloop.app import create_app
from bouwkringloop.base.db import Database
from bouwkringloop.people import passwords
from bouwkringloop.people.models import AuditEntry, AuthSession, Device, LoginAttempt
from tests import make


def actions(session):
    session.rollback()
    return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def wrong(enter, times, **more):
    return [enter(password="not this one", **more).status_code for _ in range(times)]


def test_somebody_logs_in_with_name_and_password(browser, enter, session):
    make.person(session)
    answer = enter()
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Noor de Vries" in browser.get("/me").text
    assert actions(session)[-1] == "login.made"


def test_the_login_name_may_be_typed_with_capitals_and_spaces(enter, session):
    make.person(session)
    assert enter(login="  Noor.de.Vries ").status_code == 303


def test_the_cookies_are_out_of_reach_for_scripts_and_other_sites(enter, session):
    make.person(session)
    cookies = enter().headers.getlist("Set-Cookie")
    named = {cookie.split("=")[0]: cookie for cookie in cookies}
    assert {"login", "device"} <= set(named)
    for name in ("login", "device"):
        assert "HttpOnly" in named[name]
        assert "SameSite=Lax" in named[name]
        assert "Secure" not in named[name]


def test_on_https_the_cookies_stay_on_https(browser, session):
    make.person(session)
    answer = browser.post(
        "/login",
        data={"login": "noor.de.vries", "password": make.PASSWORD},
        base_url="https://localhost",
    )
    assert all("Secure" in cookie for cookie in answer.headers.getlist("Set-Cookie"))


def test_the_database_holds_no_secret_that_opens_a_log_in(browser, enter, session):
    make.person(session)
    enter()
    stored = session.scalars(select(AuthSession)).one()
    assert browser.get_cookie("login").value not in (stored.secret_hash, "")
    assert re.fullmatch(r"[0-9a-f]{64}", stored.secret_hash)


def test_a_wrong_password_is_said_and_the_name_stays(enter, session):
    make.person(session)
    answer = enter(password="not this one")
    assert answer.status_code == 401
    assert "horen niet bij elkaar" in answer.text
    assert 'value="noor.de.vries"' in answer.text
    assert "not this one" not in answer.text
    assert session.scalar(select(func.count()).select_from(LoginAttempt)) == 2
    assert actions(session)[-1] == "login.failed"


def test_an_unknown_name_is_told_the_same_as_a_wrong_password(enter, session):
    make.person(session)
    known, unknown = enter(password="not this one"), enter(login="nobody.here")
    assert (known.status_code, unknown.status_code) == (401, 401)
    assert "horen niet bij elkaar" in unknown.text


def test_an_unknown_name_costs_as_much_hashing_as_a_known_one(enter, session, monkeypatch):
    make.person(session)
    real, hashed = passwords._passwords, []

    class Counting:
        def verify(self, stored, given):
            hashed.append(given)
            return real.verify(stored, given)

        hash = real.hash

    monkeypatch.setattr(passwords, "_passwords", Counting())
    enter(password="wrong for a known one")
    enter(login="nobody.here", password="wrong for nobody")
    assert hashed == ["wrong for a known one", "wrong for nobody"]


def test_what_is_typed_as_an_unknown_name_is_stored_nowhere(enter, session):
    enter(login="my secret by mistake")
    subjects = list(session.scalars(select(LoginAttempt.subject)))
    assert not any("secret" in subject for subject in subjects)
    assert session.scalars(select(AuditEntry.subject)).one() == "nobody"


def test_an_empty_form_is_shown_again(enter):
    answer = enter(login="", password="")
    assert answer.status_code == 422
    assert "Vul dit in" in answer.text


def test_an_inactive_person_is_not_let_in(enter, session):
    make.person(session).active = False
    session.commit()
    assert enter().status_code == 401


def test_after_five_wrong_passwords_the_right_one_has_to_wait_too(enter, session, standing_clock):
    make.person(session)
    assert wrong(enter, 5) == [401] * 5
    answer = enter()
    assert answer.status_code == 429
    assert "Wacht 15 minuten" in answer.text
    assert answer.headers["Retry-After"] == "900"
    standing_clock.pass_(minutes=14, seconds=30)
    assert "Wacht 1 minuut," in enter().text
    standing_clock.pass_(minutes=1)
    assert enter().status_code == 303


def test_trying_while_one_has_to_wait_does_not_make_the_wait_longer(enter, session, standing_clock):
    make.person(session)
    wrong(enter, 5)
    standing_clock.pass_(minutes=10)
    assert wrong(enter, 5) == [429] * 5
    standing_clock.pass_(minutes=6)
    assert enter().status_code == 303


def test_the_throttle_survives_a_restart(config, database, enter, session):
    make.person(session)
    wrong(enter, 5)
    restarted = Database(database.url)
    browser = create_app(config, restarted, testing=True).test_client()
    answer = browser.post("/login", data={"login": "noor.de.vries", "password": make.PASSWORD})
    assert answer.status_code == 429
    restarted.close()


def test_one_name_that_is_guessed_at_does_not_lock_the_others(enter, session):
    make.person(session)
    make.person(session, "Sam Bakker")
    wrong(enter, 5)
    assert enter(login="sam.bakker").status_code == 303


def test_an_address_that_tries_many_names_has_to_wait(enter, session):
    make.person(session)
    tried = [enter(login=f"guess{i}", password="x").status_code for i in range(30)]
    assert tried == [401] * 30
    assert enter().status_code == 429


def test_logging_in_forgets_the_wrong_attempts_before_it(enter, session):
    make.person(session)
    wrong(enter, 4)
    assert enter().status_code == 303
    assert wrong(enter, 4) == [401] * 4


def test_attempts_older_than_a_day_are_deleted_at_the_next_log_in(enter, session, standing_clock):
    make.person(session)
    wrong(enter, 3)
    standing_clock.pass_(hours=25)
    enter()
    assert session.scalar(select(func.count()).select_from(LoginAttempt)) == 0


def test_a_page_that_was_asked_for_is_where_the_log_in_leads(browser, enter, session):
    make.person(session)
    asked = browser.get("/me")
    assert asked.status_code == 303
    assert "next=" in asked.location
    back = re.search(r'name="next" value="(/me\??)"', browser.get(asked.location).text)[1]
    assert enter(next=back).location == "/me"


@pytest.mark.one_database
@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "me",
        "/\n/x",
    ],
)
def test_a_log_in_never_leads_to_another_site(enter, session, elsewhere):
    make.person(session)
    assert enter(next=elsewhere).location == "/"


def test_a_log_in_leads_home_where_the_role_may_not_see_the_page(enter, session):
    make.person(session)
    assert enter(next="/staff").location == "/"
    assert enter(next="/no/such/page").location == "/"


def test_logging_in_again_ends_the_earlier_log_in_on_that_device(browser, enter, session):
    make.person(session)
    enter()
    first = browser.get_cookie("login").value
    enter()
    assert session.scalar(select(func.count()).select_from(Device)) == 1
    browser.set_cookie("login", first)
    assert browser.get("/me").status_code == 303


def test_a_log_in_ends_after_a_working_day(browser, enter, session, standing_clock):
    make.person(session)
    enter()
    standing_clock.pass_(hours=15)
    assert browser.get("/me").status_code == 200
    standing_clock.pass_(hours=2)
    assert browser.get("/me").status_code == 303


def test_logging_out_ends_the_log_in_itself_and_not_only_the_cookie(browser, enter, session):
    make.person(session)
    enter()
    secret = browser.get_cookie("login").value
    assert browser.post("/logout").status_code == 303
    assert browser.get_cookie("login") is None
    browser.set_cookie("login", secret)
    assert browser.get("/me").status_code == 303
    assert actions(session)[-1] == "login.ended"


def test_another_site_cannot_log_somebody_out(browser, enter, session):
    make.person(session)
    enter()
    answer = browser.post("/logout", headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert browser.get("/me").status_code == 200


def test_hashing_runs_while_others_can_write(browser, enter, session, database, monkeypatch):
    make.person(session)
    enter()  # With a cookie, so that the next request reads the log-in first.
    written = []

    def slow(stored, given):
        with database.writing() as other:
            other.add(LoginAttempt(subject="address:other", at=make.clock.now()))
        written.append(given)
        return True

    monkeypatch.setattr(passwords, "is_right", slow)
    assert enter().status_code == 303
    assert written == [make.PASSWORD]


def test_odd_characters_in_the_form_are_only_a_wrong_password(enter):
    assert enter(login="\x00\ud7ff🚪", password="\x00").status_code == 401
    assert enter(login="a" * 5000).status_code == 422


def test_the_way_back_is_kept_when_it_holds_a_question(browser):
    answer = browser.get("/audit?action=" + quote("sold & kept"))
    assert "next=" in answer.location
    assert "sold" in browser.get(answer.location).text
