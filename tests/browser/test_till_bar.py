"""The bar of the till on every size: nothing lies over anything, also when a printer needs somebody."""

import pytest
from playwright.sync_api import expect

from tests.browser.till import pay_by_card, scan, till

pytestmark = pytest.mark.browser

WIDTHS = (320, 360, 390, 820, 1024, 1280, 1440)
#: What can be pressed in the bar, and which of it lies over something else there.
OVERLAPS = """() => {
  const seen = [...document.querySelectorAll(".touch-bar :is(a, button), .touch-place")]
    .filter((one) => one.offsetParent).map((one) => [one, one.getBoundingClientRect()]);
  return seen.flatMap(([one, a], at) => seen.slice(at + 1)
    .filter(([other, b]) => a.left < b.right && b.left < a.right)
    .map(([other]) => `${one.outerHTML.slice(0, 60)} lies over ${other.outerHTML.slice(0, 60)}`));
}"""


def test_nothing_in_the_bar_lies_over_anything(page_as, shop):
    page = till(page_as)
    page.route(
        "**/printing/attention*",
        lambda route: route.fulfill(
            json={"words": ["De bonprinter heeft geen papier meer.", "3 bonnen wachten."]}
        ),
    )
    scan(page, shop["beam"])
    pay_by_card(page)
    page.locator("#next").click()
    page.reload()
    expect(page.locator("#printer-attention")).to_be_visible()
    expect(page.locator("#last-sale")).to_be_visible()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(OVERLAPS) == [], width
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
