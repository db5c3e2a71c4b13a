"""A signature is drawn on a phone, stays when the page comes back, and gives way to paper."""

import math
import re
from io import BytesIO

from PIL import Image
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.batches.delivery import signature
from bouwkringloop.batches.delivery.models import BatchDelivery
from tests.batches import build
from tests.browser.conftest import PHONE


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
