"""Taking in by hand: few touches, nothing lost, and the code big on the screen."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from bouwkringloop.base.permissions import Role
from bouwkringloop.intake.models import Intake, IntakeLine
from bouwkringloop.stock.models import Item
from tests import make
from tests.browser.conftest import DESK, PHONE


def lines_of(session):
    return session.execute(
        select(IntakeLine.route, IntakeLine.reason, IntakeLine.quantity_milli, IntakeLine.weight_g)
    ).all()


def choose(page: Page, kind) -> None:
    page.locator(f'[data-group="{kind.group.slug}"]').click()
    page.locator(f'#kinds [data-category="{kind.slug}"]').click()
    # The first answer to what is asked about it is always that nothing is wrong.
    page.locator('[data-is="ask"]:not([hidden]), [data-is="line"]:not([hidden])').wait_for()
    while page.locator('[data-is="ask"]:not([hidden])').count():
        page.locator("#answers .tile").first.click()


def add(page: Page) -> None:
    page.locator("#line-form button[type=submit]").click()


def open_list(page: Page) -> None:
    if page.evaluate("innerWidth") < 960:
        page.get_by_role("button", name=re.compile("In deze levering")).click()


@pytest.fixture
def door(session):
    kind = make.category(session, unit="piece")
    assert kind.group.slug
    session.commit()
    return kind


#: Where the list lies beside the thing at hand, as it does at a desk, or under it, is no matter.
AT_DESK = pytest.mark.parametrize("page", [DESK], ids=["desk"], indirect=True)
ON_BOTH = pytest.mark.parametrize("page", [PHONE, DESK], ids=["phone", "desk"], indirect=True)


@pytest.fixture
def page(request, page_as):
    opened = page_as(Role.INTAKE_WORKER, getattr(request, "param", PHONE))
    opened.goto("/intake")
    return opened


def start(page: Page) -> None:
    page.get_by_role("button", name="Ga verder").click()


@ON_BOTH
def test_a_thing_is_taken_in_with_few_touches_and_shows_its_code(page, door, session):
    start(page)
    choose(page, door)
    add(page)
    open_list(page)
    page.get_by_role("button", name="Klaar").click()
    expect(page.get_by_role("heading", name="Binnen")).to_be_visible()
    code = session.scalars(select(Item.code)).one()
    expect(page.locator(".yard-digits")).to_have_text(f"{code[:4]}\u00a0{code[4:]}")
    expect(page.locator(".label-paper img")).to_be_visible()


@ON_BOTH
def test_a_reload_loses_nothing_and_what_was_taken_out_can_be_put_back(page, door, session):
    start(page)
    choose(page, door)
    page.locator("#quantity").fill("3")
    page.locator("#weight").fill("40,5")
    add(page)
    page.reload()
    open_list(page)
    expect(page.locator("#lines .yard-row")).to_have_count(1)
    page.get_by_role("button", name="Weghalen").click()
    expect(page.locator("#lines .yard-row")).to_have_count(0)
    page.locator("[data-do=undo]").click()
    page.get_by_role("button", name="Klaar").click()
    expect(page.get_by_role("heading", name="Binnen")).to_be_visible()
    assert lines_of(session) == [("sell", "", 3000, 40_500)]


def test_a_lost_signal_keeps_the_delivery_and_sends_it_once(page, door, session):
    start(page)
    choose(page, door)
    add(page)
    open_list(page)
    # The server stores it, but the answer is lost on its way.
    page.route("**/api/v1/intakes", lambda route: (route.fetch(), route.abort()))
    page.get_by_role("button", name="Klaar").click()
    expect(page.get_by_text("Er is niets kwijt")).to_be_visible()
    page.reload()
    page.locator("#outbox-chip").click()
    page.unroute("**/api/v1/intakes")
    page.locator("[data-do=send]").click()
    expect(page.get_by_role("heading", name="Binnen")).to_be_visible()
    assert session.scalar(select(func.count()).select_from(Intake)) == 1


@AT_DESK
def test_a_refused_thing_needs_a_reason_and_gets_no_code(page, door, session):
    start(page)
    choose(page, door)
    page.locator('.choice:has(input[value="refuse"])').click()
    add(page)
    expect(page.locator('[data-error="line"]')).to_have_text("Kies waarom het geweigerd is.")
    page.locator(".pill", has_text="Kapot").click()
    add(page)
    open_list(page)
    page.get_by_role("button", name="Klaar").click()
    expect(page.get_by_role("heading", name="Binnen")).to_be_visible()
    assert lines_of(session) == [("refuse", "Kapot", 1000, door.weight_g)]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("quantity", "0", "Dit aantal kan niet kloppen"),
        ("quantity", "2,5", "Typ een heel getal"),
        ("price", "1.250", "Deze prijs kan niet kloppen"),
        ("weight", "veel", "Dit gewicht kan niet kloppen"),
    ],
)
def test_a_figure_that_cannot_be_is_said_at_once(page, door, field, typed, said):
    start(page)
    choose(page, door)
    page.locator(f"#{field}").fill(typed)
    add(page)
    expect(page.locator('[data-error="line"]')).to_contain_text(said)
    expect(page.locator(f"#{field}")).to_have_attribute("aria-invalid", "true")


@AT_DESK
def test_a_price_follows_the_condition_until_somebody_types_one(page, door):
    start(page)
    choose(page, door)
    page.locator(".segment", has_text="A").click()
    high = page.locator("#price").input_value()
    page.locator(".segment", has_text="C").click()
    assert page.locator("#price").input_value() != high
    page.locator("#price").fill("7")
    page.locator(".segment", has_text="A").click()
    assert page.locator("#price").input_value() == "7"


def test_a_photo_is_made_small_on_the_device_and_kept_with_the_thing(page, door, session, tmp_path):
    (tmp_path / "deur.jpg").write_bytes(make.photo(3200, 1600))
    start(page)
    choose(page, door)
    page.locator("#photo").set_input_files(tmp_path / "deur.jpg")
    expect(page.locator("#photo-preview")).to_be_visible()
    assert page.locator("#photo-preview").evaluate("picture => picture.naturalWidth") == 1600
    add(page)
    open_list(page)
    page.get_by_role("button", name="Klaar").click()
    expect(page.get_by_role("heading", name="Binnen")).to_be_visible()
    assert session.scalars(select(Item.photo_id)).one() is not None


def test_the_next_car_repeats_the_source(page, door):
    page.locator('.choice:has(input[value="pickup"])').click()
    page.locator("#postcode4").fill("3512")
    start(page)
    choose(page, door)
    add(page)
    open_list(page)
    page.get_by_role("button", name="Klaar").click()
    page.get_by_role("button", name="Volgende auto").click()
    expect(page.locator("#source-chip")).to_contain_text("Opgehaald · 3512")
    page.reload()
    expect(page.get_by_role("heading", name="Wat is het?")).to_be_visible()


@AT_DESK
def test_how_it_came_follows_the_site_until_somebody_says_otherwise(page, door, session):
    site = page.locator('.choice:has(input[name="site"][value="shop"])')
    source = page.locator('input[name="source"]:checked')
    expect(source).to_have_value("yard")
    site.click()
    expect(source).to_have_value("shop")
    page.locator('.choice:has(input[name="source"][value="municipality"])').click()
    page.locator('.choice:has(input[name="site"][value="yard"])').click()
    expect(source).to_have_value("municipality")
    site.click()
    start(page)
    choose(page, door)
    add(page)
    open_list(page)
    page.get_by_role("button", name="Klaar").click()
    expect(page.get_by_role("heading", name="Binnen")).to_be_visible()
    assert session.scalars(select(Intake.source_kind)).all() == ["municipality"]


def test_a_kind_is_searched_on_a_desk(page_as, door):
    page = page_as(Role.INTAKE_WORKER, DESK)
    page.goto("/intake")
    start(page)
    page.locator("#kind-search").fill(door.name_nl.upper())
    expect(page.locator(f'#kinds [data-category="{door.slug}"]')).to_be_visible()
    page.locator("#kind-search").fill("eenhoorn")
    expect(page.get_by_text("Niets gevonden")).to_be_visible()


def test_who_was_logged_out_keeps_the_delivery_and_is_shown_the_way(page, door, session):
    start(page)
    choose(page, door)
    add(page)
    open_list(page)
    page.context.clear_cookies()
    page.get_by_role("button", name="Klaar").click()
    expect(page.get_by_text("Je bent uitgelogd")).to_be_visible()
    expect(page.locator("#log-in-again")).to_be_visible()
    expect(page.locator("#outbox .yard-row-text")).to_contain_text(door.name_nl)
    assert session.scalar(select(func.count()).select_from(Intake)) == 0


@ON_BOTH
def test_what_the_server_refuses_comes_back_to_be_changed(page, door, session):
    start(page)
    choose(page, door)
    add(page)
    make.category(session, door.slug).active = False
    session.commit()
    open_list(page)
    page.get_by_role("button", name="Klaar").click()
    expect(page.locator(".toast-danger")).to_contain_text("in de catalogus")
    expect(page.locator("#lines .yard-row")).to_have_count(1)
