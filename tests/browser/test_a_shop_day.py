"""A whole day by hand: taken in at the yard, labelled, sold at the till, counted in the evening."""

import re
from io import BytesIO

import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import select

from bouwkringloop import proofs
from bouwkringloop.base.permissions import Role
from bouwkringloop.people import staff
from bouwkringloop.printing.models import PrintJob
from tests import make
from tests.browser.conftest import DESK, PHONE
from tests.browser.till import scan

WEIGHTS = {"panelled-door": "24", "wall-tile": "32,5", "toilet": "31"}


def log_in(page: Page, login: str, then: str) -> None:
    page.goto(f"/login?next={then}")
    page.get_by_label("Inlognaam").fill(login)
    page.get_by_label("Wachtwoord", exact=True).fill(make.PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    expect(page).to_have_url(re.compile(f"{then}$"))


def take_in(page: Page, group: str, kind: str, quantity: str, price: str, route: str = "") -> None:
    page.locator(f'[data-group="{group}"]').click()
    page.locator(f'#kinds [data-category="{kind}"]').click()
    page.locator('[data-is="ask"]:not([hidden]), [data-is="line"]:not([hidden])').wait_for()
    while page.locator('[data-is="ask"]:not([hidden])').count():
        page.locator("#answers .tile").first.click()
    page.locator("#quantity").fill(quantity)
    page.locator("#weight").fill(WEIGHTS[kind])
    if route:
        page.locator(f'.choice:has(input[value="{route}"])').click()
    else:
        page.locator("#price").fill(price)
    page.locator("#line-form button[type=submit]").click()


def read_labels(page: Page) -> list[str]:
    """Read the codes off the pictures of the labels, as any scanner would."""
    codes = []
    for picture in page.locator(".label-paper img").all():
        data = page.request.get(picture.get_attribute("src") or "").body()
        found = zxingcpp.read_barcodes(Image.open(BytesIO(data)).convert("L"))
        assert {code.format.name for code in found} == {"Code128", "QRCode"}
        (code,) = {code.text for code in found}
        codes.append(code)
    return codes


def test_a_day_from_the_boot_of_a_car_to_the_counted_drawer(page_as, database):
    with database.writing() as session:
        for name, role in (("Dawit", Role.INTAKE_WORKER), ("Fatima", Role.CASHIER)):
            staff.add(session, name=name, role=role, password=make.PASSWORD)

    yard = page_as(None, PHONE)
    log_in(yard, "dawit", "/intake")
    yard.get_by_role("button", name="Ga verder").click()
    take_in(yard, "doors", "panelled-door", "1", "42,50")
    take_in(yard, "finishes", "wall-tile", "2,5", "9,99")
    take_in(yard, "sanitary", "toilet", "1", "", route="residue")
    yard.get_by_role("button", name=re.compile("In deze levering")).click()
    yard.get_by_role("button", name="Klaar").click()
    expect(yard.get_by_role("heading", name="Binnen")).to_be_visible()
    expect(yard.locator(".label-paper img")).to_have_count(2)
    door, tiles = read_labels(yard)

    till = page_as(None, DESK)
    log_in(till, "fatima", "/till")
    till.get_by_role("link", name="Kassa 1").click()
    till.locator("label", has_text="Eén bedrag").click()
    till.locator("[name=sum]").fill("100,00")
    till.get_by_role("button", name="Open de kassa").click()
    till.wait_for_url("**/till/till-1")
    scan(till, door)
    till.keyboard.type("2,5")
    till.keyboard.press("*")
    scan(till, tiles)
    expect(till.locator("#sum")).to_have_text("€ 67,48")
    till.keyboard.press("F9")
    expect(till.locator("#pay-due")).to_have_text("€ 67,50")
    till.get_by_role("button", name="€ 100").click()
    expect(till.locator("#pay-change-sum")).to_have_text("€ 32,50")
    till.get_by_role("button", name="Contant betaald").click()
    expect(till.locator("#done-sum")).to_have_text("€ 32,50")
    till.keyboard.press("Enter")

    till.goto("/till/till-1/close")
    for cents, times in ((10000, 1), (5000, 1), (1000, 1), (500, 1), (200, 1), (50, 1)):
        till.locator(f"[name=pieces_{cents}]").fill(str(times))
    till.get_by_role("button", name="Sluit de kassa").click()
    till.get_by_role("button", name="Ja, doen").click()
    expect(till.get_by_role("heading", level=1)).to_contain_text("Z-rapport 1")
    figures = till.locator("main").inner_text()
    for amount in ("€ 67,48", "€ 0,02", "€ 167,50", "€ 0,00", "56,5 kg"):
        assert amount in figures.replace("\u00a0", " ")

    with database.reading() as session:
        kinds = session.scalars(select(PrintJob.kind).order_by(PrintJob.id)).all()
        assert kinds == ["label", "label", "drawer", "receipt", "report"]
        assert [p.breaks for p in proofs.all_of(session) if not p.holds] == []
