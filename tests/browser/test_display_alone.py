"""The screen for customers when the till falls silent, and at a till to practise at."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from bouwkringloop.base.permissions import Role
from tests.browser.conftest import DESK
from tests.browser.test_practising import begin
from tests.browser.test_receipt_and_display import shown
from tests.browser.till import scan

#: As when the till's page hangs: it hears and says nothing.
HANGS = "BroadcastChannel.prototype.postMessage = () => {}"
#: What a page of the till says when it is left.
LEAVES = "new BroadcastChannel('till-display:till-1').postMessage({ kind: 'idle' })"
#: Counts how often the till was asked.
LISTENS = """() => {
  window.heard = 0;
  window.ears = new BroadcastChannel("till-display:till-1");
  window.ears.onmessage = (event) => { if (event.data === "ask") window.heard += 1; };
}"""


BEGINS = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def stand_still(display):
    """From here on time only passes as the test says, however slow the machine is."""
    display.clock.pause_at(BEGINS + timedelta(minutes=5))
    expect(display.locator(".display-line")).to_have_count(1)


@pytest.fixture
def screens(page_as, shop):
    """The till with a door in its basket, and what customers see, whose clock the test moves."""
    page = page_as(Role.CASHIER, DESK, new=True)
    page.goto("/till/till-1")
    scan(page, shop["door"])
    display = page.context.new_page()
    display.clock.install(time=BEGINS)
    display.goto("/till/till-1/display")
    expect(display.locator(".display-line")).to_have_count(1)
    return page, display


def test_a_till_that_hangs_leaves_no_basket_on_the_screen_and_is_shown_again_when_it_is_back(
    screens, shop
):
    page, display = screens
    stand_still(display)
    page.evaluate(HANGS)
    display.clock.run_for(4_000)
    expect(shown(display, "basket")).to_be_visible()
    display.clock.run_for(6_000)
    expect(shown(display, "idle")).to_be_visible()
    expect(shown(display, "basket")).to_be_hidden()
    display.clock.resume()
    page.reload()
    expect(shown(display, "basket")).to_be_visible()
    expect(shown(display, "sum")).to_have_text("€ 45,00")


def test_a_till_that_is_closed_leaves_no_basket_on_the_screen(screens):
    page, display = screens
    stand_still(display)
    page.close()
    display.clock.run_for(10_000)
    expect(shown(display, "idle")).to_be_visible()
    expect(shown(display, "basket")).to_be_hidden()


def test_a_till_at_which_nothing_happens_stays_on_the_screen(screens):
    page, display = screens
    stand_still(display)
    page.evaluate(LISTENS)
    for asked in range(1, 9):
        display.clock.run_for(2_000)
        page.wait_for_function("(times) => window.heard >= times", arg=asked)
    expect(shown(display, "basket")).to_be_visible()
    expect(shown(display, "sum")).to_have_text("€ 45,00")


def test_a_till_that_is_open_twice_is_shown_as_long_as_one_page_of_it_is_there(screens):
    page, display = screens
    stand_still(display)
    page.evaluate(LEAVES)
    expect(shown(display, "idle")).to_be_visible()
    display.clock.run_for(2_000)
    expect(shown(display, "basket")).to_be_visible()
    expect(shown(display, "sum")).to_have_text("€ 45,00")


def test_the_screen_of_a_till_to_practise_at_says_so_and_shows_nothing_of_the_real_one(
    screens, shop
):
    page, display = screens
    begin(page)
    expect(shown(display, "idle")).to_be_visible()
    display.goto("/practice/till/till-1/display")
    band = display.locator(".practice-band")
    expect(band).to_contain_text("OEFENEN")
    expect(band.locator("button")).to_have_count(0)
    scan(page, shop["beam"])
    expect(shown(display, "sum")).to_have_text("€ 18,33")
    for size in ((1024, 600), (600, 1024), (360, 640)):
        display.set_viewport_size({"width": size[0], "height": size[1]})
        expect(band).to_be_in_viewport()
        assert (
            display.evaluate("document.querySelector('main').getBoundingClientRect().bottom")
            <= size[1]
        )
    display.goto("/till/till-1/display")
    expect(shown(display, "idle")).to_be_visible()
    expect(display.locator(".practice-band")).to_have_count(0)
