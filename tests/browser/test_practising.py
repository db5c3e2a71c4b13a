"""A novice begins to practise at the till, sells, sees that nothing of it is real, and stops."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from bouwkringloop.base.permissions import Role
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_every_page import RULES, RULES_OF_SIZE_AND_COLOUR, RUN_AXE, seen
from tests.browser.till import pay_by_card, sales, scan, till, total

pytestmark = pytest.mark.browser

WIDTHS = (320, 360, 390, 820, 1180, 1440)


def band(page):
    return page.locator(".practice-band")


def kept(page):
    return page.evaluate("JSON.stringify(Object.entries(localStorage).sort())")


def begin(page):
    """Begin to practise at the till, and open it there."""
    # The shop to practise in is filled now, which takes a while.
    page.get_by_role("button", name="Oefenen").first.click(timeout=30_000)
    expect(page).to_have_title("Oefenen · Kassa 1 openen · Bouwkringloop")
    page.locator("#pieces_5000").fill("2")
    page.get_by_role("button", name="Open de kassa").click()
    # Nothing is scanned before the page has its scripts.
    page.wait_for_url("**/practice/till/till-1")


def test_practising_at_the_till_touches_nothing_of_the_real_one(page_as, shop, database):
    page = till(page_as)
    expect(band(page)).to_have_count(0)
    scan(page, shop["beam"])
    expect(total(page)).to_have_text("€ 18,33")
    real = json.loads(kept(page))
    begin(page)
    expect(band(page)).to_contain_text("OEFENEN")
    expect(page).to_have_title("Oefenen · Kassa 1 · Bouwkringloop")
    expect(total(page)).to_have_text("€ 0,00")
    assert page.evaluate(BAR_FOLLOWS)
    scan(page, shop["door"])
    expect(total(page)).to_have_text("€ 45,00")
    pay_by_card(page)
    expect(page.locator("#done-word")).to_have_text("Betaald")
    expect(band(page)).to_be_in_viewport()
    picture = page.locator("#done-picture")
    expect(picture).to_have_js_property("complete", True)
    assert "/practice/sales/" in picture.get_attribute("src")
    assert picture.evaluate("picture => picture.naturalWidth") > 100
    assert sales(database) == 0
    page.keyboard.press("Enter")
    now = dict(json.loads(kept(page)))
    assert all(now[name] == value for name, value in real)
    assert {name for name in now if name not in dict(real)} == {
        "/practicetill:till-1",
        "/practicetill-person:till-1",
    }
    page.get_by_role("button", name="Stop met oefenen").click()
    expect(page).to_have_title("Kassa · Bouwkringloop")
    page.goto("/till/till-1")
    expect(total(page)).to_have_text("€ 18,33")
    expect(band(page)).to_have_count(0)


def look_at(page):
    """Look at the page by day on a phone, and at what other sizes and colours change of it."""
    rules = RULES
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        for viewport in (PHONE, DESK):
            # So tall that the bar at the bottom of a phone lies over nothing.
            page.set_viewport_size({**viewport, "height": 3600})
            yield from seen(page.evaluate(RUN_AXE, rules))
            rules = RULES_OF_SIZE_AND_COLOUR


def test_practice_pages_are_accessible_and_fit(page_as, shop):
    page = page_as(Role.MANAGER, PHONE, new=True)
    page.add_init_script(Axe().axe_script)
    wrong = []
    for path in ("", "till", "till/till-1/open", "intake", f"items/{shop['door']}", "nowhere"):
        page.goto(f"/practice/{path}")
        expect(band(page)).to_be_visible()
        wrong += [f"{path}: {found}" for found in look_at(page)]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wrong.append(f"{path}: runs out of its side at {width}")
            if not page.evaluate(BAR_FOLLOWS):
                wrong.append(f"{path}: the band lies over the page at {width}")
            if not page.evaluate(WORDS_FIT):
                wrong.append(f"{path}: the band is cut off at {width}")
    assert wrong == []


#: Whether the page begins where the band ends.
BAR_FOLLOWS = """() => {
  const bar = document.querySelector(".top, .touch-bar").getBoundingClientRect();
  return Math.abs(bar.top - document.querySelector(".practice-band").getBoundingClientRect().bottom) <= 1;
}"""
#: Whether all words of the band are within it.
WORDS_FIT = """() => {
  const band = document.querySelector(".practice-band").getBoundingClientRect();
  return [...document.querySelectorAll(".practice-band :is(strong, span, button)")]
    .map((part) => part.getBoundingClientRect())
    .every((box) => box.top >= band.top && box.bottom <= band.bottom + 0.5 && box.right <= band.right + 0.5);
}"""
