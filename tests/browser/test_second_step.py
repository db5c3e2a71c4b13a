"""Somebody switches the second step on, logs in with it, and is asked for it between two pages."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests import make
from tests.browser.conftest import PHONE
from tests.browser.test_every_page import DRAWN, ICONS, RULES, RUN_AXE, RUNS_OUT, seen
from tests.people.phone import Phone

pytestmark = pytest.mark.browser


@pytest.fixture
def page(page_as, session):
    make.person(session)
    opened = page_as(None, PHONE, new=True)
    opened.add_init_script(Axe().axe_script)
    return opened


def sound(page):
    """No axe violation, nothing that runs out of its side, and every icon there."""
    assert seen(page.evaluate(RUN_AXE, RULES)) == []
    assert not page.evaluate(RUNS_OUT)
    assert set(page.evaluate(DRAWN)) <= set(ICONS)


def log_in(page):
    page.goto("/login")
    page.get_by_label("Inlognaam").fill("noor.de.vries")
    page.get_by_label("Wachtwoord").fill(make.PASSWORD)
    page.get_by_role("button", name="Inloggen").click()


def test_a_phone_is_set_up_and_asked_for_at_the_door_and_on_the_way(page):
    log_in(page)
    page.goto("/prove?next=/items")
    sound(page)
    page.get_by_label("Je wachtwoord").fill(make.PASSWORD)
    page.get_by_role("button", name="Beginnen").click()
    expect(page.locator(".phone-qr svg")).to_be_visible()
    page.get_by_text("Scannen lukt niet").click()
    phone = Phone(re.sub(r"\s", "", page.locator("#secret").inner_text()))
    assert phone.secret in page.get_by_role("link", name="Open de app").get_attribute("href")
    sound(page)
    page.get_by_role("textbox", name="Code").fill(phone.wrong())
    page.get_by_role("button", name="Aanzetten").click()
    expect(page.get_by_role("textbox", name="Code")).to_have_value("")
    page.get_by_role("textbox", name="Code").fill(phone.code())
    page.get_by_role("button", name="Aanzetten").click()
    codes = page.locator(".code-list code").all_inner_texts()
    assert len(codes) == 10
    sound(page)
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Print deze pagina").click()
    assert page.evaluate("window.printed")
    page.get_by_role("link", name="Ik heb ze bewaard").click()
    page.wait_for_url("**/items")
    page.goto("/me/second-step")
    sound(page)

    log_in(page)
    page.wait_for_url("**/login/code")
    sound(page)
    page.get_by_role("textbox", name="Code").fill(codes[0])
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_url(re.compile(r"/$"))

    page.goto("/switch")
    page.locator(".face-tile", has_text="Noor de Vries").click()
    page.get_by_label("Je pincode").fill(make.PIN)
    page.get_by_role("button", name="Beginnen").click()
    page.wait_for_url(re.compile(r"/$"))
    page.goto("/prove?next=/items")
    sound(page)
    page.get_by_label("Je wachtwoord").fill(make.PASSWORD)
    page.get_by_role("textbox", name="Code").fill(codes[1])
    page.get_by_role("button", name="Ga verder").click()
    page.wait_for_url("**/items")
