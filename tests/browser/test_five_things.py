"""Five things out of one boot, on a phone, by tiles alone."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.intake.models import Intake, IntakeLine
from tests import make
from tests.browser.conftest import PHONE
from tests.browser.test_intake_line import ready, type_on_pad
from tests.browser.test_intake_screen import choose, start

#: What comes out of the boot: its kind, how many, and where it goes.
BOOT = (
    ("panelled-door", "", "sell"),
    ("wall-tile", "25", "sell"),
    ("toilet", "", "residue"),
    ("beam", "3", "sell"),
    ("panelled-door", "", "sell"),
)
#: Counts in the page itself what a finger does: each touch, but not those on digits.
COUNT = """() => {
  window.touches = 0;
  addEventListener("click", (event) => {
    // The click that a label passes on to its field is the same touch once more.
    if (event.detail > 0 && !event.target.closest("[data-key]")) window.touches += 1;
  }, true);
}"""
MOST = 5


@pytest.fixture
def kinds(session):
    found = {slug: make.category(session, slug) for slug, *_ in BOOT}
    assert len({kind.group.slug for kind in found.values()}) > 1
    session.commit()
    return found


@pytest.fixture
def page(page_as, kinds, api, session) -> Page:
    """The intake of a shop that took these kinds in before, so that they are among its first."""
    lines = [
        {"category": slug, "unit": kind.unit, "route": "residue"} for slug, kind in kinds.items()
    ]
    before = make.delivery(session, *lines)
    session.rollback()
    assert api.post("/intakes", before).status_code == 201
    opened = page_as(Role.INTAKE_WORKER, PHONE)
    opened.goto("/intake")
    opened.evaluate(COUNT)
    return opened


def touches(page: Page) -> int:
    made = page.evaluate("touches")
    page.evaluate("touches = 0")
    return int(made)


def take_in(page: Page, slug: str, digits: str, route: str) -> None:
    page.locator(f'[data-part="groups"] [data-category="{slug}"]').click()
    page.locator('[data-is="ask"]:not([hidden]), [data-is="line"]:not([hidden])').wait_for()
    while page.locator('[data-is="ask"]:not([hidden])').count():
        page.locator("#answers .tile").first.click()
    if route != "sell":
        page.locator(f'.choice:has(input[value="{route}"])').click()
    if digits:
        page.locator("#quantity").click()
        type_on_pad(page, digits)
        page.locator("#pad-add").click()
    else:
        page.locator("#line-form button[type=submit]").click()
    expect(page.locator('[data-is="kind"]')).to_be_visible()


def test_five_things_from_one_car_take_at_most_five_touches_each(page, session):
    start(page)
    touches(page)
    for number, thing in enumerate(BOOT, 1):
        take_in(page, *thing)
        assert 0 < touches(page) <= MOST, thing
        expect(page.get_by_text(f"In deze levering: {number}", exact=True)).to_be_visible()
    ready(page)
    assert touches(page) == 2
    newest = session.scalars(select(Intake).order_by(Intake.id.desc())).first()
    assert [
        (line.category.slug, line.quantity_milli // 1000, line.route) for line in newest.lines
    ] == [(slug, int(digits or 1), route) for slug, digits, route in BOOT]
    assert all(line.weight_g for line in newest.lines)


def test_the_next_car_from_the_same_place_needs_no_word_about_it(page, kinds, session):
    start(page)
    before = len(session.scalars(select(Intake)).all())
    session.rollback()
    for _car in range(2):
        take_in(page, "panelled-door", "", "sell")
        ready(page)
        touches(page)
        page.locator("[data-do=next]:visible").click()
        expect(page.locator('[data-is="kind"]')).to_be_visible()
        assert touches(page) == 1
    assert len(session.scalars(select(Intake)).all()) == before + 2


def test_every_key_of_the_number_pad_fits_the_smallest_phone(page):
    page.set_viewport_size({"width": 360, "height": 740})
    start(page)
    page.locator('[data-part="groups"] [data-category="wall-tile"]').click()
    page.locator("#quantity").click()
    pad = page.locator("#pad")
    assert pad.evaluate("pad => pad.scrollWidth <= pad.clientWidth")
    cut = "all => all.filter(key => key.scrollWidth > key.clientWidth).map(key => key.id)"
    assert page.locator("#pad button:visible").evaluate_all(cut) == []
    page.locator("#pad-ready").click()
    page.locator("#price").click()
    expect(page.locator("#pad-ready")).to_be_visible()
    assert pad.evaluate("pad => pad.scrollWidth <= pad.clientWidth")


def test_a_kind_that_seldom_comes_is_one_touch_further(page, session):
    kind = make.category(session, "panel-radiator")
    assert kind.group.slug
    session.commit()
    start(page)
    touches(page)
    choose(page, kind)
    page.get_by_role("button", name=re.compile("Toevoegen")).click()
    expect(page.locator('[data-is="kind"]')).to_be_visible()
    assert touches(page) <= MOST
    assert session.scalars(select(IntakeLine)).all()
