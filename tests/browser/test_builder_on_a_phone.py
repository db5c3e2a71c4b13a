"""What a builder sees on a phone by their link, where it is narrow and slow."""

import re

from tests import make
from tests.batches import offers, shown
from tests.batches.pages import known_shop
from tests.browser.conftest import PHONE
from tests.browser.test_offer import choose, file, start

#: A phone that makes no photo small before it is let go.
SLOW = """() => {
  const quick = createImageBitmap;
  const held = new Promise((letGo) => { window.letGo = letGo; });
  window.createImageBitmap = async (...photo) => { await held; return quick(...photo); };
}"""


def test_the_long_name_of_a_shop_gives_way_to_the_choice_of_the_language(page_as, session, config):
    known_shop(session, name="Bouwkringloop Amersfoort en omstreken")
    seen = shown.batches(session, config)
    session.rollback()
    page = page_as(None, PHONE)
    for rest in ("", f"/statements/{seen['statement']}"):
        page.goto(f"/builder/{seen['builder']}{rest}")
        name = page.locator(".touch-place").bounding_box()
        choice = page.locator(".touch-middle button").first.bounding_box()
        assert name["x"] + name["width"] <= choice["x"], rest


def test_an_offer_that_is_sent_while_photos_are_made_small_waits_for_them(page_as, session, config):
    page = page_as(None, PHONE, new=True)
    token = start(page, session, config)
    choose(page, 0, "baksteen", "Baksteen")
    page.fill("#lines-0-quantity", "1200")
    page.evaluate(SLOW)
    page.set_input_files("#lines-0-photos", file("steen.jpg", make.photo(800, 600)))
    send = page.get_by_role("button", name="Aanbod versturen")
    send.click()
    assert send.get_attribute("aria-busy") == "true"
    page.evaluate("letGo()")
    page.wait_for_url(re.compile(f"/builder/{token}/batches/"))
    assert page.locator(".own-lines img").count() == 1
    (batch,) = offers.stored(session)
    assert len(batch.files) == 1
