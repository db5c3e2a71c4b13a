"""A badge at the kiosk, and a week of hours typed without a mouse."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Role
from bouwkringloop.placements.hours import badges, rows, week
from bouwkringloop.placements.hours.models import Clocking
from tests import make
from tests.browser.conftest import DESK, PHONE, TABLET
from tests.placements import build
from tests.placements.hours import worked


@pytest.fixture
def last_monday():
    return week.monday_of(clock.today()) - timedelta(weeks=1)


@pytest.fixture
def placed(session, last_monday):
    return worked.placement(session, starts_on=last_monday, ends_on=last_monday + timedelta(90))


def badge_of(session, placed):
    code = badges.make(session, placed.participant, by=make.actor(session, Role.COORDINATOR)).code
    session.commit()
    return code


def scan(page, code):
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def test_a_kiosk_greets_by_first_name_and_tells_nothing_else(page_as, session, placed):
    secret, code = worked.kiosk(session).secret, badge_of(session, placed)
    page = page_as(None, TABLET)
    page.goto(f"/kiosk/{secret}")
    scan(page, code)
    said = page.locator("#kiosk-said")
    expect(said).to_contain_text("Welkom, Amina")
    assert "Haddad" not in page.content()
    # Whoever is next need not wait until the greeting goes away by itself.
    scan(page, "123456789012")
    expect(said).to_contain_text("niet bekend")
    expect(page.locator("#badge")).to_be_focused(timeout=10_000)
    assert session.scalars(select(Clocking.kind)).all() == ["in"]


def test_a_kiosk_without_connection_says_so_and_clocks_once(page_as, session, placed):
    secret, code = worked.kiosk(session).secret, badge_of(session, placed)
    page = page_as(None, TABLET)
    page.goto(f"/kiosk/{secret}")
    ids = []
    page.on("request", lambda request: "clockings" in request.url and ids.append(request.post_data))
    # The shop stores it, and its answer gets lost.
    page.route("**/clockings", lambda route: (route.fetch(), route.abort()), times=1)
    scan(page, code)
    said = page.locator("#kiosk-said")
    expect(said).to_contain_text("Geen verbinding")
    scan(page, code)
    expect(said).to_contain_text("Welkom, Amina")
    assert len(ids) == 2
    assert ids[0] == ids[1]
    assert session.scalars(select(Clocking.kind)).all() == ["in"]


def test_a_week_is_typed_with_the_keyboard_alone(page_as, session, placed, last_monday):
    page = page_as(Role.COORDINATOR, DESK, proved=True)
    page.goto(f"/placements/hours?week={last_monday:%G-W%V}")
    name = f"h.{placed.uuid}.{{}}".format
    cells = [page.locator(f'[name="{name(last_monday + timedelta(at))}"]') for at in range(5)]
    cells[0].focus()
    page.keyboard.type("=")
    expect(cells[0]).to_have_value("4:00")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("12-9")
    page.keyboard.press("ArrowRight")
    expect(cells[2]).to_be_focused()
    page.keyboard.type("a")
    page.keyboard.press("Control+Enter")
    # What is wrong is said at its cell, where the cursor waits, and the rest is still there.
    expect(cells[1]).to_be_focused()
    expect(page.locator(".hours-error")).to_contain_text("eindigt voordat")
    expect(cells[2]).to_have_value("a")
    page.keyboard.press("Control+a")
    page.keyboard.type("9-12")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".notice-success")).to_contain_text("opgeslagen")
    found = rows.of_one(session, placed, last_monday, last_monday + timedelta(2)).values()
    assert [(day.actual, day.absence) for day in found] == [(240, ""), (180, ""), (0, "told")]


def test_a_phone_fills_a_week_as_planned_and_approves_it(page_as, session, placed, last_monday):
    page = page_as(Role.COORDINATOR, PHONE, proved=True)
    page.goto(f"/placements/hours?week={last_monday:%G-W%V}")
    page.get_by_role("button", name="Vul de lege dagen als gepland").click()
    page.get_by_role("button", name="Uren opslaan").click()
    expect(page.locator(".notice-success")).to_contain_text("opgeslagen")
    page.get_by_role("button", name="Goedkeuren Amina Haddad").click()
    expect(page.locator(".notice-success")).to_contain_text("1 week is goedgekeurd")
    found = rows.of_one(session, placed, last_monday, last_monday + timedelta(6)).values()
    assert sum(day.approved or 0 for day in found) == 1_200


def test_a_mentor_finds_whom_they_guide_from_today(page_as, session, placed):
    page = page_as(Role.SHOP_LEAD, PHONE)
    page.goto("/")
    page.get_by_role("link", name="Wie jij begeleidt").click()
    expect(page.get_by_role("heading", name="Amina")).to_be_visible()
    assert "Haddad" not in page.content()
    page.goto("/placements")
    expect(page.locator("main")).not_to_contain_text("Amina")


def test_who_guides_nobody_has_no_such_tile(page_as, session):
    build.person_of(session, Role.SHOP_LEAD)
    page = page_as(Role.CASHIER, PHONE)
    page.goto("/")
    expect(page.get_by_role("link", name="Wie jij begeleidt")).to_have_count(0)
