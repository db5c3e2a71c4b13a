"""A receipt on the customer's phone, once more on paper, and the screen that customers see."""

from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from bouwkringloop.app import move_in
from bouwkringloop.base.permissions import Role
from bouwkringloop.base.smtp import MailServer
from bouwkringloop.printing.models import PrintJob
from tests.browser.conftest import DESK, PHONE
from tests.browser.till import pay_by_card, scan, till


def receipts(database):
    """Whether each paper of a receipt is a copy, the oldest first."""
    with database.reading() as session:
        jobs = session.scalars(select(PrintJob).where(PrintJob.kind == "receipt"))
        return [job.is_copy for job in jobs]


def sold(page, shop):
    scan(page, shop["door"])
    expect(page.locator(".line")).to_have_count(1)
    pay_by_card(page)
    expect(page.locator("#done")).to_be_visible()


@pytest.fixture
def reached(app, config, database):
    """A shop that the public reaches, and that sends mail."""
    server = MailServer("127.0.0.1", 9, "De Winkel", "w@example.nl")
    move_in(app, replace(config, public_url="https://winkel.example", mail=server), database)


@pytest.fixture
def screens(page_as, shop):
    """The till, and in another window of the same browser what customers see."""
    page = till(page_as)
    display = page.context.new_page()
    display.goto("/till/till-1/display")
    return page, display


def shown(display, part):
    return display.locator(f"#display-{part}")


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_a_phone_reads_the_code_that_the_till_shows(page_as, live, shop, reached, viewport):
    page = till(page_as, viewport=DESK)
    sold(page, shop)
    page.set_viewport_size(viewport)
    page.locator("[data-receipt=qr]").click()
    code = page.locator("#receipt-code")
    expect(code).to_be_visible()
    (read,) = zxingcpp.read_barcodes(Image.open(BytesIO(code.screenshot())))
    assert read.text == page.locator("#receipt-link").inner_text()
    assert read.text.startswith("https://winkel.example/bon/")
    page.goto(read.text.removeprefix("https://winkel.example"))
    expect(page.locator(".bon")).to_contain_text("Paneeldeur")


def test_a_shop_on_one_computer_hears_why_no_phone_can_see_it(page_as, shop):
    page = till(page_as)
    sold(page, shop)
    page.locator("[data-receipt=qr]").click()
    expect(page.locator("#receipt-nowhere")).to_contain_text("BOUWKRINGLOOP_URL")
    expect(page.locator("#receipt-code")).to_be_hidden()


def test_a_receipt_is_mailed_from_the_till(page_as, live, shop, reached):
    page = till(page_as)
    sold(page, shop)
    page.locator("[data-receipt=mail]").click()
    page.locator("#receipt-to").fill("jan@nergens")
    page.keyboard.press("Enter")
    expect(page.locator("#receipt-mail-wrong")).to_contain_text("naam@example.nl")
    page.locator("#receipt-to").fill("jan@example.nl")
    page.keyboard.press("Enter")
    expect(page.locator("#receipt-said")).to_have_text("De bon gaat per mail.")
    expect(page.locator("#receipt-mail")).to_be_hidden()


def test_without_a_mail_server_no_mail_is_offered(page_as, shop):
    page = till(page_as)
    sold(page, shop)
    expect(page.locator("[data-receipt=print]")).to_be_visible()
    expect(page.locator("[data-receipt=mail]")).to_have_count(0)


def test_who_wanted_no_paper_still_gets_an_original_and_sees_its_picture(page_as, shop, database):
    page = till(page_as)
    scan(page, shop["door"])
    page.keyboard.press("F9")
    page.locator("#no-receipt").check()
    page.locator("[data-way=pin]").click()
    page.locator("#pin-paid").click()
    expect(page.locator("#done")).to_be_visible()
    picture = page.locator("#done-picture")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("(drawn) => drawn.naturalHeight") > 100
    assert receipts(database) == []
    page.locator("[data-receipt=print]").click()
    expect(page.locator("#receipt-said")).to_have_text("De bon wordt geprint.")
    page.locator("[data-receipt=print]").click()
    expect(page.locator("#receipt-said")).to_contain_text("KOPIE")
    assert receipts(database) == [False, True]


def test_the_last_receipt_is_printed_once_more_without_leaving_the_till(page_as, shop, database):
    page = till(page_as)
    page.locator("[data-open-dialog=more]").click()
    page.locator("[data-act=again]").click()
    expect(page.locator("#alarm")).to_contain_text("nog niets verkocht")
    sold(page, shop)
    page.locator("#next").click()
    scan(page, shop["beam"])
    page.locator("[data-open-dialog=more]").click()
    page.locator("[data-act=again]").click()
    expect(page.locator("#toasts")).to_contain_text("Bon 1: De bon wordt nog eens geprint")
    expect(page.locator(".line")).to_have_count(1)
    assert receipts(database) == [False, True]


def test_a_device_that_comes_later_knows_the_last_receipt_of_the_till(page_as, shop, database):
    sold(till(page_as), shop)
    other = page_as(Role.CASHIER, new=True)
    other.goto("/till/till-1")
    other.locator("[data-open-dialog=more]").click()
    other.locator("[data-act=again]").click()
    expect(other.locator("#toasts")).to_contain_text("Bon 1: De bon wordt nog eens geprint")
    assert receipts(database) == [False, True]


