"""The paying screen with a card terminal that is joined to the till."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from bouwkringloop.app import move_in
from bouwkringloop.till import card_end
from bouwkringloop.till.terminals import Told
from bouwkringloop.till.terminals.models import CardPayment
from tests.browser.till import sales, scan, till, total
from tests.till.cards import MOLLIE

pytestmark = pytest.mark.browser


@pytest.fixture
def asking(page_as, app, config, database, shop):
    """A till whose terminal has just been asked for the price of a door."""
    move_in(app, replace(config, cards=MOLLIE), database)
    page = till(page_as)
    scan(page, shop["door"])
    expect(total(page)).to_have_text("€ 45,00")
    page.keyboard.press("F9")
    page.locator("[data-way=pin]").click()
    with page.expect_response("**/api/v1/card-payments") as asked:
        page.locator("#pin-ask").click()
    assert asked.value.ok
    expect(page.locator("#terminal-sum")).to_have_text("€ 45,00")
    expect(page.locator("#terminal-words")).not_to_be_empty()
    return page


def ends(database, state):
    """The terminal's service tells what became of the payment."""
    with database.writing() as session:
        number = session.scalars(select(CardPayment.id)).one()
        card_end.claim(session, number)
        card_end.named(session, number, "tr_1")
        card_end.end(session, number, Told(state, ""))


def used(database):
    with database.reading() as session:
        return session.scalars(select(CardPayment.used_at)).one()


def test_what_the_terminal_took_pays_the_basket(asking, database):
    ends(database, "paid")
    expect(asking.locator("#done")).to_be_visible()
    assert sales(database) == 1
    assert used(database) is not None


def test_a_reload_goes_on_with_the_payment_that_was_asked_for(asking, database):
    asking.reload()
    expect(asking.locator("#terminal")).to_be_visible()
    ends(database, "paid")
    expect(asking.locator("#done")).to_be_visible()
    assert sales(database) == 1


def test_a_card_that_was_refused_leaves_the_basket_to_be_paid(asking, database):
    ends(database, "failed")
    expect(asking.locator("#pay-alarm")).to_contain_text("niet gelukt")
    expect(asking.locator("#terminal")).to_be_hidden()
    expect(asking.locator("#pay-due")).to_have_text("€ 45,00")
    assert sales(database) == 0


def test_a_payment_in_doubt_is_sent_to_the_list_of_the_shift(asking, database):
    ends(database, "unknown")
    link = asking.locator("#pay-alarm a")
    expect(link).to_have_attribute(
        "href",
        asking.evaluate("JSON.parse(document.getElementById('till-data').textContent).cardsUrl"),
    )
    assert sales(database) == 0
