"""One batch on every screen that it passes, from a builder's offer to what they read of it."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Role
from tests import make
from tests.batches import build
from tests.browser.conftest import DESK, PHONE, TABLET
from tests.browser.test_offer import choose, file
from tests.browser.test_signing import sign
from tests.browser.till import pay_by_card, scan, total
from tests.trips import rides

pytestmark = pytest.mark.browser

#: What is offered: the kind in the list and by its name, how much, and what it weighs.
OFFERED = (
    ("baksteen", "Baksteen", "100", "200"),
    ("paneeldeur", "Paneeldeur", "10", "250"),
    ("lat", "Lat of rachel", "12,5", "15"),
)
#: What became of it, in grams, by the words on the page. Of 465 kg 350 are taken. The bricks weigh
#: 195,55 kg when they come, the six doors 151,26: 346,81 in all. Ten bricks of 19,75 kg are broken.
#: Ninety of 175,80 are for sale; seven are sold (13,673) of which one comes back (1,953), and one
#: door (25,21).
STORY = {
    "Aangeboden": 465_000,
    "Aangenomen": 350_000,
    "Binnengekomen": 346_810,
    "Verkocht": 13_673 - 1_953 + 25_210,
    "Gerecycled als materiaal": 0,
    "Restafval": 19_750,
    "Nog hier": 175_800 - 11_720 + 5 * 25_210,
}
#: Six bricks of € 1 and a door of € 50, without VAT.
SOLD_FOR = "€ 56,00"


@pytest.fixture
def token(session, config):
    """The link of a builder for whom an agreement waits; the shop has a van and an open till."""
    builder = build.builder(session)
    build.agreement(session, builder, accepted=False)
    rides.van(session)
    make.shift(session)
    _, token = build.link(session, config, builder)
    session.rollback()
    return token


def press(within, name):
    within.get_by_role("button", name=name, exact=True).click()


def follow(within, name):
    within.get_by_role("link", name=name, exact=True).click()


def expect_text(page, words):
    expect(page.locator("body")).to_contain_text(words)


def accept_the_agreement(page, token):
    page.goto(f"/builder/{token}")
    follow(page, "Lezen en accepteren")
    page.get_by_label("Je naam").fill("Ans Bakker")
    page.get_by_label("Je functie").fill("directeur")
    page.get_by_role("checkbox").check()
    press(page, "Afspraak accepteren")
    expect_text(page, "De afspraak is geaccepteerd")


def make_the_offer(page):
    follow(page, "Je pagina")
    follow(page, "Restpartij aanbieden")
    page.fill("[name=project]", "Sloop Vathorst")
    page.fill("[name=street]", "Bouwweg 1")
    page.fill("[name=postcode]", "3825 AB")
    page.fill("[name=city]", "Amersfoort")
    page.fill("[name=available_until]", str(clock.today() + timedelta(days=14)))
    for at, (words, name, quantity, kilograms) in enumerate(OFFERED):
        if at:
            press(page, "Nog een regel")
        choose(page, at, words, name)
        page.fill(f"#lines-{at}-quantity", quantity)
        page.fill(f"#lines-{at}-weight", kilograms)
    page.set_input_files("#lines-0-photos", file("steen.jpg", make.photo(800, 600)))
    page.get_by_label("Foto weghalen: steen.jpg").wait_for()
    press(page, "Aanbod versturen")
    expect_text(page, "We hebben je aanbod")
    return page.url


def decide(page):
    page.goto("/")
    follow(page, "Restpartijen")
    follow(page, "Sloop Vathorst")
    expect(page.locator(".photo-strip img")).to_have_count(1)
    bricks, doors, laths = (page.get_by_role("region", name=each[1]) for each in OFFERED)
    press(bricks, "Alles aannemen")
    expect(bricks).to_contain_text("Aangenomen")
    doors.get_by_text("Iets anders").click()
    doors.get_by_text("Een deel aannemen").click()
    doors.get_by_label("Hoeveel").fill("6")
    expect(doors.get_by_label("Gewicht")).to_have_value("150")
    press(doors, "Sla deze beslissing op")
    expect(doors).to_contain_text("Deels aangenomen")
    laths.get_by_text("Iets anders").click()
    laths.get_by_text("Afwijzen", exact=True).click()
    laths.get_by_text("We hebben hier genoeg van.").click()
    press(laths, "Sla deze beslissing op")
    expect(laths).to_contain_text("Afgewezen")
    press(page, "Spreek deze partij af")
    expect(page.locator(".page-header")).to_contain_text("Afgesproken")


def plan_the_trip(page):
    follow(page, "Transport")
    page.get_by_label("Dag").fill(str(clock.today()))
    press(page, "Plannen")
    expect(page.locator(".page-header")).to_contain_text("Transport gepland")
    follow(page, "Ritten")
    page.get_by_role("link", name="Nieuwe rit").first.click()
    page.get_by_label("Chauffeur").fill("Ruben")
    press(page, "Opslaan")
    press(page, "Op deze rit zetten")
    expect(page.locator(".stops")).to_contain_text("Bouwweg 1")


def see_when_it_is_fetched(page):
    page.reload()
    expect_text(page, "We hebben hier genoeg van.")
    expect(page.locator(".stands")).to_contain_text("09:00 – 12:00")


def drive(page):
    page.goto("/")
    follow(page, "Ritten")
    page.locator(".trip-card").click()
    press(page, "Vertrekken")
    press(page, "Geladen")
    page.get_by_label("Gereden kilometers").fill("24")
    press(page, "Rit afronden")
    expect_text(page, "24 kilometer gereden.")
    follow(page, "Levering opschrijven")


def take_it_in(page):
    follow(page, "Er is iets gebracht")
    expect(page.locator("#driver")).to_have_value("Ruben")
    for at, (quantity, kilograms) in enumerate((("100", "195,55"), ("6", "151,26")), 1):
        page.fill(f"#line-{at}-quantity_milli", quantity)
        page.fill(f"#line-{at}-weight_g", kilograms)
    bricks = page.locator("[data-came]").first
    bricks.get_by_text("Er is iets anders").click()
    bricks.get_by_role("checkbox", name="nat").check()
    page.get_by_label("Waar staat het nu?").select_option(label="Winkel")
    page.fill("#signed_by", "Kees Timmer")
    sign(page)
    expect_text(page, "De handtekening staat er.")
    press(page, "Levering opslaan")
    expect_text(page, "anders: nat")
    expect(page.locator(".came-weight")).to_have_text("346,81\u00a0kg")
    expect(page.get_by_alt_text("Handtekening van Kees Timmer")).to_be_visible()


def inspect(page):
    page.get_by_role("link", name="Keuren").first.click()
    page.locator("#part-0-outcome").select_option("residue")
    page.fill("#part-0-quantity_milli", "10")
    page.fill("#part-0-weight_g", "19,75")
    page.fill("#part-0-reason", "gebroken")
    page.get_by_text("Deel 2").click()
    page.locator("#part-1-outcome").select_option("stock")
    press(page, "Gekeurd")
    page.get_by_role("link", name="Keuren").click()
    page.locator("#part-0-outcome").select_option("stock")
    press(page, "Gekeurd")


def put_into_stock(page):
    """Give the codes of the heap of bricks and of a door."""
    follow(page, "In voorraad nemen")
    bricks, doors = (page.get_by_role("region", name=each[1]) for each in OFFERED[:2])
    bricks.get_by_label("Prijs per eenheid").fill("1,21")
    doors.get_by_label("Prijs per eenheid").fill("60,50")
    doors.get_by_role("radio", name="Elk stuk apart").check()
    press(page, "In voorraad zetten")
    expect_text(page, "Het staat in voorraad")
    things = page.locator(".came-items").all()
    return [each.locator(".code").first.text_content().replace(" ", "") for each in things]


def sell(page, bricks, door):
    page.goto("/till/till-1")
    page.keyboard.type("7")
    page.keyboard.press("*")
    scan(page, bricks)
    scan(page, door)
    expect(total(page)).to_have_text("€ 68,97")
    pay_by_card(page)
    expect(page.locator("#done")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_be_hidden()


def take_one_back(page):
    page.keyboard.press("F7")
    page.fill("#return-query", "1")
    page.keyboard.press("Enter")
    page.locator("#return-found .found").click()
    page.fill("#return-1", "1")
    page.get_by_role("button", name="Terug in de verkoop").first.click()
    press(page, "Klaar")
    expect(total(page)).to_have_text("€ -1,21")
    page.keyboard.press("F9")
    page.get_by_role("button", name="Terugboeken op de pas").click()
    expect(page.locator("#done-word")).to_have_text("Terugbetaald")


def issue_the_statement(page):
    follow(page, "Restpartijen")
    follow(page, "Sloop Vathorst")
    follow(page, "Wat ervan werd")
    expect_text(page, "Klopt op de gram")
    page.get_by_text("Een staat uitgeven").click()
    press(page, "Uitgeven")
    expect_text(page, "De staat is uitgegeven.")


def open_the_statement(page, token):
    page.goto(f"/builder/{token}")
    page.get_by_role("link", name="Sloop Vathorst").click()
    page.get_by_role("link", name="met een tweede leven").click()
    expect_text(page, "Waar alles is wat binnenkwam")


def kilograms_on(page):
    """Read each row of what came in, in grams, by its word; what is still here is told once."""
    told = {}
    for row in page.locator(".adds > div:not(.adds-under)").all():
        kilograms = re.fullmatch(r"([\d.]+,\d{3}) kg", row.locator("dd").inner_text())[1]
        told[row.locator("dt").inner_text()] = int(kilograms.replace(".", "").replace(",", ""))
    return told


def paper_of(page):
    """Open the statement's PDF by its link; give its words."""
    link = page.get_by_role("link", name="Bewaren of afdrukken (PDF)")
    answer = page.request.get(link.get_attribute("href"))
    assert answer.body().startswith(b"%PDF")
    return " ".join(each.extract_text() for each in PdfReader(BytesIO(answer.body())).pages)


