"""The one thing being written down: measures, the new price, the scales, and the slip afterwards."""

import json
import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.intake.models import Container, Intake, IntakeLine, Scale
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.stock import attributes
from bouwkringloop.stock.models import Item, Site
from tests import make
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_intake_screen import add, choose, open_list, start

BOTH = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture
def door(session):
    found = make.category(session, "panelled-door")
    assert found.group.slug
    session.commit()
    return found


@pytest.fixture
def scales(session):
    """Scales of 60 kg at the yard and of 2 kg in the shop, a crate and a cage."""
    sites = {site.slug: site for site in session.scalars(select(Site))}
    session.add(Scale(slug="yard-60", name="Weegschaal", max_g=60_000, site=sites["yard"]))
    session.add(Scale(slug="shop-2", name="Brievenweger", max_g=2_000, site=sites["shop"]))
    session.add(Container(slug="crate", name="Krat", tare_g=2_400))
    session.add(Container(slug="cage", name="Kooi", tare_g=38_000))
    session.commit()


@pytest.fixture
def opened(page_as):
    def at(viewport=DESK, kind=None, language="nl") -> Page:
        page = page_as(Role.INTAKE_WORKER, viewport, language)
        page.goto("/intake")
        if kind is not None:
            start(page)
            choose(page, kind)
        return page

    return at


def ready(page: Page) -> None:
    open_list(page)
    page.get_by_role("button", name="Klaar").click()
    expect(page.get_by_role("heading", name="Binnen")).to_be_visible()


def type_on_pad(page: Page, digits: str) -> None:
    for digit in digits:
        page.locator(f'#pad [data-key="{digit}"]').click()


def one_line(session):
    session.expire_all()
    return session.scalars(select(IntakeLine)).one()


def measures_of(session):
    session.expire_all()
    item = session.scalars(select(Item)).one()
    return {fact.attribute.slug: fact.value for fact in attributes.of(session, item)}


def weigh(page: Page, gross: str, container: str) -> None:
    page.locator("#weighing summary").click()
    page.locator("#gross").fill(gross)
    page.locator(".yard-choice", has_text=container).click()


# --- measures ---------------------------------------------------------------------------------


def test_measures_are_typed_behind_each_other_on_a_phone_and_kept(opened, door, session):
    page = opened(PHONE, door)
    page.locator("#measure-width").click()
    type_on_pad(page, "830")
    page.locator("#pad-next").click()
    type_on_pad(page, "2015")
    page.locator("#pad-ready").click()
    page.locator(".yard-choice", has_text=re.compile("^Links$")).click()
    add(page)
    ready(page)
    expected = {"width": 830_000, "height": 2_015_000, "hinge-side": "left"}
    assert measures_of(session) == expected


@BOTH
def test_a_thing_needs_no_measures_and_no_more_touches_than_before(opened, door, session, viewport):
    page = opened(viewport)
    start(page)
    touches = 0
    page.locator(f'[data-group="{door.group.slug}"]').click()
    page.locator(f'#kinds [data-category="{door.slug}"]').click()
    touches += 2
    while page.locator('[data-is="ask"]:not([hidden])').count():
        page.locator("#answers .tile").first.click()
        touches += 1
    add(page)
    assert touches + 1 <= 5
    ready(page)
    assert measures_of(session) == {}


def test_a_kind_shows_only_what_builders_ask_of_it(opened, door, session):
    tap = make.category(session, "basin-tap")
    assert tap.group.slug
    session.commit()
    page = opened(DESK, door)
    expect(page.locator("#measures [data-attribute]")).to_have_count(4)
    expect(page.locator("#measure-width")).to_be_visible()
    page.locator("#measure-width").fill("830")
    page.locator('[data-is="line"] [data-do="kind"]').click()
    choose(page, tap)
    # A tap is not sold by its measures, so they wait where nobody is in a hurry.
    expect(page.locator("#measures")).to_be_hidden()
    page.locator(".yard-more summary").click()
    expect(page.locator("#measure-width")).to_be_visible()
    expect(page.locator("#measure-width")).to_have_value("")