def test_the_sales_page_prints_too(page_as, shop, database):
    page = till(page_as)
    sold(page, shop)
    page.locator("#done-receipt").click()
    page.get_by_role("button", name="Printen").click()
    expect(page.locator("#flashes")).to_contain_text("Het wordt geprint.")
    assert receipts(database) == [False, True]


def test_customers_see_lines_and_total_as_they_are_added(screens, shop):
    page, display = screens
    expect(shown(display, "idle")).to_be_visible()
    scan(page, shop["door"])
    scan(page, shop["beam"])
    expect(display.locator(".display-line")).to_have_count(2)
    expect(shown(display, "lines")).to_contain_text("Paneeldeur")
    expect(shown(display, "word")).to_have_text("Totaal")
    expect(shown(display, "sum")).to_have_text("€ 63,33")
    page.keyboard.press("F9")
    expect(shown(display, "word")).to_have_text("Te betalen")
    expect(shown(display, "sum")).to_have_text("€ 63,35")
    page.locator("[data-way=pin]").click()
    expect(shown(display, "sum")).to_have_text("€ 63,33")


def test_customers_see_their_change_and_a_greeting_afterwards(screens, shop):
    page, display = screens
    scan(page, shop["door"])
    page.keyboard.press("F9")
    page.locator("#cash").fill("50")
    page.locator("#cash-paid").click()
    expect(shown(display, "done-word")).to_have_text("Je wisselgeld")
    expect(shown(display, "done-sum")).to_have_text("€ 5,00")
    page.locator("#next").click()
    expect(shown(display, "idle")).to_be_visible()


def test_both_windows_may_be_reloaded(screens, shop):
    page, display = screens
    scan(page, shop["door"])
    expect(display.locator(".display-line")).to_have_count(1)
    display.reload()
    expect(shown(display, "sum")).to_have_text("€ 45,00")
    page.reload()
    expect(shown(display, "sum")).to_have_text("€ 45,00")
    scan(page, shop["beam"])
    expect(display.locator(".display-line")).to_have_count(2)


def test_a_discount_and_its_amount_are_shown_but_no_reason(screens, shop):
    page, display = screens
    scan(page, shop["door"])
    page.keyboard.press("F8")
    page.locator("#discount-percent").fill("10")
    page.locator("#discount-reason").fill("Vriend van de baas")
    page.keyboard.press("Enter")
    expect(shown(display, "rows")).to_contain_text("− € 4,50")
    expect(shown(display, "sum")).to_have_text("€ 40,50")
    assert "Vriend" not in display.content()


def test_a_parked_basket_leaves_the_screen(screens, shop):
    page, display = screens
    scan(page, shop["door"])
    expect(display.locator(".display-line")).to_have_count(1)
    page.keyboard.press("F4")
    page.locator("#park-name").fill("Mevrouw Rood")
    page.keyboard.press("Enter")
    expect(shown(display, "idle")).to_be_visible()
    expect(shown(display, "basket")).to_be_hidden()


def test_what_comes_back_is_shown_as_money_to_get(screens, shop):
    page, display = screens
    sold(page, shop)
    page.locator("#next").click()
    page.keyboard.press("F7")
    page.locator("#return-query").fill("1")
    page.keyboard.press("Enter")
    page.locator("#return-found .found").first.click()
    page.get_by_role("button", name="Te repareren").first.click()
    expect(display.locator(".display-back")).to_contain_text("€ -45,00")
    expect(shown(display, "word")).to_have_text("Je krijgt terug")
    expect(shown(display, "sum")).to_have_text("€ 45,00")


def test_the_code_of_the_receipt_is_shown_to_the_customer_while_it_is_open(
    page_as, live, shop, reached
):
    page = till(page_as)
    display = page.context.new_page()
    display.goto("/till/till-1/display")
    sold(page, shop)
    page.locator("[data-receipt=qr]").click()
    expect(shown(display, "code")).to_be_visible()
    (read,) = zxingcpp.read_barcodes(Image.open(BytesIO(shown(display, "code").screenshot())))
    assert read.text == page.locator("#receipt-link").inner_text()
    page.keyboard.press("Escape")
    expect(shown(display, "code")).to_be_hidden()


def test_the_menu_opens_the_screen_in_a_window_of_its_own(page_as, shop):
    page = till(page_as)
    scan(page, shop["door"])
    page.locator("[data-open-dialog=more]").click()
    with page.expect_popup() as opened:
        page.locator("[data-act=display]").click()
    expect(shown(opened.value, "sum")).to_have_text("€ 45,00")


@pytest.mark.parametrize(
    "size", [(1024, 600), (1280, 800), (1920, 1080), (600, 1024), (1080, 1920)]
)
def test_nothing_runs_out_of_any_screen(screens, shop, size):
    page, display = screens
    display.set_viewport_size({"width": size[0], "height": size[1]})
    runs_out = """[...document.querySelectorAll("main, main > section, output, .display-price, p")]
        .filter((each) => each.offsetParent)
        .some((each) => each.getBoundingClientRect().right > innerWidth
          || each.getBoundingClientRect().bottom > innerHeight)"""
    assert not display.evaluate(runs_out)
    for code in (shop["door"], shop["beam"], shop["lath"]):
        scan(page, code)
    page.locator("#ask-amount").fill("40")
    page.locator("#ask-add").click()
    expect(display.locator(".display-line")).to_have_count(3)
    assert not display.evaluate(runs_out)
    pay_by_card(page)
    expect(shown(display, "done")).to_be_visible()
    assert not display.evaluate(runs_out)
