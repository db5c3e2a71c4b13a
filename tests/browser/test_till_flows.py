"""A cashier's whole craft in a real browser: park, override, split, take back, exchange, close."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from bouwkringloop import proofs
from bouwkringloop.base.permissions import Role
from bouwkringloop.catalogue.models import Category, StickerColour
from bouwkringloop.partners.models import Customer
from bouwkringloop.till.models import Approval, JournalEntry, Payment, Sale, SaleLine
from bouwkringloop.till.vouchers.models import Voucher
from tests import make
from tests.browser.till import pay_by_card, sales, scan, till, total

pytestmark = pytest.mark.browser


@pytest.fixture
def lead(database):
    """A shop lead with a PIN, whom a cashier can call."""
    with database.writing() as session:
        return make.person(session, "Sjaan Leider", Role.SHOP_LEAD).name


def more(page, act):
    page.locator("[data-open-dialog=more]").click()
    page.locator(f"[data-act={act}]").click()


def next_customer(page):
    expect(page.locator("#done")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_be_hidden()


def kinds_of_entries(database):
    with database.reading() as session:
        return list(session.scalars(select(JournalEntry.kind).order_by(JournalEntry.id)))


def assert_books_hold(database):
    with database.reading() as session:
        assert [proof.breaks for proof in proofs.all_of(session) if not proof.holds] == []


def test_a_day_of_parking_overriding_splitting_taking_back_and_closing(
    page_as, shop, database, lead
):
    page = till(page_as)
    scan(page, shop["beam"])
    expect(total(page)).to_have_text("€ 18,33")
    # Parked under a name, and gone on with.
    page.locator("#do-park").click()
    page.locator("#park-name").fill("Mevrouw met de bus")
    page.keyboard.press("Enter")
    expect(total(page)).to_have_text("€ 0,00")
    expect(page.locator("#waiting-count")).to_have_text("1")
    scan(page, shop["door"])
    pay_by_card(page)
    next_customer(page)
    page.locator("#do-waiting").click()
    page.get_by_text("Mevrouw met de bus").click()
    expect(total(page)).to_have_text("€ 18,33")
    # Half off goes further than a cashier may: the lead's PIN, in place.
    page.locator(".line-main").first.click()
    page.locator(".line-tool[title^='Andere prijs']").click()
    page.locator("#line-price-price").fill("9")
    page.locator("#line-price-reason").fill("Beschadigd")
    page.locator("#line-price-form button:not([type=button])").click()
    page.keyboard.press("F9")
    expect(page.locator("#approve-what")).to_contain_text("€ 9,33")
    page.locator(".approve-lead", has_text=lead).click()
    page.locator("#approve-pin").fill("0000")
    page.keyboard.press("Enter")
    expect(page.locator("#approve-wrong")).to_contain_text("klopt niet")
    page.locator("#approve-pin").fill(make.PIN)
    page.keyboard.press("Enter")
    # Part by card, the rest in cash.
    page.locator("[data-way=split]").click()
    page.locator("#part").fill("5")
    page.locator("#part-paid").click()
    expect(page.locator("#pay-due")).to_have_text("€ 4,00")
    page.get_by_role("button", name="Gepast").click()
    page.locator("#cash-paid").click()
    expect(page.locator("#done")).to_be_visible()
    page.keyboard.press("Enter")
    # The door comes back, to be repaired, and its money to the card.
    page.keyboard.press("F7")
    page.locator("#return-query").fill("1")
    page.keyboard.press("Enter")
    expect(page.locator("#return-found .found")).to_have_count(1)
    page.locator("#return-found .found").click()
    page.get_by_role("button", name="Te repareren").first.click()
    expect(total(page)).to_have_text("€ -45,00")
    page.keyboard.press("F9")
    expect(page.locator("#ways-back")).not_to_contain_text("Contant")
    page.get_by_role("button", name="Terugboeken op de pas").click()
    expect(page.locator("#done-word")).to_have_text("Terugbetaald")
    page.keyboard.press("Enter")
    assert sales(database) == 3
    with database.reading() as session:
        assert session.scalars(select(Approval.kind)).all() == ["price"]
        assert session.scalar(select(SaleLine.back_to).where(SaleLine.quantity_milli < 0)) == (
            "repair"
        )
    page.goto("/till/till-1/close")
    page.locator("[name=how][value=sum]").check(force=True)
    page.locator("[name=sum]").fill("104")
    page.locator("[name=sum]").press("Enter")
    page.locator("[data-confirm-yes]").click()
    expect(page.locator("body")).to_contain_text("Z-rapport 1")
    told = kinds_of_entries(database)
    assert told.count("basket.parked") == told.count("basket.taken") == 1
    assert [kind for kind in told if kind in ("approved", "refund", "shift.closed")] == [
        "approved",
        "refund",
        "shift.closed",
    ]
    assert_books_hold(database)


def test_an_exchange_is_one_basket_and_the_difference_is_paid(page_as, shop, database):
    page = till(page_as)
    scan(page, shop["beam"])
    pay_by_card(page)
    next_customer(page)
    more(page, "return")
    page.locator("#return-found .found").first.click()
    page.get_by_role("button", name="Terug in de verkoop").first.click()
    expect(page.locator("#return")).to_be_hidden()
    scan(page, shop["door"])
    expect(total(page)).to_have_text("€ 26,67")
    pay_by_card(page)
    expect(page.locator("#done")).to_be_visible()
    with database.reading() as session:
        last = session.scalars(select(Sale).order_by(Sale.id.desc())).first()
        assert (last.total_cents, [line.quantity_milli for line in last.lines]) == (
            2667,
            [-1000, 1000],
        )
    assert_books_hold(database)


def test_all_of_it_goes_with_the_keyboard_and_the_scanner_alone(page_as, shop, database):
    page = till(page_as)
    scan(page, shop["door"])
    page.keyboard.press("F8")
    page.keyboard.type("10")
    page.keyboard.press("Tab")
    page.locator("#discount-reason").focus()
    page.keyboard.type("Vaste klant")
    page.keyboard.press("Enter")
    expect(total(page)).to_have_text("€ 40,50")
    page.keyboard.press("F4")
    page.keyboard.type("Piet")
    page.keyboard.press("Enter")
    expect(total(page)).to_have_text("€ 0,00")
    page.keyboard.press("F6")
    expect(page.locator("#waiting-list .found")).to_be_visible()
    page.locator("#waiting-list .found").focus()
    page.keyboard.press("Enter")
    expect(total(page)).to_have_text("€ 40,50")
    page.keyboard.type("2")
    page.keyboard.press("*")
    scan(page, shop["beam"])
    expect(total(page)).to_have_text("€ 73,49")
    page.keyboard.press("Delete")
    expect(total(page)).to_have_text("€ 40,50")
    page.keyboard.press("F9")
    page.keyboard.type("50")
    page.keyboard.press("Enter")
    expect(page.locator("#done-sum")).to_have_text("€ 9,50")
    page.keyboard.press("Enter")
    page.keyboard.press("F7")
    scan(page, shop["door"])
    page.locator("#return-found .found").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Terug in de verkoop").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("F9")
    expect(page.locator("#ways-back button").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#done-sum")).to_have_text("€ 40,50")
    assert sales(database) == 2
    told = kinds_of_entries(database)
    assert "lines.voided" in told
    assert_books_hold(database)


def test_a_gift_card_is_sold_and_spent(page_as, shop, database):
    page = till(page_as)
    more(page, "voucher")
    page.locator("#gift-amount").fill("25")
    page.keyboard.press("Enter")
    pay_by_card(page)
    expect(page.locator("#done-vouchers")).to_contain_text("€ 25,00")
    page.keyboard.press("Enter")
    with database.reading() as session:
        code = session.scalar(select(Voucher.code))
    scan(page, shop["door"])
    page.keyboard.press("F9")
    page.locator("[data-way=voucher]").click()
    page.locator("#voucher-code").fill(code.lower())
    page.keyboard.press("Enter")
    expect(page.locator("#voucher-words")).to_contain_text("€ 25,00")
    page.keyboard.press("Enter")
    expect(page.locator("#pay-due")).to_have_text("€ 20,00")
    page.get_by_role("button", name="Gepast").click()
    page.locator("#cash-paid").click()
    expect(page.locator("#done-vouchers")).to_contain_text("€ 0,00")
    with database.reading() as session:
        assert session.scalar(select(Voucher.balance_cents)) == 0
    assert_books_hold(database)


def test_a_wrong_voucher_is_said_and_the_basket_stays(page_as, shop, database):
    page = till(page_as)
    scan(page, shop["door"])
    page.keyboard.press("F9")
    page.locator("[data-way=voucher]").click()
    page.locator("#voucher-code").fill("2222-3333-4444")
    page.keyboard.press("Enter")
    expect(page.locator("#pay-alarm")).to_contain_text("2222-3333-4444")
    page.keyboard.press("Escape")
    expect(total(page)).to_have_text("€ 45,00")


def test_without_a_receipt_there_is_store_credit_and_the_lead_allows_it(
    page_as, shop, database, lead
):
    page = till(page_as)
    page.keyboard.press("F7")
    page.locator("#return-blind").click()
    page.locator("#blind-kind").select_option(index=1)
    page.locator("#blind-price").fill("12,50")
    page.locator("#blind-reason").fill("Past niet")
    page.keyboard.press("Enter")
    expect(total(page)).to_have_text("€ -12,50")
    page.keyboard.press("F9")
    page.locator(".approve-lead", has_text=lead).click()
    page.locator("#approve-pin").fill(make.PIN)
    page.keyboard.press("Enter")
    expect(page.locator("#ways-back button")).to_have_count(1)
    page.get_by_role("button", name="Tegoedbon geven").click()
    expect(page.locator("#done-vouchers")).to_contain_text("€ 12,50")
    assert_books_hold(database)


def test_what_a_customer_may_buy_on_account_is_put_there(page_as, shop, database):
    with database.writing() as session:
        made = make.customer(session, may_buy_on_account=True, account_limit_cents=10_000)
        name = made.name
    page = till(page_as)
    scan(page, shop["door"])
    page.keyboard.press("F9")
    page.locator("[data-way=account]").click()
    page.locator("#customer-query").fill(name[:5])
    page.locator("#customer-found .found").first.click()
    page.locator("#account-paid").click()
    expect(page.locator("#done")).to_be_visible()
    with database.reading() as session:
        assert session.scalar(select(Payment.method)) == "account"
        assert session.scalar(select(Customer.open_cents).where(Customer.name == name)) == 4500


def test_a_donation_rounds_up_and_a_card_takes_its_rate_off(page_as, shop, database):
    page = till(page_as)
    scan(page, shop["door"])
    more(page, "donation")
    page.locator("#donation-offers button").first.click()
    page.keyboard.press("Enter")
    page.locator("#donation-form button:not([type=button])").click()
    expect(total(page)).to_have_text("€ 46,00")
    pay_by_card(page)
    expect(page.locator("#done")).to_be_visible()
    with database.reading() as session:
        kinds = session.scalars(select(SaleLine.kind).order_by(SaleLine.id)).all()
    assert kinds == ["goods", "donation"]


def test_a_sticker_of_an_older_week_is_cheaper_and_a_flat_price_needs_no_digits(
    page_as, shop, database
):
    with database.writing() as session:
        for at, slug in enumerate(("yellow", "green", "blue", "red")):
            session.add(
                StickerColour(slug=slug, name_nl=slug, name_en=slug, colour="#aabbcc", position=at)
            )
        unlabelled = session.scalars(
            select(Category).where(Category.unlabelled, Category.unit == "piece")
        ).all()
        unlabelled[0].flat_price_cents = 150
        flat, other = unlabelled[0].slug, unlabelled[1].slug
    page = till(page_as)
    page.locator(f"[data-kind={flat}]").click()
    expect(total(page)).to_have_text("€ 1,50")
    page.locator(f"[data-kind={other}]").click()
    page.locator("#ask-price").fill("10")
    page.locator(".sticker", has_text="−25%").first.click()
    page.locator("#ask-add").click()
    expect(total(page)).to_have_text("€ 9,00")
    pay_by_card(page)
    expect(page.locator("#done")).to_be_visible()
    assert_books_hold(database)


def test_a_basket_that_is_given_up_stands_in_the_journal(page_as, shop, database):
    page = till(page_as)
    scan(page, shop["door"])
    more(page, "give-up")
    page.locator("[data-confirm-yes]").click()
    expect(total(page)).to_have_text("€ 0,00")
    page.reload()
    assert "basket.aborted" in kinds_of_entries(database)