def test_a_measure_that_cannot_be_is_said_at_once(opened, door):
    page = opened(DESK, door)
    page.locator("#measure-width").fill("31000")
    add(page)
    expect(page.locator('[data-error="line"]')).to_have_text(
        "Breedte kan niet kloppen. Typ het in mm."
    )
    expect(page.locator("#measure-width")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#measure-width")).to_be_focused()


def test_a_mark_that_was_touched_by_mistake_goes_when_it_is_touched_again(opened, door, session):
    page = opened(PHONE, door)
    left = page.locator(".yard-choice", has_text=re.compile("^Links$"))
    left.click()
    expect(left.locator("input")).to_be_checked()
    left.click()
    expect(left.locator("input")).not_to_be_checked()
    add(page)
    ready(page)
    assert measures_of(session) == {}


def test_measures_wait_on_the_device_and_come_in_once(opened, door, session):
    page = opened(DESK, door)
    page.locator("#measure-width").fill("830")
    page.locator("#new_price").fill("240")
    add(page)
    page.route("**/api/v1/intakes", lambda route: (route.fetch(), route.abort()))
    page.get_by_role("button", name="Klaar").click()
    expect(page.get_by_text("Er is niets kwijt")).to_be_visible()
    page.reload()
    page.locator("#outbox-chip").click()
    page.unroute("**/api/v1/intakes")
    page.locator("[data-do=send]").click()
    expect(page.get_by_role("heading", name="Binnen")).to_be_visible()
    assert measures_of(session) == {"width": 830_000}
    assert session.scalars(select(Item.new_price_cents)).all() == [24_000]


def test_measures_tell_the_weight_on_the_line_and_in_the_shop(opened, door, session):
    page = opened(DESK, door)
    expect(page.locator("#weight-why")).to_have_text("Ongeveer 24\u00a0kg, geschat")
    page.locator("#measure-width").fill("1660")
    page.locator("#measure-height").fill("2020")
    expect(page.locator("#weight-why")).to_have_text("Ongeveer 48\u00a0kg, door de maten")
    add(page)
    expect(page.locator("#sum")).to_have_text("samen 48\u00a0kg")
    ready(page)
    assert (one_line(session).weight_g, one_line(session).weight_source) == (48_000, "dimensions")


# --- the price when new -------------------------------------------------------------------------


def test_the_advice_follows_the_price_when_new_and_says_why(opened, door, session):
    page = opened(PHONE, door)
    before = page.locator("#price").input_value()
    page.locator("#new_price").fill("400")
    expect(page.locator("#price-why")).to_contain_text("35% van de nieuwprijs van €\u00a0400,00")
    assert page.locator("#price").input_value() != before
    page.locator(".segment", has_text="A").click()
    expect(page.locator("#price-why")).to_contain_text("50% van de nieuwprijs")
    shown = page.locator("#price").input_value()
    add(page)
    ready(page)
    item = session.scalars(select(Item)).one()
    assert item.new_price_cents == 40_000
    assert item.price_cents == int(shown.replace(",", ""))


def test_a_price_that_somebody_typed_stays_when_the_new_price_is_known(opened, door):
    page = opened(DESK, door)
    page.locator("#price").fill("33")
    page.locator("#new_price").fill("400")
    expect(page.locator("#price-why")).to_contain_text("nieuwprijs")
    expect(page.locator("#price")).to_have_value("33")


def test_without_a_signal_the_advice_says_what_it_does_not_count(opened, door):
    page = opened(DESK, door)
    before = page.locator("#price").input_value()
    page.route("**/api/v1/price-advice*", lambda route: route.abort())
    page.locator("#new_price").fill("400")
    expect(page.locator("#price-why")).to_contain_text("tellen hier niet mee")
    expect(page.locator("#price")).to_have_value(before)


def test_a_new_price_that_cannot_be_is_said_at_once(opened, door):
    page = opened(DESK, door)
    page.locator("#new_price").fill("1.250")
    add(page)
    expect(page.locator('[data-error="line"]')).to_contain_text("Deze prijs kan niet kloppen")
    expect(page.locator("#new_price")).to_have_attribute("aria-invalid", "true")


# --- the scales --------------------------------------------------------------------------------


def test_the_container_is_taken_off_while_one_looks(opened, door, scales, session):
    page = opened(DESK, door)
    weigh(page, "14,9", "Krat")
    expect(page.locator("#net")).to_have_text("12,5\u00a0kg netto: 14,9\u00a0kg min 2,4\u00a0kg")
    expect(page.locator("#weight")).to_be_hidden()
    add(page)
    ready(page)
    line = one_line(session)
    assert (line.gross_g, line.tare_g, line.weight_g) == (14_900, 2_400, 12_500)
    assert line.weight_source == "typed"


@pytest.mark.parametrize(
    ("gross", "container", "said"),
    [
        (
            "61",
            "Niets",
            "61\u00a0kg is meer dan Weegschaal aankan (60\u00a0kg). Weeg het in delen.",
        ),
        ("20", "Kooi", "De bak weegt 38\u00a0kg en de weegschaal geeft maar 20\u00a0kg aan."),
        ("2,4", "Krat", "De bak weegt 2,4\u00a0kg en de weegschaal geeft maar 2,4\u00a0kg aan."),
    ],
)
def test_what_cannot_be_weighed_so_is_said_at_once(opened, door, scales, gross, container, said):
    page = opened(DESK, door)
    weigh(page, gross, container)
    expect(page.locator("#net")).to_have_text(said)
    add(page)
    expect(page.locator('[data-error="line"]')).to_have_text(said)
    expect(page.locator("#lines .yard-row")).to_have_count(0)


def test_scales_and_container_of_the_last_thing_are_remembered(opened, door, scales):
    page = opened(DESK, door)
    weigh(page, "14,9", "Krat")
    page.locator("#scale").select_option("")
    add(page)
    page.reload()
    choose(page, door)
    # The simple way stays the first one.
    expect(page.locator("#weight")).to_be_visible()
    page.locator("#weighing summary").click()
    expect(page.locator('input[name="container"][value="crate"]')).to_be_checked()
    expect(page.locator("#scale")).to_have_value("")
    expect(page.locator("#gross")).to_have_value("")


def test_only_the_scales_of_this_site_are_offered(opened, door, scales):
    page = opened(DESK, door)
    expect(page.locator("#scale option")).to_have_text(["Andere weegschaal", "Weegschaal"])


def test_every_gram_that_the_scales_show_can_be_typed(opened, door, scales, session):
    page = opened(DESK, door)
    weigh(page, "12,345", "Krat")
    add(page)
    ready(page)
    line = one_line(session)
    assert (line.gross_g, line.weight_g, line.weight_source) == (12_345, 9_945, "typed")


def test_closing_the_scales_goes_back_to_the_typed_weight(opened, door, scales, session):
    page = opened(DESK, door)
    weigh(page, "14,9", "Krat")
    page.locator("#weighing summary").click()
    page.locator("#weight").fill("11")
    add(page)
    ready(page)
    assert (one_line(session).weight_g, one_line(session).gross_g) == (11_000, None)


# --- after a delivery --------------------------------------------------------------------------


def test_the_slip_is_one_touch_after_taking_in(opened, door, session):
    page = opened(PHONE, door)
    add(page)
    ready(page)
    page.get_by_role("button", name="Bon voor de brenger").click()
    expect(page.locator("#slip-paper img")).to_be_visible()
    intake = session.scalars(select(Intake)).one()
    slip = session.scalars(select(PrintJob).where(PrintJob.kind == "receipt")).one()
    assert slip.subject == f"intake:{intake.uuid}"
    assert intake.slip in json.dumps(json.loads(slip.document))
    page.get_by_role("button", name="Volgende auto").click()
    expect(page.get_by_role("heading", name="Wat is het?")).to_be_visible()


def test_the_way_to_the_delivery_is_there_after_a_reload_too(opened, door, session):
    page = opened(DESK, door)
    add(page)
    ready(page)
    page.reload()
    page.get_by_role("link", name="Open de levering").click()
    uuid = session.scalars(select(Intake.uuid)).one()
    expect(page).to_have_url(re.compile(f"/intakes/{uuid}$"))


def test_there_is_no_slip_before_a_delivery_was_sent(opened, door, session):
    page = opened(DESK, door)
    add(page)
    page.route("**/api/v1/intakes", lambda route: route.abort())
    page.get_by_role("button", name="Klaar").click()
    expect(page.get_by_text("Er is niets kwijt")).to_be_visible()
    expect(page.locator("#slip")).to_be_hidden()
    page.unroute("**/api/v1/intakes")
    page.locator("[data-do=send]").click()
    expect(page.locator("#slip")).to_be_visible()


def test_a_slip_that_finds_no_signal_can_be_asked_for_again(opened, door, session):
    page = opened(DESK, door)
    add(page)
    ready(page)
    page.route("**/slip", lambda route: route.abort())
    page.locator("#slip").click()
    expect(page.locator(".toast-danger")).to_contain_text("Probeer de bon later nog eens")
    page.unroute("**/slip")
    page.locator("#slip").click()
    expect(page.locator("#slip-paper img")).to_be_visible()


def test_the_line_speaks_english_too(opened, door, scales):
    page = opened(DESK, None, "en")
    page.get_by_role("button", name="Go on").click()
    choose(page, door)
    page.locator("#measure-width").fill("1660")
    page.locator("#measure-height").fill("2020")
    expect(page.locator("#weight-why")).to_have_text("About 48\u00a0kg, from its measures")
    weigh(page, "61", "Nothing")
    expect(page.locator("#net")).to_have_text(
        "61\u00a0kg is more than Weegschaal can weigh (60\u00a0kg). Weigh it in parts."
    )
