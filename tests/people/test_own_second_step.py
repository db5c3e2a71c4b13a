"""Switching one's own second step on and off, and taking it between two pages."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Permission, Role
from bouwkringloop.people import access, second_factor
from bouwkringloop.people.models import AuditEntry, SecondFactor
from tests import make
from tests.people.phone import Phone, with_phone

PAPER = re.compile(r"<code>([a-z2-9]{4}(?:-[a-z2-9]{4}){3})</code>")


@pytest.fixture
def noor(session, standing_clock):
    return make.person(session)


@pytest.fixture
def inside(browser, enter, noor):
    """Noor's browser, in which only her password was typed."""
    enter()
    return browser


@pytest.fixture
def equipped(inside, session, config, noor):
    """Her phone and her codes on paper, switched on after she logged in."""
    return with_phone(session, config.home, noor)


def begin(browser, **more):
    return browser.post("/me/second-step/begin", data={"password": make.PASSWORD, **more})


def phone_of(page):
    return Phone("".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page.text)))


def proved(session, browser):
    session.rollback()
    return access.by_cookie(session, browser.get_cookie("login").value).proved


def last_action(session):
    session.rollback()
    return session.scalars(select(AuditEntry.action).order_by(AuditEntry.id.desc())).first()


def test_switching_it_on_shows_a_picture_for_the_phone_then_ten_codes_for_paper(
    inside, enter, session, noor
):
    make.shop_details(session)
    page = begin(inside)
    assert '<svg viewBox="' in page.text
    phone = phone_of(page)
    done = inside.post("/me/second-step/confirm", data={"code": phone.code()})
    assert done.status_code == 200
    assert len(set(PAPER.findall(done.text))) == 10
    assert last_action(session) == "login.proved"
    assert proved(session, inside)
    assert PAPER.findall(inside.get("/me/second-step").text) == []
    assert enter().location == "/login/code"


def test_the_picture_names_the_shop_and_the_person(session, config, noor):
    made = second_factor.begin(session, config.home, shop="Kringloop De Hoek", by=noor.actor())
    address = urlsplit(made.uri)
    asked = parse_qs(address.query)
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert address.path == "/Kringloop%20De%20Hoek:noor.de.vries"
    assert asked == {"secret": [made.secret], "issuer": ["Kringloop De Hoek"]}


def test_it_takes_the_name_that_stands_on_the_shops_papers(inside, app, session):
    assert app.extensions["shop_name"](session) == "Bouwkringloop"
    make.shop_details(session)
    from bouwkringloop.partners import shop

    assert app.extensions["shop_name"](session) == shop.details(session).name


def test_it_begins_only_with_the_password(inside, session):
    answer = begin(inside, password="not this one")
    assert answer.status_code == 422
    assert "niet jouw wachtwoord" in answer.text
    session.rollback()
    assert session.scalar(select(SecondFactor.id)) is None


def test_a_wrong_first_code_is_said_and_the_same_picture_stays(inside, enter):
    phone = phone_of(begin(inside))
    answer = inside.post("/me/second-step/confirm", data={"code": phone.wrong()})
    assert answer.status_code == 401
    assert "Deze code klopt niet" in answer.text
    assert phone_of(answer).secret == phone.secret
    assert inside.post("/me/second-step/confirm", data={"code": ""}).status_code == 422
    assert enter().location == "/"


def test_a_picture_that_was_left_open_works_no_more_after_half_an_hour(inside, standing_clock):
    phone = phone_of(begin(inside))
    standing_clock.pass_(minutes=31)
    answer = inside.post("/me/second-step/confirm", data={"code": phone.code()})
    assert answer.location == "/me/second-step"
    assert "Begin opnieuw" in inside.get("/me/second-step").text


def test_beginning_again_forgets_the_secret_before_it(inside):
    first, second = phone_of(begin(inside)), phone_of(begin(inside))
    assert first.secret != second.secret
    wrong = inside.post("/me/second-step/confirm", data={"code": first.code()})
    right = inside.post("/me/second-step/confirm", data={"code": second.code()})
    assert (wrong.status_code, right.status_code) == (401, 200)


def test_it_is_not_begun_again_while_it_works(inside, equipped, session):
    assert begin(inside).status_code == 409
    session.rollback()
    assert session.scalars(select(SecondFactor)).one().confirmed_at is not None


def test_the_first_code_is_used_up_by_switching_on(inside, enter, browser):
    phone = phone_of(begin(inside))
    inside.post("/me/second-step/confirm", data={"code": phone.code()})
    enter()
    assert browser.post("/login/code", data={"code": phone.code()}).status_code == 401


def test_new_codes_on_paper_need_the_second_step_and_end_the_earlier_ones(
    inside, equipped, session, enter, browser
):
    phone, paper = equipped
    refused = inside.post("/me/second-step/codes")
    assert (refused.status_code, refused.location) == (303, "/prove")
    assert inside.post("/prove", data={"code": phone.code()}).status_code == 303
    page = inside.post("/me/second-step/codes")
    new = PAPER.findall(page.text)
    assert len(new) == 10
    assert not set(new) & set(paper)
    assert last_action(session) == "second_factor.new_codes"
    enter()
    assert browser.post("/login/code", data={"code": paper[0]}).status_code == 401
    assert browser.post("/login/code", data={"code": new[0]}).status_code == 303
    assert "9 codes op papier" in browser.get("/me/second-step").text


