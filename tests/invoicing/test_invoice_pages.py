"""Invoices on screen: made from a sale, looked up, paid and downloaded."""

from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Role
from bouwkringloop.invoicing.models import Invoice
from tests import make
from tests.invoicing import shop

pytestmark = pytest.mark.one_database


def count(session):
    session.rollback()
    found = session.scalar(select(func.count()).select_from(Invoice))
    session.rollback()
    return found


def free(session):
    """Let others write: what a test looks up begins a transaction."""
    session.rollback()
    session.expunge_all()


def test_a_cashier_makes_an_invoice_from_a_sale(log_in, session):
    customer, sale = shop.builder(session), shop.sale(session)
    uuid = customer.uuid
    free(session)
    cashier = log_in(Role.CASHIER)
    assert f"/sales/{sale}/invoice" in cashier.get(f"/sales/{sale}").text
    choose = cashier.get(f"/sales/{sale}/invoice?q=bedacht").text
    assert f"customer={uuid}" in choose
    confirm = cashier.get(f"/sales/{sale}/invoice?customer={uuid}").text
    assert "Factuur maken" in confirm
    sent = {"id": str(uuid4()), "customer": str(uuid), "reference": "Werk 12"}
    first = cashier.post(f"/sales/{sale}/invoice", data=sent)
    again = cashier.post(f"/sales/{sale}/invoice", data=sent)
    assert (first.status_code, first.location) == (303, again.location)
    page = cashier.get(first.location).text
    assert "Aannemer Bedacht" in page
    assert "Werk 12" in page
    assert count(session) == 1
    lead = cashier.get(f"/sales/{sale}/invoice")
    assert lead.location == first.location
    other = cashier.post(f"/sales/{sale}/invoice", data=sent | {"id": str(uuid4())})
    assert cashier.get(other.location).location == first.location


def test_a_shop_without_details_says_so_before_anything_is_typed(client, session):
    sale = shop.sale(session)
    customer = make.customer(session).uuid
    free(session)
    assert "gegevens van de winkel" in client.get(f"/sales/{sale}/invoice").text
    sent = {"id": str(uuid4()), "customer": str(customer)}
    assert client.post(f"/sales/{sale}/invoice", data=sent).status_code == 409
    assert count(session) == 0


def test_what_is_missing_of_the_buyer_is_said_and_can_be_filled_in_on_the_way(client, session):
    customer, sale = shop.builder(session, kvk="", street=""), shop.sale(session)
    uuid = customer.uuid
    free(session)
    sent = {"id": str(uuid4()), "customer": str(uuid), "reference": "Werk 12"}
    refused = client.post(f"/sales/{sale}/invoice", data=sent)
    assert refused.status_code == 409
    assert "Straat en huisnummer, KvK-nummer" in refused.text
    assert "Werk 12" in refused.text
    assert f"/customers/{uuid}/edit?sale={sale}" in refused.text
    page = client.get(f"/customers/{uuid}/edit?sale={sale}").text
    assert f'name="sale" value="{sale}"' in page


def test_a_new_customer_leads_back_to_the_sale(client, session):
    sale = shop.sale(session)
    free(session)
    from tests.partners.test_customers import form

    made = client.post("/customers/new", data=form(sale=str(sale)))
    assert made.location.startswith(f"/sales/{sale}/invoice?customer=")


def test_the_list_is_narrowed_to_what_is_open_and_searched(client, session):
    customer = shop.builder(session)
    unpaid = shop.on_account(session, customer).name
    other = make.customer(session, "Timmerman Verzonnen")
    paid = shop.issued(session, shop.sale(session), other).name
    free(session)

    def listed(asked=""):
        page = client.get(f"/invoices{asked}").text
        return [name for name in (paid, unpaid) if f">{name}</a>" in page]

    assert listed() == [paid, unpaid]
    assert listed("?show=open") == [unpaid]
    assert listed("?show=overdue") == []
    assert listed("?q=timmerman") == [paid]
    assert listed(f"?q={paid}") == [paid]
    assert listed("?q=werk+4711") == [paid, unpaid]


def test_a_lead_books_a_payment_and_undoes_it(client, session):
    made = shop.on_account(session, shop.builder(session)).uuid
    free(session)
    sent = {
        "id": str(uuid4()),
        "amount": "21,00",
        "paid_on": str(clock.today()),
        "method": "bank",
        "note": "",
    }
    too_much = client.post(f"/invoices/{made}/payments", data=sent | {"amount": "900"})
    assert too_much.status_code == 422
    assert "staat €\xa0121,00 open" in too_much.text
    assert client.post(f"/invoices/{made}/payments", data=sent).status_code == 303
    assert client.post(f"/invoices/{made}/payments", data=sent).status_code == 303
    page = client.get(f"/invoices/{made}").text
    assert "€\xa0100,00" in page
    undo = page.partition("/payments/")[2].partition("/undo")[0]
    assert client.post(f"/invoices/{made}/payments/{undo}/undo").status_code == 303
    assert client.post(f"/invoices/{made}/payments/{undo}/undo").status_code == 409


def test_a_cashier_books_no_payment(log_in, session):
    made = shop.on_account(session, shop.builder(session)).uuid
    free(session)
    cashier = log_in(Role.CASHIER)
    assert "Betaling boeken" not in cashier.get(f"/invoices/{made}").text
    assert cashier.post(f"/invoices/{made}/payments", data={}).status_code == 403


def test_the_files_are_downloaded_under_names_that_say_what_they_are(client, session):
    made = shop.on_account(session, shop.builder(session))
    uuid, name, customer = made.uuid, made.name, made.customer.uuid
    free(session)
    paper = client.get(f"/invoices/{uuid}.pdf")
    assert f"Factuur-{name}.pdf" in paper.headers["Content-Disposition"]
    assert name in PdfReader(BytesIO(paper.data)).pages[0].extract_text()
    assert b"<Invoice" in client.get(f"/invoices/{uuid}.xml").data
    statement = client.get(f"/customers/{customer}/statement.pdf")
    assert name in PdfReader(BytesIO(statement.data)).pages[0].extract_text()
    page = client.get(f"/customers/{customer}").text
    assert "€\xa0121,00" in page


def test_nothing_goes_by_mail_where_no_mail_can_go(client, session):
    made = shop.on_account(session, shop.builder(session)).uuid
    free(session)
    assert "Versturen per e-mail" not in client.get(f"/invoices/{made}").text
    assert client.post(f"/invoices/{made}/mail").status_code == 409


def test_an_unknown_invoice_or_sale_is_not_found(client):
    for path in (f"/invoices/{uuid4()}", f"/invoices/{uuid4()}.pdf", f"/sales/{uuid4()}/invoice"):
        assert client.get(path).status_code == 404
    assert client.get("/invoices?before=x&show=nothing").status_code == 200


def test_the_invoices_are_for_those_who_keep_customers(log_in):
    assert log_in(Role.INTAKE_WORKER).get("/invoices").status_code == 403
