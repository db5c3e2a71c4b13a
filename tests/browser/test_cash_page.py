"""Cash on the paying screen goes by five cents, both as due and as handed over."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, TABLET
from tests.browser.till import sales, scan, till, total

pytestmark = pytest.mark.browser


def test_cents_that_nobody_can_give_change_for_are_refused_in_words(page_as, shop, database):
    page = till(page_as)
    scan(page, shop["beam"])
    page.keyboard.press("F9")
    page.locator("#cash").fill("18,36")
    page.locator("#cash-paid").click()
    expect(page.locator("#pay-alarm")).to_contain_text("€ 18,35")
    assert sales(database) == 0
    page.locator("#cash").fill("18,35")
    page.locator("#cash-paid").click()
    expect(page.locator("#done-note")).to_contain_text("totaal € 18,33, afgerond € 18,35")


@pytest.mark.parametrize(
    ("act", "form", "typed", "said"),
    [
        ("donation", "donation", "9999999", "kan niet kloppen"),
        ("service", "service", "99999999", "kan niet kloppen"),
        ("voucher", "gift", "0", "boven nul"),
        ("voucher", "gift", "", "boven nul"),
    ],
)
def test_an_amount_that_cannot_be_is_refused_where_it_is_typed(
    page_as, shop, act, form, typed, said
):
    page = till(page_as)
    page.locator("[data-open-dialog=more]").first.click()
    page.locator(f"[data-act={act}]").click()
    page.locator(f"#{form}-amount").fill(typed)
    page.keyboard.press("Enter")
    expect(page.locator(f"#{form}-wrong")).to_contain_text(said)
    expect(page.locator(".line")).to_have_count(0)


def overpaid(page_as, shop):
    """Give a page on which € 30 of a basket is paid by card, of which € 18.33 is left."""
    page = till(page_as)
    scan(page, shop["door"])
    scan(page, shop["beam"])
    page.keyboard.press("F9")
    page.locator("[data-way=split]").click()
    page.locator("#part").fill("30")
    page.locator("#part-paid").click()
    page.locator("#pay-back").click()
    page.locator(".line-main").filter(has_text="Paneeldeur").click()
    page.keyboard.press("Delete")
    return page


def test_where_more_is_paid_than_the_basket_costs_the_rest_becomes_a_voucher(
    page_as, shop, database
):
    page = overpaid(page_as, shop)
    expect(total(page)).to_have_text("€ 18,33")
    page.keyboard.press("F9")
    expect(page.locator("#pay-due-word")).to_have_text("Te veel betaald")
    expect(page.locator("#pay-due")).to_have_text("€ 11,67")
    expect(page.locator("#pay-ways")).to_be_hidden()
    page.locator("#over-voucher").click()
    expect(page.locator("#done-vouchers")).to_contain_text("€ 11,67")
    assert sales(database) == 1


def test_where_more_is_paid_a_payment_can_be_undone(page_as, shop):
    page = overpaid(page_as, shop)
    page.keyboard.press("F9")
    page.get_by_role("button", name="Pin is geannuleerd").click()
    page.get_by_role("button", name="Ja, doen").click()
    expect(page.locator("#pay-ways")).to_be_visible()
    page.locator("[data-way=pin]").click()
    expect(page.locator("#pin-amount")).to_have_text("€ 18,33")


@pytest.mark.parametrize("viewport", [PHONE, TABLET], ids=["phone", "tablet"])
def test_no_key_moves_while_an_amount_is_typed(page_as, shop, viewport):
    page = till(page_as, viewport=viewport)
    scan(page, shop["beam"])
    page.locator("#do-pay").click()
    key = page.locator("[data-pane=cash] .key", has_text="5")
    at = key.bounding_box()
    for said in ("€ 13,35", "€ 36,65", "€ 536,65"):
        key.click()
        expect(page.locator("#pay-change")).to_contain_text(said)
        assert key.bounding_box() == at
