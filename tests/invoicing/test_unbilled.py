"""What is sold on account stands in a list until it has an invoice, and what is owed is proved."""

import pytest
from sqlalchemy import text

from bouwkringloop.base.permissions import Role
from bouwkringloop.invoicing import pay, unbilled
from tests import make
from tests.guards import unguarded
from tests.invoicing import shop
from tests.invoicing.test_invoice_pages import free
from tests.invoicing.test_paying import booked, breaks


def waiting(session, customer=None):
    session.rollback()
    found = [(one.sale, one.cents) for one in unbilled.listed(session, customer)]
    assert unbilled.total(session, customer) == (len(found), sum(cents for _, cents in found))
    session.rollback()
    return found


def test_a_sale_on_account_waits_until_it_has_an_invoice_the_oldest_first(session):
    builder = shop.builder(session)
    first = shop.sold_on_account(session, builder, 12_100)
    second = shop.sold_on_account(session, builder, 300)
    assert waiting(session) == [(first, 12_100), (second, 300)]
    shop.issued(session, first, builder)
    assert waiting(session) == [(second, 300)]


def test_what_was_paid_at_the_till_never_waits(session):
    shop.builder(session)
    shop.sale(session)
    assert waiting(session) == []


def test_what_came_back_before_there_was_an_invoice_waits_no_more(session):
    builder = shop.builder(session)
    sale = shop.sold_on_account(session, builder, 12_100)
    shop.brought_back(session, sale, 2_000)
    assert waiting(session) == [(sale, 10_100)]
    shop.brought_back(session, sale, 10_100)
    assert waiting(session) == []


def test_what_came_back_of_an_invoice_waits_for_a_credit_note(session):
    builder = shop.builder(session)
    invoice = shop.on_account(session, builder)
    sold = invoice.sale.uuid
    back = shop.brought_back(session, sold, 2_000)
    assert waiting(session) == [(back, -2_000)]
    shop.issued(session, back)
    assert waiting(session) == []


def test_each_customer_has_their_own(session):
    builder = shop.builder(session)
    other = make.customer(
        session, "Timmerman Verzonnen", may_buy_on_account=True, account_limit_cents=100_000
    )
    shop.sold_on_account(session, builder, 100)
    theirs = shop.sold_on_account(session, other, 200)
    assert waiting(session, other) == [(theirs, 200)]


def test_the_list_leads_to_the_invoice_of_that_customer(log_in, session, standing_clock):
    builder = shop.builder(session)
    sale = shop.sold_on_account(session, builder)
    standing_clock.pass_(days=3)
    uuid = builder.uuid
    free(session)
    cashier = log_in(Role.CASHIER)
    link = f"/sales/{sale}/invoice?customer={uuid}"
    for page in ("/invoices/waiting", f"/invoices/waiting?customer={uuid}", f"/customers/{uuid}"):
        shown = cashier.get(page).text
        assert link in shown
        assert "3 dagen" in shown
        assert "€\xa0121,00" in shown
    assert "/invoices/waiting" in cashier.get("/invoices").text
    assert "1 verkoop" in cashier.get("/invoices").text
    assert "Factuur maken" in cashier.get(link).text
    shop.issued(session, sale, builder)
    free(session)
    assert "Alles is gefactureerd" in cashier.get("/invoices/waiting").text
    assert log_in(Role.INTAKE_WORKER).get("/invoices/waiting").status_code == 403


def test_a_long_list_goes_on_on_the_next_page(client, session, monkeypatch):
    monkeypatch.setattr(unbilled, "PAGE", 2)
    monkeypatch.setattr(unbilled.listed, "__kwdefaults__", {"after": 0, "most": 3})
    builder = shop.builder(session)
    sales = [shop.sold_on_account(session, builder, cents) for cents in (100, 200, 300)]
    free(session)
    first = client.get("/invoices/waiting").text
    assert [str(sale) in first for sale in sales] == [True, True, False]
    newer = first.partition("/invoices/waiting?after=")[2].partition('"')[0]
    second = client.get(f"/invoices/waiting?after={newer}").text
    assert [str(sale) in second for sale in sales] == [False, False, True]


@pytest.fixture
def owing(session):
    """A customer who bought twice, gave back, and paid some of it."""
    builder = shop.builder(session)
    invoice = shop.on_account(session, builder)
    shop.sold_on_account(session, builder, 300)
    shop.given_back(session, invoice, 2_000)
    paid = booked(session, invoice, 5_000)
    pay.undo(session, invoice.uuid, paid.id, by=make.actor(session))
    booked(session, invoice, 1_000)
    session.expire_all()
    assert builder.open_cents == 12_100 + 300 - 2_000 - 1_000
    number = builder.id
    assert breaks(session) == []
    session.rollback()
    return number


@pytest.mark.parametrize(
    "change",
    [
        "update customer set open_cents = open_cents + 1",
        "update customer set open_cents = 0",
        "update invoice_payment set amount_cents = 999 where amount_cents = 1000",
        "update payment set amount_cents = 299 where amount_cents = 300",
        "delete from payment where amount_cents = -2000",
        "update sale set customer_id = null",
    ],
)
def test_who_owes_another_sum_than_their_sales_come_to_is_named_by_number(
    owing, database, session, change
):
    with database.writing() as other:
        unguarded(other)
        other.execute(text(change))
    said = " ".join(breaks(session))
    assert f"customer {owing} owes" in said
    assert "Bedacht" not in said


def test_where_the_buyer_is_known_the_invoice_asks_for_nobody_else(client, session):
    builder = shop.builder(session)
    make.shop_details(session)
    sale = shop.sold_on_account(session, builder)
    page = client.get(f"/sales/{sale}/invoice").text
    assert f'value="{builder.uuid}"' in page
    assert "Factuur maken" in page
    assert "Andere klant" not in page
