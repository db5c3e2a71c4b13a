"""The till in a real browser: scanning, searching and paying."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.stock import reserve
from bouwkringloop.stock.models import Reservation
from bouwkringloop.till.models import SaleLine
from tests import make
from tests.browser.conftest import DESK, PHONE, TABLET
from tests.browser.till import pay_by_card, sales, scan, till, total

pytestmark = pytest.mark.browser


def test_a_basket_is_scanned_and_paid_in_cash(page_as, shop, database):
    page = till(page_as)
    scan(page, shop["door"])
    scan(page, shop["beam"])
    expect(total(page)).to_have_text("€ 63,33")
    page.keyboard.press("F9")
    expect(page.locator("#pay-due")).to_have_text("€ 63,35")
    page.get_by_role("button", name="€ 100").click()
    expect(page.locator("#pay-change-sum")).to_have_text("€ 36,65")
    page.get_by_role("button", name="Contant betaald").click()
    expect(page.locator("#done-sum")).to_have_text("€ 36,65")
    expect(page.locator("#done-picture")).to_have_js_property("complete", True)
    page.keyboard.press("Enter")
    expect(total(page)).to_have_text("€ 0,00")
    assert sales(database) == 1


@pytest.mark.parametrize("viewport", [PHONE, TABLET])
def test_a_thing_without_label_takes_three_touches_beside_its_digits(page_as, shop, viewport):
    page = till(page_as, viewport=viewport)
    if viewport is PHONE:
        page.get_by_role("button", name="Plaatjes").tap()
    page.locator("[data-kind]").first.tap()
    for key in ("2", "decimal", "5"):
        page.locator(f".zone-keys [data-key='{key}']").tap()
    page.locator("#ask-amount").tap()
    page.locator(".zone-keys [data-key='3']").tap()
    page.locator("#ask-add").tap()
    expect(total(page)).to_have_text("€ 7,50")


def test_a_number_before_a_scan_multiplies_it(page_as, shop):
    page = till(page_as)
    page.keyboard.type("2")
    page.keyboard.press("*")
    expect(page.locator("#times")).to_have_text("2 ×")
    scan(page, shop["beam"])
    expect(total(page)).to_have_text("€ 36,66")


def test_a_number_typed_while_the_last_scan_is_looked_up_is_for_the_next_scan(page_as, shop):
    page = till(page_as)
    page.evaluate(
        """() => {
            const fetched = window.fetch;
            window.answers = [];
            window.fetch = (...what) => new Promise((give) => {
                window.answers.push(() => give(fetched(...what)));
            });
        }"""
    )
    scan(page, shop["door"])
    page.keyboard.type("2")
    page.keyboard.press("*")
    scan(page, shop["beam"])
    for _ in range(2):
        while not page.evaluate("window.answers.length"):
            pass
        page.evaluate("window.answers.shift()()")
    expect(total(page)).to_have_text("€ 81,66")
    expect(page.locator("#times")).to_be_hidden()


def test_a_number_stays_when_the_scan_it_was_typed_for_is_unknown(page_as, shop):
    page = till(page_as)
    page.keyboard.type("2")
    page.keyboard.press("*")
    scan(page, "00000026")
    expect(page.locator("#times")).to_have_text("2 ×")
    scan(page, shop["beam"])
    expect(total(page)).to_have_text("€ 36,66")


def test_an_unknown_code_is_said_loudly_and_harms_nothing(page_as, shop):
    page = till(page_as)
    scan(page, shop["door"])
    expect(total(page)).to_have_text("€ 45,00")
    scan(page, "99999999")
    expect(page.get_by_role("alert").filter(has_text="99999999")).to_be_visible()
    expect(total(page)).to_have_text("€ 45,00")


def test_the_only_one_of_its_kind_is_not_put_in_twice(page_as, shop):
    page = till(page_as)
    scan(page, shop["door"])
    scan(page, shop["door"])
    expect(page.locator("#alarm")).to_contain_text("staat al op de bon")
    expect(total(page)).to_have_text("€ 45,00")


def test_measured_goods_ask_how_much_before_they_are_paid(page_as, shop):
    page = till(page_as)
    scan(page, shop["lath"])
    expect(page.locator("#ask-amount")).to_be_focused()
    expect(total(page)).to_have_text("€ 0,00")
    page.keyboard.type("4,5")
    page.keyboard.press("Enter")
    expect(total(page)).to_have_text("€ 5,63")


def test_a_line_that_was_taken_out_can_be_put_back(page_as, shop):
    page = till(page_as)
    scan(page, shop["door"])
    scan(page, shop["beam"])
    expect(total(page)).to_have_text("€ 63,33")
    page.keyboard.press("Delete")
    expect(total(page)).to_have_text("€ 45,00")
    page.locator("#undo").get_by_role("button").click()
    expect(total(page)).to_have_text("€ 63,33")


def test_a_part_by_card_leaves_the_rest_for_cash(page_as, shop, database):
    page = till(page_as)
    scan(page, shop["beam"])
    page.keyboard.press("F9")
    page.locator("[data-way=split]").click()
    page.keyboard.type("10")
    page.keyboard.press("Enter")
    expect(page.locator("#pay-due")).to_have_text("€ 8,35")
    page.reload()  # What the terminal took is remembered.
    page.keyboard.press("F9")
    expect(page.locator("#pay-due")).to_have_text("€ 8,35")
    page.locator("[data-exact]").click()
    page.locator("#cash-paid").click()
    expect(page.locator("#done-word")).to_have_text("Betaald")
    assert sales(database) == 1


def test_too_much_cash_is_refused_on_the_screen(page_as, shop, database):
    with database.session(writes=True) as session:
        dear = make.item(session, price_cents=300_000, title="Keuken").code
    page = till(page_as)
    scan(page, dear)
    page.keyboard.press("F9")
    page.locator("[data-exact]").click()
    page.locator("#cash-paid").click()
    expect(page.locator("#pay-alarm")).to_contain_text("mag niet van de wet")
    assert sales(database) == 0


def test_the_shop_lead_gives_a_discount_with_a_reason(page_as, shop, database):
    page = till(page_as, Role.SHOP_LEAD)
    scan(page, shop["door"])
    page.get_by_role("button", name="Andere prijs voor Paneeldeur").click()
    page.get_by_role("button", name="− 10 %").click()
    page.get_by_role("button", name="Wijzig de prijs").click()
    expect(page.locator("#line-price-wrong")).to_contain_text("Zeg waarom")
    page.get_by_role("button", name="Beschadigd").click()
    page.get_by_role("button", name="Wijzig de prijs").click()
    expect(total(page)).to_have_text("€ 40,50")
    pay_by_card(page)
    expect(page.locator("#done-word")).to_have_text("Betaald")
    with database.reading() as session:
        line = session.scalars(select(SaleLine)).one()
        assert (line.discount_cents, line.reason) == (450, "Beschadigd")


def test_a_search_finds_what_lost_its_label(page_as, shop):
    page = till(page_as)
    page.keyboard.press("F2")
    page.keyboard.type("paneel")
    page.locator("button.found", has_text="1 stuk").click()
    expect(total(page)).to_have_text("€ 45,00")


@pytest.mark.parametrize("viewport", [TABLET, DESK, {"width": 1180, "height": 820}])
def test_the_button_that_adds_lies_whole_within_its_zone(page_as, shop, viewport):
    page = till(page_as, viewport=viewport)
    page.locator("[data-kind]").first.click()
    add, zone = page.locator("#ask-add").bounding_box(), page.locator(".zone-keys").bounding_box()
    assert add["y"] + add["height"] <= zone["y"] + zone["height"]


def test_what_is_kept_for_somebody_is_sold_to_them_alone(page_as, shop, database):
    with database.writing() as session:
        wanted = reserve.Wanted(uuid4(), shop["door"], 1000, "Jansen")
        reserve.reserve(session, wanted, by=make.actor(session))
    page = till(page_as)
    scan(page, shop["door"])
    expect(page.locator("#confirm-dialog")).to_contain_text("Is dit Jansen?")
    page.get_by_role("button", name="Nee, terug").click()
    expect(page.get_by_text("voor iemand anders gereserveerd")).to_be_visible()
    scan(page, shop["door"])
    page.get_by_role("button", name="Ja, doen").click()
    pay_by_card(page)
    expect(page.locator("#done-word")).to_have_text("Betaald")
    assert sales(database) == 1
    with database.reading() as session:
        assert session.scalars(select(Reservation.state)).one() == "sold"


def test_a_number_is_for_nothing_else_once_its_thing_was_refused(page_as, shop):
    page = till(page_as)
    page.keyboard.type("50")
    page.keyboard.press("*")
    scan(page, shop["door"])
    expect(page.locator("#alarm")).to_be_visible()
    expect(page.locator("#times")).to_be_hidden()
    scan(page, shop["beam"])
    expect(total(page)).to_have_text("€ 18,33")


def test_a_number_is_for_nothing_else_once_its_kind_was_left(page_as, shop):
    page = till(page_as)
    page.keyboard.type("3")
    page.keyboard.press("*")
    page.locator("[data-kind]").first.click()
    expect(page.locator("#ask-amount")).to_have_value("3")
    page.locator("#ask-cancel").click()
    expect(page.locator("#times")).to_be_hidden()


def test_a_code_is_typed_as_it_stands_on_the_label(page_as, shop):
    page = till(page_as)
    page.keyboard.type(f"{shop['door'][:4]} {shop['door'][4:]}")
    page.keyboard.press("Enter")
    expect(page.locator(".line")).to_have_count(1)
