"""Something is paid at the till, fetched later, and found by a scan."""

import pytest
from playwright.sync_api import expect

from bouwkringloop.base.permissions import Role
from tests.browser.conftest import PHONE
from tests.browser.till import pay_by_card, scan, till

pytestmark = pytest.mark.browser


def test_a_thing_is_paid_now_fetched_later_and_handed_over_by_a_scan(page_as, shop):
    page = till(page_as)
    scan(page, shop["door"])
    page.get_by_role("button", name="wordt later opgehaald").click()
    expect(page.locator(".line-collect")).to_have_text("wordt opgehaald")
    page.keyboard.press("F9")
    expect(page.locator("#pay")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("#collector-wrong")).to_have_text("Typ de naam van wie het ophaalt.")
    page.keyboard.type("Mevrouw Jansen")
    page.keyboard.press("Enter")
    expect(page.locator("#pay")).to_be_visible()
    page.locator("[data-way=pin]").click()
    page.locator("#pin-paid").click()
    expect(page.locator("#done")).to_be_visible()
    page.keyboard.press("Enter")
    scan(page, shop["door"])
    expect(page.locator("#alarm")).to_contain_text("is verkocht aan Mevrouw Jansen")
    page.goto("/till/collections")
    scan(page, shop["door"])
    page.get_by_role("button", name="Meegegeven").click()
    page.get_by_role("button", name="Ja, doen").click()
    expect(page.locator("#flashes")).to_contain_text("1 ding is meegegeven.")


def test_a_basket_without_such_a_thing_asks_for_nobody(page_as, shop):
    page = till(page_as)
    scan(page, shop["door"])
    pay_by_card(page)
    expect(page.locator("#done")).to_be_visible()


def test_the_tools_of_a_line_fit_a_small_phone(page_as, shop):
    page = page_as(Role.CASHIER, {**PHONE, "width": 360})
    page.goto("/till/till-1")
    scan(page, shop["door"])
    expect(page.locator(".line-tools")).to_be_visible()
    wide = page.locator(".line-tools").evaluate("row => row.scrollWidth - row.clientWidth")
    assert wide <= 0
