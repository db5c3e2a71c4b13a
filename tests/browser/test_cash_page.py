"""Cash on the paying screen goes by five cents, both as due and as handed over."""

import pytest
from playwright.sync_api import expect

from tests.browser.till import sales, scan, till

pytestmark = pytest.mark.browser


def test_cents_that_nobody_can_give_change_for_are_refused_in_words(page_as, shop, database):
    page = till(page_as)
    scan(page, shop["beam"])
    page.keyboard.press("F9")
    page.locator("#cash").fill("18,36")
    page.locator("#cash-paid").click()
    expect(page.locator("#alarm")).to_contain_text("€ 18,35")
    assert sales(database) == 0
    page.locator("#cash").fill("18,35")
    page.locator("#cash-paid").click()
    expect(page.locator("#done-note")).to_contain_text("totaal € 18,33, afgerond € 18,35")
