"""Somebody pays a part in advance, comes back, and pays the rest."""

import pytest
from playwright.sync_api import expect

from tests.browser.till import pay_by_card, scan, till, total

pytestmark = pytest.mark.browser


def take(page, code, cents):
    """Take a deposit on a thing that nobody had kept yet."""
    page.locator("[data-open-dialog=more]").first.click()
    page.locator("[data-act=deposit]").click()
    scan(page, code)
    page.locator("#deposit-name").fill("Mevrouw Jansen")
    page.locator("#deposit-amount").fill(cents)
    page.keyboard.press("Enter")


def test_a_deposit_is_taken_and_comes_off_when_the_thing_is_fetched(page_as, shop):
    page = till(page_as)
    take(page, shop["door"], "10")
    expect(page.locator(".line-main")).to_contain_text("Aanbetaling:")
    expect(total(page)).to_have_text("€\u00a010,00")
    pay_by_card(page)
    expect(page.locator("#done-vouchers")).to_contain_text("€\u00a010,00")
    page.keyboard.press("Enter")
    scan(page, shop["door"])
    page.get_by_role("button", name="Ja, doen").click()
    price = page.locator(".line").first.inner_text()
    assert "Aanbetaling" not in price
    page.keyboard.press("F9")
    expect(page.locator("#pay-parts")).to_contain_text("Aanbetaald")
    page.locator("[data-way=pin]").click()
    page.locator("#pin-paid").click()
    expect(page.locator("#done-note")).to_contain_text("totaal")
    expect(page.locator("#done-vouchers")).to_contain_text("€\u00a00,00")


def test_more_than_the_price_is_refused_in_words_and_nothing_typed_is_lost(page_as, shop):
    page = till(page_as)
    take(page, shop["door"], "99999")
    expect(page.locator("#deposit-wrong")).to_contain_text("kan nog")
    expect(page.locator("#deposit-name")).to_have_value("Mevrouw Jansen")
    page.locator("#deposit-amount").fill("5")
    page.keyboard.press("Enter")
    expect(page.locator("#deposit")).to_be_hidden()
    expect(total(page)).to_have_text("€\u00a05,00")


def test_what_nobody_knows_is_said_in_the_dialog(page_as, shop):
    page = till(page_as)
    page.locator("[data-open-dialog=more]").first.click()
    page.locator("[data-act=deposit]").click()
    page.locator("#deposit-code").fill("12345670")
    page.keyboard.press("Enter")
    expect(page.locator("#deposit-wrong")).not_to_be_empty()
    expect(page.locator("#deposit-form")).to_be_hidden()