def test_the_kilograms_of_a_batch_add_up_on_the_page_of_its_builder(
    page_as, session, config, token
):
    phone = page_as(None, PHONE)
    accept_the_agreement(phone, token)
    batch = make_the_offer(phone)
    desk = page_as(Role.COORDINATOR, DESK)
    decide(desk)
    plan_the_trip(desk)
    see_when_it_is_fetched(phone)
    tablet = page_as(Role.INTAKE_WORKER, TABLET)
    drive(tablet)
    take_it_in(tablet)
    inspect(tablet)
    bricks, door = put_into_stock(tablet)
    till = page_as(Role.CASHIER, DESK)
    sell(till, bricks, door)
    take_one_back(till)
    issue_the_statement(desk)
    open_the_statement(phone, token)
    told = kilograms_on(phone)
    assert told == STORY
    assert sum(list(told.values())[3:]) == told["Binnengekomen"]
    expect(phone.locator(".stat", has_text="Verkocht voor")).to_contain_text(SOLD_FOR)
    words = paper_of(phone)
    assert "346,810" in words
    assert SOLD_FOR in words.replace("\xa0", " ")
    nobody_else_sees(phone, session, config, batch)


def nobody_else_sees(page, session, config, batch):
    """Ask for the batch and its statement by the link of another builder."""
    mine = re.search("/builder/([^/]+)/", page.url)[1]
    _, other = build.link(session, config, build.builder(session, "Bouwbedrijf De Zaag"))
    for address in (batch, page.url, f"{page.url}.pdf"):
        assert page.request.get(address).status == 200
        assert page.request.get(address.replace(mine, other)).status == 404
    assert "Vathorst" not in page.request.get(f"/builder/{other}").text()
