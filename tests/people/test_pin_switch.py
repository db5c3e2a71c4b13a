"""Switching between staff by PIN on a device they share."""

import pytest
from argon2 import extract_parameters, profiles
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.people.models import AuditEntry, AuthSession
from tests import make


@pytest.fixture
def sam(session):
    return make.person(session, "Sam Bakker", Role.INTAKE_WORKER, pin="7391")


@pytest.fixture
def shared(browser, enter, session, sam):
    """A device on which Noor logged in this morning."""
    make.person(session)
    assert enter().status_code == 303
    return browser


def by_pin(browser, person, pin, **more):
    return browser.post("/switch", data={"person": person.id, "pin": pin, **more})


def test_somebody_else_works_on_with_a_name_and_a_pin(shared, sam):
    assert "Sam Bakker" in shared.get("/switch").text
    assert by_pin(shared, sam, "7391").status_code == 303
    page = shared.get("/me").text
    assert "Sam Bakker" in page
    assert "Noor" not in page


def test_switching_ends_the_log_in_of_who_worked_there_before(shared, sam, session):
    noors = shared.get_cookie("login").value
    by_pin(shared, sam, "7391")
    live = session.scalars(select(AuthSession).where(AuthSession.revoked_at.is_(None))).all()
    assert [(one.person_id, one.opened_by) for one in live] == [(sam.id, "pin")]
    shared.set_cookie("login", noors)
    assert shared.get("/me").status_code == 303


def test_it_works_when_nobody_is_logged_in_any_more(shared, sam):
    assert shared.post("/logout").location == "/switch"
    assert "Sam Bakker" in shared.get("/switch").text
    assert by_pin(shared, sam, "7391").status_code == 303


def test_the_switch_is_written_in_the_audit_trail(shared, sam, session):
    by_pin(shared, sam, "0001")
    by_pin(shared, sam, "7391")
    last = session.execute(
        select(AuditEntry.action, AuditEntry.person_id).order_by(AuditEntry.id.desc()).limit(2)
    )
    assert last.all() == [("login.switched", sam.id), ("pin.failed", None)]


def test_a_wrong_pin_is_said_with_the_person_still_chosen(shared, sam):
    answer = by_pin(shared, sam, "0001")
    assert answer.status_code == 401
    assert "Deze pincode klopt niet" in answer.text
    assert f'value="{sam.id}" required data-name="Sam Bakker"' in answer.text
    assert 'data-step="pin"' in answer.text
    assert "Noor de Vries" in shared.get("/me").text


def test_a_browser_where_nobody_logged_in_with_a_password_has_no_tiles(app, sam, session):
    stranger = app.test_client()
    assert stranger.get("/switch").location.startswith("/login")
    answer = by_pin(stranger, sam, "7391")
    assert answer.location.startswith("/login")
    assert stranger.get_cookie("login") is None
    assert "Log eerst in met je wachtwoord" in stranger.get("/login").text


def test_pins_stop_working_a_day_after_the_last_password(shared, sam, standing_clock):
    standing_clock.pass_(days=400)
    assert by_pin(shared, sam, "7391").location.startswith("/login")
    assert shared.get("/switch").location.startswith("/login")


def test_five_wrong_pins_leave_only_the_password_for_a_quarter_of_an_hour(
    browser, enter, session, sam, standing_clock
):
    noor = make.person(session)
    enter()
    assert [by_pin(browser, sam, "0001").status_code for _ in range(5)] == [401] * 5
    answer = by_pin(browser, noor, make.PIN)
    assert answer.status_code == 429
    assert "Te vaak een verkeerde pincode" in answer.text
    assert 'href="/login' in answer.text
    assert enter().status_code == 303
    assert by_pin(browser, sam, "7391").status_code == 429
    standing_clock.pass_(minutes=16)
    assert by_pin(browser, sam, "7391").status_code == 303


def test_a_right_pin_of_ones_own_buys_no_more_guesses_at_anothers(shared, sam, session):
    boss = make.person(session, "Mo Baas", Role.MANAGER, pin="4826")
    for guess in ("0001", "0002", "0003", "0004"):
        assert by_pin(shared, boss, guess).status_code == 401
    assert by_pin(shared, sam, "7391").status_code == 303
    assert by_pin(shared, boss, "0005").status_code == 401
    assert by_pin(shared, boss, "4826").status_code == 429


def test_another_device_is_not_locked_by_it(shared, sam, app, session):
    for _ in range(6):
        by_pin(shared, sam, "0001")
    other = app.test_client()
    other.post("/login", data={"login": "noor.de.vries", "password": make.PASSWORD})
    assert by_pin(other, sam, "7391").status_code == 303


def test_who_has_no_pin_or_left_is_not_on_a_tile_and_cannot_switch(shared, session):
    lee = make.person(session, "Lee Zonder", pin=None)
    kim = make.person(session, "Kim Weg", pin="5937")
    kim.active = False
    session.commit()
    page = shared.get("/switch").text
    assert "Lee Zonder" not in page
    assert "Kim Weg" not in page
    assert by_pin(shared, lee, "").status_code == 401
    assert by_pin(shared, kim, "5937").status_code == 401


@pytest.mark.one_database
@pytest.mark.parametrize("person", ["", "x", "-1", "0", "99999999999999999999"])
def test_a_name_that_is_none_of_the_tiles_is_only_a_wrong_pin(shared, person):
    answer = shared.post("/switch", data={"person": person, "pin": "2580"})
    assert answer.status_code == 401


def test_the_page_somebody_was_on_comes_back_when_they_may_see_it(shared, sam):
    assert (
        'name="next" value="/items?q=deur"'
        in shared.get("/switch", headers={"Referer": "http://localhost/items?q=deur"}).text
    )
    assert by_pin(shared, sam, "7391", next="/items?q=deur").location == "/items?q=deur"
    assert by_pin(shared, sam, "7391", next="/audit").location == "/"
    assert by_pin(shared, sam, "7391", next="//evil.example").location == "/"


def test_the_page_offers_the_password_to_whoever_has_no_pin(shared):
    assert 'href="/login' in shared.get("/switch").text
    assert "/switch" in shared.get("/login").text


def test_a_pin_costs_little_to_check_so_that_switching_is_quick(sam):
    assert extract_parameters(sam.pin_hash) == profiles.CHEAPEST
