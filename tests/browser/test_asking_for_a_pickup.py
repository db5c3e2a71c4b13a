"""Asking for a pick-up with a browser: photos one by one, and words that survive a reload."""

import re

from playwright.sync_api import expect
from sqlalchemy import func, select

from bouwkringloop.pickups.models import Pickup, PickupPhoto
from tests import make
from tests.browser.conftest import PHONE
from tests.pickups.conftest import TOLD


def file(name, data):
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


def fill(page):
    for name, value in TOLD.items():
        page.fill(f"[name={name}]", value)


def test_photos_are_chosen_one_by_one_and_made_small_before_they_go(page_as, session):
    page = page_as(None, PHONE)
    page.goto("/pickup")
    fill(page)
    shown = page.locator("[data-chosen] li")
    page.set_input_files("#photos", file("deur.jpg", make.photo(2400, 1800)))
    shown.nth(0).wait_for()
    page.set_input_files("#photos", file("raam.jpg", make.photo(colour="blue")))
    shown.nth(1).wait_for()
    page.set_input_files("#photos", [file("brief.jpg", b"no"), file("lijst.jpg", b"photo")])
    for name in ("brief", "lijst"):
        page.get_by_text(f"“{name}.jpg” is geen foto").wait_for()
    size = page.evaluate("document.querySelector('#photos').files[0].size")
    assert size < 200_000
    page.get_by_label("Foto weghalen: raam.jpg").click()
    assert shown.count() == 1
    page.get_by_role("button", name="Verzoek versturen").click()
    page.wait_for_url(re.compile("/pickup/.{43}$"))
    assert session.scalar(select(func.count()).select_from(PickupPhoto)) == 1


def test_what_was_typed_survives_a_reload_and_another_language_until_it_is_sent(page_as, session):
    page = page_as(None, PHONE)
    page.goto("/pickup")
    fill(page)
    page.get_by_text("Deuren en kozijnen").click()
    page.get_by_role("button", name="English").click()
    page.get_by_text("What do you have?").wait_for()
    expect(page.locator("[name=what]")).to_have_value(TOLD["what"])
    expect(page.locator("[name=groups]:checked")).to_have_count(1)
    page.get_by_role("button", name="Send the request").click()
    page.wait_for_url(re.compile("/pickup/.{43}$"))
    assert session.scalars(select(Pickup.language)).all() == ["en"]
    session.rollback()
    page.goto("/pickup")
    assert page.input_value("[name=what]") == ""
