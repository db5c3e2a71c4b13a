"""Logging in with a password and a code, and what a half log-in cannot do."""

import json

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Actor, Role
from bouwkringloop.base.seal import SealBroken
from bouwkringloop.people import access, second_factor
from bouwkringloop.people.models import AuditEntry, AuthSession, HalfLogin, SecondFactor
from tests import make
from tests.people.phone import with_phone
from tests.stock.test_races import at_once


@pytest.fixture
def noor(session):
    return make.person(session, role=Role.COORDINATOR)


@pytest.fixture
def equipped(session, config, noor, standing_clock):
    """Noor's phone, and her codes on paper; the clock stands, so codes stay what they are."""
    return with_phone(session, config.home, noor)


@pytest.fixture
def phone(equipped):
    return equipped[0]


@pytest.fixture
def paper(equipped):
    return equipped[1]


@pytest.fixture
def give(browser):
    def code(typed, **more):
        return browser.post("/login/code", data={"code": typed, **more})

    return code


def who(session, browser) -> Actor | None:
    session.rollback()
    return access.by_cookie(session, browser.get_cookie("login").value)


def actions(session):
    session.rollback()
    return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_after_the_password_comes_the_code_and_then_the_page_that_was_asked_for(
    browser, enter, give, phone, session
):
    asked = enter(next="/me")
    assert (asked.status_code, asked.location) == (303, "/login/code?next=/me")
    assert 'name="next" value="/me"' in browser.get(asked.location).text
    let_in = give(phone.code(), next="/me")
    assert (let_in.status_code, let_in.location) == (303, "/me")
    assert "Noor de Vries" in browser.get("/me").text
    assert who(session, browser).proved
    assert browser.get_cookie("half") is None
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, json.loads(entry.detail)["second_step"]) == ("login.made", True)


def test_who_has_no_second_step_logs_in_as_before_and_is_not_proved(browser, enter, noor, session):
    assert enter().location == "/"
    assert not who(session, browser).proved


def test_a_half_log_in_reaches_no_page(browser, enter, phone, session, app):
    enter()
    assert browser.get_cookie("login") is None
    half = browser.get_cookie("half").value
    for path in ("/", "/me", "/items", "/prove", "/me/second-step", "/api/v1/sites"):
        answer = browser.get(path)
        assert (answer.status_code, "/login" in (answer.location or "")) in (
            (303, True),
            (401, False),
        ), path
    stranger = app.test_client()
    stranger.set_cookie("login", half)
    assert stranger.get("/me").status_code == 303
    bearer = {"Authorization": f"Bearer {half}"}
    assert stranger.get("/api/v1/sites", headers=bearer).status_code == 401
    assert session.scalar(select(AuthSession.id)) is None
    # Nobody switches by PIN where only a password was right.
    assert browser.get("/switch").location.startswith("/login")


def test_a_half_log_in_waits_five_minutes_and_is_used_once(
    browser, enter, give, phone, standing_clock
):
    enter()
    half = browser.get_cookie("half").value
    standing_clock.pass_(minutes=4)
    assert give(phone.code()).status_code == 303
    browser.set_cookie("half", half)
    standing_clock.pass_(seconds=30)
    assert give(phone.code()).location.startswith("/login")
    enter()
    standing_clock.pass_(minutes=5, seconds=1)
    late = give(phone.code())
    assert late.location == "/login"
    assert "Dat duurde te lang" in browser.get("/login").text


def test_half_log_ins_that_ended_are_deleted(enter, phone, session, standing_clock):
    enter()
    standing_clock.pass_(minutes=6)
    enter()
    assert len(session.scalars(select(HalfLogin)).all()) == 1


def test_a_new_password_ends_half_log_ins(browser, enter, give, phone, noor, log_in):
    enter()
    new = {"password": "stone upon stone"}
    assert log_in(Role.MANAGER).post(f"/staff/{noor.id}/secrets", data=new).status_code == 303
    assert give(phone.code()).location == "/login"


def test_who_became_inactive_meanwhile_stays_out(browser, enter, give, phone, noor, log_in):
    enter()
    log_in(Role.MANAGER).post(f"/staff/{noor.id}/dismiss")
    assert give(phone.code()).location == "/login"
    assert browser.get_cookie("login") is None


def test_without_a_password_nobody_is_asked_for_a_code(browser, give, phone):
    assert browser.get("/login/code").location == "/login"
    assert give(phone.code()).location == "/login"


@pytest.mark.parametrize("drift", [-1, 0, 1])
def test_a_phone_whose_clock_is_half_a_minute_off_works(
    enter, give, phone, standing_clock, session, config, noor, drift
):
    standing_clock.pass_(minutes=5)
    enter()
    assert give(phone.code(drift)).status_code == 303


@pytest.mark.parametrize("drift", [-2, 2])
def test_a_phone_whose_clock_is_a_minute_off_does_not(enter, give, phone, standing_clock, drift):
    standing_clock.pass_(minutes=5)
    enter()
    answer = give(phone.code(drift))
    assert answer.status_code == 401
    assert "klopt niet" in answer.text


def test_a_code_may_be_typed_in_two_groups(enter, give, phone):
    enter()
    code = phone.code()
    assert give(f" {code[:3]} {code[3:]} ").status_code == 303


def test_a_code_works_once_and_no_earlier_one_after_it(enter, give, phone, standing_clock):
    standing_clock.pass_(minutes=5)
    enter()
    code, earlier = phone.code(), phone.code(-1)
    assert give(code).status_code == 303
    enter()
    assert give(code).status_code == 401
    assert give(earlier).status_code == 401
    standing_clock.pass_(seconds=30)
    assert give(phone.code()).status_code == 303


