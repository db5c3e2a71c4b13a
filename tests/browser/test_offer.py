"""A builder on a phone offers three lines with a photo and a PDF."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from bouwkringloop.base import clock
from tests import make
from tests.batches import build, offers
from tests.browser.conftest import PHONE


def file(name, data, media="image/jpeg"):
    return {"name": name, "mimeType": media, "buffer": data}


def choose(page, line, words, name):
    page.locator(f"#lines-{line}-category-pick").click()
    page.fill("#kind-search", words)
    page.get_by_role("button", name=name, exact=True).click()


def start(page, session, config):
    _, token = build.link(session, config, build.builder(session))
    session.rollback()
    page.goto(f"/builder/{token}/offer")
    page.fill("[name=project]", "Sloop Vathorst")
    page.fill("[name=street]", "Bouwweg 1")
    page.fill("[name=postcode]", "3825ab")
    page.fill("[name=city]", "Amersfoort")
    page.fill("[name=available_until]", str(clock.today() + timedelta(days=14)))
    return token


def test_a_builder_on_a_phone_offers_three_lines_with_a_photo_and_a_pdf(page_as, session, config):
    page = page_as(None, PHONE)
    token = start(page, session, config)
    choose(page, 0, "baksteen", "Baksteen")
    page.fill("#lines-0-quantity", "1200")
    page.get_by_text("Volgens onze lijst ongeveer 2280 kg").wait_for()
    page.set_input_files("#lines-0-photos", file("steen.jpg", make.photo(2400, 1800)))
    page.get_by_label("Foto weghalen: steen.jpg").wait_for()
    page.get_by_role("button", name="Nog een regel").click()
    choose(page, 1, "paneeldeur", "Paneeldeur")
    page.fill("#lines-1-quantity", "3")
    page.set_input_files("#lines-1-papers", file("dop.pdf", offers.paper(), "application/pdf"))
    assert page.get_by_label("Wat is “dop.pdf”?").input_value() == "dop"
    page.get_by_role("button", name="Nog een regel").click()
    page.locator("#lines-2-category-pick").click()
    page.get_by_role("button", name="Hout", exact=True).click()
    page.get_by_role("button", name="Lat of rachel").click()
    page.fill("#lines-2-quantity", "veel")
    page.get_by_role("button", name="Aanbod versturen").click()
    # What is wrong is said at its line, and neither words nor files are lost.
    page.get_by_text("‘veel’ is geen hoeveelheid").wait_for()
    page.get_by_label("Foto weghalen: steen.jpg").wait_for()
    assert page.evaluate("document.querySelector('#lines-1-papers').files[0].name") == "dop.pdf"
    page.fill("#lines-2-quantity", "12,5")
    page.get_by_role("button", name="Aanbod versturen").click()
    page.wait_for_url(re.compile(f"/builder/{token}/batches/"))
    (batch,) = offers.stored(session)
    assert [(line.category.slug, line.quantity_milli) for line in batch.lines] == [
        ("brick", 1_200_000),
        ("panelled-door", 3000),
        ("batten", 12_500),
    ]
    assert sorted((one.kind, one.name) for one in batch.files) == [
        ("dop", "dop.pdf"),
        ("photo", "steen.jpg"),
    ]


def test_words_survive_another_language_and_lines_come_and_go(page_as, session, config):
    page = page_as(None, PHONE)
    start(page, session, config)
    choose(page, 0, "baksteen", "Baksteen")
    page.get_by_role("button", name="Nog een regel").click()
    page.fill("#lines-1-description", "Tweede regel")
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="Add another line").wait_for()
    expect(page.locator("[name=project]")).to_have_value("Sloop Vathorst")
    expect(page.locator("#lines-1-description")).to_have_value("Tweede regel")
    page.get_by_role("button", name="Remove this line").first.click()
    expect(page.locator("[data-line]")).to_have_count(1)
    assert page.locator("[data-number]").text_content() == "Line 1"
    assert page.input_value("#lines-1-description") == "Tweede regel"


def test_a_list_fills_the_cards_and_all_guesses_are_confirmed_at_once(page_as, session, config):
    page = page_as(None, PHONE)
    start(page, session, config)
    page.get_by_text("Heb je al een lijst?").click()
    told = "Omschrijving;Aantal\r\nBakstenen rood;100\r\nStompe deuren;4\r\n".encode("utf-8-sig")
    page.set_input_files("#list", file("lijst.csv", told, "text/csv"))
    page.get_by_role("button", name="Lees de lijst").click()
    page.get_by_text("Er zijn 2 regels gelezen").wait_for()
    page.get_by_role("button", name="Alle geraden soorten kloppen").click()
    page.get_by_role("button", name="Aanbod versturen").click()
    page.wait_for_url(re.compile("/batches/"))
    assert len(offers.stored(session)[0].lines) == 2
