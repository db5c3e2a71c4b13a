"""A load on a phone: a signature that is drawn and stays, and a weight that the scales tell."""

import json
import math
import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.batches.delivery import signature
from bouwkringloop.batches.delivery.models import BatchDelivery, DeliveryLine
from bouwkringloop.intake import scales
from tests import make
from tests.batches import build
from tests.browser.conftest import PHONE
from tests.browser.test_scales_js import SCALES


def sign(page):
    """Draw a wave through the whole field."""
    field = page.locator("[data-sign-canvas]")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 90)
    page.mouse.down()
    for step in range(1, 40):
        page.mouse.move(box["x"] + 20 + step * 7, box["y"] + 90 + 50 * math.sin(step / 3))
    page.mouse.up()


def opened(page_as, session):
    batch = build.batch(session, state="agreed")
    page = page_as(Role.INTAKE_WORKER, PHONE)
    page.goto(f"/batches/{batch.uuid}/deliveries/new")
    page.fill("#line-1-quantity_milli", "100")
    page.fill("#line-1-weight_g", "200")
    page.fill("#signed_by", "Kees Timmer")
    return page


def store(page):
    page.get_by_role("button", name="Levering opslaan").click()


def test_what_is_drawn_is_kept_also_when_the_page_comes_back(page_as, session, config):
    page = opened(page_as, session)
    page.fill("#vehicle_max_g", "150")
    page.get_by_text("Er is nog niets getekend.").wait_for()
    sign(page)
    page.get_by_text("De handtekening staat er.").wait_for()
    store(page)
    page.get_by_text("Kijk na wat er gewogen is.").wait_for()
    page.get_by_text("De handtekening staat er.").wait_for()
    page.fill("#vehicle_max_g", "3500")
    store(page)
    page.wait_for_url(re.compile("/deliveries$"))
    made = session.scalars(select(BatchDelivery)).one()
    with Image.open(BytesIO(signature.read(config.signatures, made.signature_id))) as drawn:
        assert drawn.width > drawn.height
        assert drawn.width > 200
    page.get_by_alt_text("Handtekening van Kees Timmer").wait_for()


def test_what_was_drawn_can_be_cleared_and_signed_on_paper_without_drawing(page_as, session):
    page = opened(page_as, session)
    sign(page)
    page.get_by_role("button", name="Wissen").click()
    page.get_by_text("Er is nog niets getekend.").wait_for()
    store(page)
    page.get_by_text("nog geen handtekening in het veld").wait_for()
    page.get_by_role("checkbox", name="Op papier getekend").check()
    assert page.locator("[data-sign-canvas]").is_hidden()
    store(page)
    page.wait_for_url(re.compile("/deliveries$"))
    assert session.scalars(select(BatchDelivery)).one().signature_id == signature.ON_PAPER


@pytest.mark.parametrize(
    ("typed", "grams", "source"), [(False, 12_345, "scale"), (True, 12_340, "typed")]
)
def test_a_line_of_a_load_is_read_from_the_scales(page_as, session, typed, grams, source):
    facts = scales.ScaleFacts("Brug", "hub", 60_000, "st 2400 7E1")
    scales.add_scale(session, facts, by=make.actor(session))
    batch = build.batch(session, build.line(session, quantity=5, weight_g=12_000), state="agreed")
    page = page_as(Role.INTAKE_WORKER, PHONE)
    told = json.dumps({"lines": ["ST,GS,+12.345kg\r\n"]})
    with page.add_init_script(f"({SCALES})({told})"):
        page.goto(f"/batches/{batch.uuid}/deliveries/new")
    page.fill("#line-1-quantity_milli", "5")
    page.get_by_text("Op de weegschaal, met pallet of krat").click()
    page.locator("[data-scale]").select_option("brug")
    page.locator("[data-scale-go]").click()
    expect(page.locator("#line-1-gross_g")).to_have_value("12,345")
    if typed:
        page.fill("#line-1-gross_g", "12,34")
    store(page)
    page.wait_for_url(re.compile("/deliveries$"))
    line = session.scalars(select(DeliveryLine)).one()
    assert (line.weight_g, line.gross_g, line.weight_source) == (grams, grams, source)
