"""The stock room on a phone: search at once, the rest in a menu, and photos made small first."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.stock.models import Photo
from tests import make
from tests.browser.conftest import DESK, PHONE, TABLET


@pytest.fixture
def door(session):
    code = make.item(session).code
    session.rollback()
    return code


@pytest.mark.parametrize("size", [PHONE, TABLET, DESK], ids=["phone", "tablet", "desk"])
def test_every_page_of_the_room_is_one_or_two_presses_away(page_as, door, size):
    page = page_as(Role.SHOP_LEAD, size)
    page.goto("/items")
    more = page.locator(".more-menu")
    more.locator("summary").click()
    for name in ("Plekken", "Reserveringen", "Tellingen", "Zendingen", "Staat te lang"):
        expect(page.locator("main").get_by_role("link", name=name)).to_be_visible()
    box = more.locator(".menu").bounding_box()
    assert 0 <= box["x"] <= box["x"] + box["width"] <= size["width"]
    page.locator("h1").click()
    expect(more.locator(".menu")).to_be_hidden()
    more.locator("summary").click()
    page.keyboard.press("Escape")
    expect(more.locator(".menu")).to_be_hidden()
    expect(more.locator("summary")).to_be_focused()


def test_a_phone_shows_the_search_and_a_whole_thing_without_scrolling(page_as, door):
    page = page_as(Role.SHOP_LEAD, PHONE)
    page.goto("/items")
    search = page.locator("#stock-q").bounding_box()
    assert search["y"] < 220
    thing = page.locator(".stock-list tbody tr").bounding_box()
    assert thing["y"] + thing["height"] < PHONE["height"] - 64
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_photos_of_a_thing_are_made_small_before_they_are_sent(page_as, door, session):
    page = page_as(Role.INTAKE_WORKER, PHONE)
    page.goto(f"/items/{door}")
    written = BytesIO()
    Image.effect_noise((3000, 2000), 90).convert("RGB").save(written, "JPEG", quality=95)
    picture = {"name": "deur.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}
    other = {**picture, "name": "klink.jpg", "buffer": make.photo()}
    text = {"name": "bon.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    page.locator("#photos").set_input_files([picture, text, other])
    expect(page.locator("#photos-error")).to_have_text(
        "“bon.pdf” is geen foto die we kunnen lezen."
    )
    expect(page.locator("[data-chosen] img")).to_have_count(2)
    sizes = page.evaluate("[...document.getElementById('photos').files].map((file) => file.size)")
    assert sizes[0] < len(picture["buffer"]) / 2
    page.get_by_role("button", name="Foto's toevoegen").click()
    expect(page.locator(".notice-success")).to_contain_text("2 foto's")
    kept = session.scalars(select(Photo.width).order_by(Photo.width)).all()
    session.rollback()
    assert kept == [64, 1600]