def test_it_is_switched_off_with_password_and_code(inside, equipped, session, enter):
    phone, _ = equipped
    off = {"password": make.PASSWORD, "code": phone.code()}
    assert inside.post("/me/second-step/off", data={"password": make.PASSWORD}).status_code == 422
    wrong = inside.post("/me/second-step/off", data={**off, "password": "not this one"})
    assert wrong.status_code == 422
    assert (
        inside.post("/me/second-step/off", data={**off, "code": phone.wrong()}).status_code == 401
    )
    assert inside.post("/me/second-step/off", data=off).location == "/me"
    assert last_action(session) == "second_factor.dropped"
    assert enter().location == "/"


def test_switched_off_no_log_in_stays_proved(inside, equipped, session, app):
    phone, paper = equipped
    inside.post("/prove", data={"code": phone.code()})
    elsewhere = app.test_client()
    elsewhere.post("/login", data={"login": "noor.de.vries", "password": make.PASSWORD})
    elsewhere.post("/login/code", data={"code": paper[0]})
    assert proved(session, inside)
    assert proved(session, elsewhere)
    inside.post("/me/second-step/off", data={"password": make.PASSWORD, "code": paper[1]})
    assert not proved(session, inside)
    assert not proved(session, elsewhere)
    assert elsewhere.get("/me").status_code == 200


def test_a_page_that_needs_it_is_reached_after_the_code(inside, equipped, session):
    phone, _ = equipped
    before = inside.get_cookie("login").value
    asked = inside.get("/prove?next=/me")
    assert asked.status_code == 200
    assert 'name="password"' not in asked.text
    answer = inside.post("/prove", data={"code": phone.code(), "next": "/me"})
    assert (answer.status_code, answer.location) == (303, "/me")
    assert proved(session, inside)
    assert inside.get("/prove?next=/me").location == "/me"
    assert inside.get_cookie("login").value != before
    inside.set_cookie("login", before)
    assert inside.get("/me").status_code == 303


def test_who_has_none_is_led_to_where_it_is_switched_on_and_then_onward(inside):
    led = inside.get("/prove?next=/items")
    assert led.location == "/me/second-step?next=/items"
    page = inside.get(led.location)
    assert "Zet die hier eerst aan" in page.text
    assert 'name="next" value="/items"' in page.text
    phone = phone_of(begin(inside, next="/items"))
    done = inside.post("/me/second-step/confirm", data={"code": phone.code(), "next": "/items"})
    assert 'href="/items"' in done.text


@pytest.mark.one_database
@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "/staff", "/none"]
)
def test_it_leads_to_no_other_site_and_to_no_page_that_the_role_may_not_see(
    inside, equipped, elsewhere
):
    phone, _ = equipped
    assert "evil" not in inside.get("/prove", query_string={"next": elsewhere}).text
    answer = inside.post("/prove", data={"code": phone.code(), "next": elsewhere})
    assert answer.location == "/"


def test_who_came_by_pin_is_asked_for_the_password_as_well(inside, equipped, noor, session):
    phone, _ = equipped
    inside.post("/switch", data={"person": noor.id, "pin": make.PIN})
    assert 'name="password"' in inside.get("/prove").text
    assert inside.post("/prove", data={"code": phone.code()}).status_code == 422
    wrong = {"code": phone.code(), "password": "not this one"}
    assert inside.post("/prove", data=wrong).status_code == 422
    assert not proved(session, inside)
    right = {"code": phone.code(), "password": make.PASSWORD}
    assert inside.post("/prove", data=right).status_code == 303
    assert proved(session, inside)


def test_a_wrong_code_on_the_way_is_said_and_counted(inside, equipped):
    phone, _ = equipped
    tried = [inside.post("/prove", data={"code": phone.wrong()}) for _ in range(6)]
    assert [answer.status_code for answer in tried] == [401] * 5 + [429]
    assert "Deze code klopt niet" in tried[0].text
    assert "Wacht 15 minuten" in tried[5].text


@pytest.mark.one_database
def test_a_view_that_needs_it_lets_only_the_proved_in(log_in, app, monkeypatch):
    view = app.view_functions["stock.items"]
    monkeypatch.setattr(view, "proved", True)
    assert view.permission is Permission.VIEW_STOCK
    without, taken = log_in(Role.CASHIER), log_in(Role.CASHIER, proved=True)
    led = without.get("/items?q=deur")
    assert (led.status_code, led.location) == (303, "/prove?next=/items?q%3Ddeur")
    assert taken.get("/items").status_code == 200


@pytest.mark.one_database
def test_a_program_is_refused_where_it_is_needed(api, app, monkeypatch):
    monkeypatch.setattr(app.view_functions["catalogue_api.categories"], "proved", True)
    answer = api.get("/categories")
    assert (answer.status_code, answer.json["type"]) == (403, "/problems/not-proved")


@pytest.mark.one_database
def test_a_program_has_no_second_step(app, session):
    secret = make.token(session, Role.MANAGER)
    session.commit()
    bearer = {"Authorization": f"Bearer {secret}"}
    assert app.test_client().get("/me/second-step", headers=bearer).status_code == 404


@pytest.mark.one_database
def test_ones_own_pages_speak_english_too(log_in):
    client = log_in(Role.COORDINATOR, "en")
    assert "Second step at log-in" in client.get("/me").text
    page = html.unescape(client.get("/me/second-step?next=/items").text)
    assert "Switch it on here first." in page
    assert "You need a phone with an app that makes codes" in page