def test_of_two_with_one_code_at_one_moment_only_one_gets_in(database, config, phone, noor):
    code = phone.code()

    def try_it(session, by):
        session.rollback()
        second_factor.prove(database, config.home, noor.id, code)
        return "in"

    results = at_once(database, *[try_it] * 4)
    assert sorted(map(str, results)) == sorted(["in", *[str(second_factor.WrongCode)] * 3])


def test_of_two_with_one_code_on_paper_only_one_gets_in(database, config, paper, noor):
    def try_it(session, by):
        session.rollback()
        second_factor.prove(database, config.home, noor.id, paper[0])
        return "in"

    results = at_once(database, *[try_it] * 4)
    assert sorted(map(str, results)) == sorted(["in", *[str(second_factor.WrongCode)] * 3])


def test_after_five_wrong_codes_the_right_one_has_to_wait_too(
    enter, give, phone, session, standing_clock
):
    enter()
    assert [give(phone.wrong()).status_code for _ in range(5)] == [401] * 5
    locked = give(phone.code())
    assert locked.status_code == 429
    assert "Wacht 15 minuten" in locked.text
    assert locked.headers["Retry-After"] == "900"
    assert actions(session).count("code.failed") == 5
    standing_clock.pass_(minutes=16)
    enter()
    assert give(phone.code()).status_code == 303


def test_the_right_password_again_buys_no_more_codes(enter, give, phone, standing_clock):
    enter()
    for _ in range(5):
        give(phone.wrong())
    enter()
    assert give(phone.code()).status_code == 429


def test_the_owners_own_code_buys_whoever_guesses_no_more(enter, give, phone, standing_clock):
    standing_clock.pass_(minutes=5)
    for _ in range(4):
        enter()
        give(phone.wrong())
    assert give(phone.code()).status_code == 303
    enter()
    assert give(phone.wrong()).status_code == 401
    assert give(phone.wrong()).status_code == 429


def test_twenty_wrong_codes_are_enough_for_a_day(browser, enter, give, phone, standing_clock):
    for _ in range(4):
        enter()
        assert [give(phone.wrong()).status_code for _ in range(5)] == [401] * 5
        standing_clock.pass_(minutes=16)
    enter()
    answer = give(phone.code())
    assert answer.status_code == 429
    assert "Probeer het morgen opnieuw" in answer.text
    standing_clock.pass_(hours=24)
    enter()
    assert give(phone.code()).status_code == 303


def test_another_persons_code_is_no_good(enter, give, phone, session, config):
    other, _ = with_phone(session, config.home, make.person(session, "Sam Bakker"))
    enter()
    assert give(other.code()).status_code == 401


def test_a_code_on_paper_works_once_however_it_is_typed(enter, give, paper, session):
    assert len(set(paper)) == 10
    enter()
    assert give(f"  {paper[3].upper()} ").status_code == 303
    assert "second_factor.code_used" in actions(session)
    enter()
    assert give(paper[3]).status_code == 401
    assert give(paper[4].replace("-", "")).status_code == 303


@pytest.mark.one_database
@pytest.mark.parametrize("typed", ["", " ", "12345", "1234567", "é23456", "٠١٢٣٤٥", "\x00" * 6])
def test_what_is_no_code_lets_nobody_in(browser, enter, give, phone, typed):
    enter()
    assert give(typed).status_code in (401, 422)
    assert browser.get_cookie("login") is None


def test_a_secret_that_was_never_confirmed_asks_nobody_for_a_code(
    enter, session, config, noor, browser
):
    second_factor.begin(session, config.home, shop="Winkel", by=noor.actor())
    session.commit()
    assert enter().location == "/"


def test_neither_the_secret_nor_a_code_is_in_the_database(session, equipped, noor):
    phone, paper = equipped
    rows = repr(
        [
            row
            for table in ("second_factor", "recovery_code", "audit_entry")
            for row in session.connection().exec_driver_sql(f"SELECT * FROM {table}")
        ]
    )
    assert phone.secret not in rows
    assert phone.secret.lower() not in rows.lower()
    assert not any(code in rows or code.replace("-", "") in rows for code in paper)


def test_the_secret_of_one_row_does_not_open_in_another(session, config, phone, noor, database):
    sam = make.person(session, "Sam Bakker")
    with_phone(session, config.home, sam)
    rows = {row.person_id: row for row in session.scalars(select(SecondFactor))}
    rows[sam.id].sealed = rows[noor.id].sealed
    session.commit()
    with pytest.raises(SealBroken):
        second_factor.prove(database, config.home, sam.id, phone.code())


def test_without_the_key_codes_on_paper_still_work(browser, enter, give, equipped, config):
    phone, paper = equipped
    (config.home / "keys" / "seal.key").unlink()
    enter()
    refused = give(phone.code())
    assert refused.status_code == 500
    assert "sleutel" in refused.text
    assert give(paper[0]).status_code == 303


def test_a_switch_by_pin_is_not_proved(browser, enter, give, phone, noor, session):
    enter()
    give(phone.code())
    assert who(session, browser).proved
    assert browser.post("/switch", data={"person": noor.id, "pin": make.PIN}).status_code == 303
    assert not who(session, browser).proved


def test_a_token_is_never_proved(session):
    assert not access.by_token(session, make.token(session, Role.MANAGER)).proved


def test_the_door_speaks_english_too(browser, enter, give, phone):
    browser.post("/language", data={"language": "en"})
    enter()
    assert "Six digits from the app on your phone" in browser.get("/login/code").text
    assert "This code is not right" in give(phone.wrong()).text
