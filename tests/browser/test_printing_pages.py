"""The printing pages keep themselves up to date, and the till says what is wrong with its printer."""

from playwright.sync_api import expect

from bouwkringloop.base.permissions import Role
from bouwkringloop.printing import jobs
from printers.virtual import VirtualPrinter
from tests import make
from tests.browser.conftest import DESK, PHONE
from tests.browser.till import scan
from tests.printing.shop import put


def paper(database, problem):
    with database.writing() as session:
        jobs.state_of(session, "bonnen").problem = problem


def test_the_till_says_that_paper_is_out_and_stops_saying_so(page_as, database):
    with database.session(writes=True) as session:
        make.shift(session)
    page = page_as(Role.CASHIER, DESK, new=True)
    page.clock.install()
    page.goto("/till/till-1")
    sign = page.locator("#printer-attention")
    expect(sign).to_be_hidden()
    paper(database, "paper_out")
    page.clock.fast_forward(6000)
    expect(sign).to_have_text("Het papier van printer bonnen is op.")
    paper(database, "")
    page.clock.fast_forward(6000)
    expect(sign).to_be_hidden()


def test_the_paid_screen_says_why_no_paper_comes(page_as, database):
    with database.session(writes=True) as session:
        make.shift(session)
        code = make.item(session).code
    page = page_as(Role.CASHIER, DESK, new=True)
    page.clock.install()
    page.goto("/till/till-1")
    scan(page, code)
    expect(page.locator("#sum")).not_to_have_text("€ 0,00")
    page.keyboard.press("F9")
    page.locator("[data-way=pin]").click()
    page.locator("#pin-paid").click()
    expect(page.locator("#done-word")).to_have_text("Betaald")
    said = page.locator("#done [data-printer-words]")
    expect(said).to_be_hidden()
    paper(database, "paper_out")
    page.clock.fast_forward(6000)
    expect(said).to_have_text("Het papier van printer bonnen is op.")
    expect(said).to_be_visible()


def test_the_list_of_prints_changes_by_itself_and_keeps_the_focus(page_as, database):
    page = page_as(Role.SHOP_LEAD, PHONE, new=True)
    page.clock.install()
    page.goto("/printing")
    with database.session(writes=True) as session:
        number = put(session)
    with database.writing() as session:
        jobs.claim(session, number, "labels")
        jobs.recover(session, "labels")
    page.clock.fast_forward(3000)
    settle = page.locator(f"#look-settle-{number}")
    settle.focus()
    paper(database, "cover_open")
    page.clock.fast_forward(3000)
    expect(page.get_by_text("Het deksel van printer bonnen staat open.").first).to_be_visible()
    expect(settle).to_be_focused()
    settle.click()
    expect(page.get_by_text("Genoteerd")).to_be_visible()


def test_a_manager_adds_a_printer_and_picks_its_letters(page_as, config):
    with VirtualPrinter() as device:
        page = page_as(Role.MANAGER, DESK)
        page.goto("/printing/printers")
        page.get_by_role("link", name="Printer toevoegen").click()
        page.get_by_label("Naam").fill("Kassa 1")
        page.get_by_label("Adres").fill(device.uri.removeprefix("tcp://"))
        page.get_by_label("Kassa 2").check()
        page.get_by_role("button", name="Printer toevoegen").click()
        expect(page.get_by_role("heading", name="Kassa 1", level=1)).to_be_visible()
        expect(page.get_by_label("Kassa 2")).to_be_checked()
        page.get_by_label("Regel B").check()
        page.get_by_role("button", name="Kies").click()
        expect(page.get_by_label("Regel B")).to_be_checked()
        text = config.printers_file.read_text(encoding="utf-8")
        assert 'tills = ["till-2"]' in text
        assert 'codepage = {name = "cp1252", slot = 16}' in text
