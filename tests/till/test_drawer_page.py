"""The page of a drawer: money in and out without a sale, purchases, and opening it."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from bouwkringloop.base.permissions import Role
from bouwkringloop.intake.models import Purchase
from bouwkringloop.till.day.models import CashMovement
from bouwkringloop.till.models import JournalEntry
from tests import make
from tests.till.test_till_pages import text

pytestmark = pytest.mark.one_database

PAGE = "/till/till-1/drawer"


def moved(session):
    session.rollback()
    rows = session.scalars(select(CashMovement).order_by(CashMovement.id))
    found = [(row.kind, row.amount_cents, row.reason) for row in rows]
    session.rollback()
    return found


def entries(session, kind):
    session.rollback()
    query = select(func.count()).select_from(JournalEntry).where(JournalEntry.kind == kind)
    found = session.scalar(query)
    session.rollback()
    return found


def move(browser, kind="out", amount="12,50", reason="Broodjes", **sent):
    data = {"id": str(uuid4()), "kind": kind, "amount": amount, "reason": reason, **sent}
    return browser.post(PAGE, data=data)


def bought(client, session, cents="20,00", way="cash"):
    """A delivery that was paid for; gives the number of its purchase."""
    sent = make.delivery(session)
    assert client.post("/api/v1/intakes", json=sent).status_code == 201
    answer = client.post(
        f"/intakes/{sent['id']}/purchase", data={"line-1-paid_cents": cents, "paid_by": way}
    )
    assert answer.status_code == 303, answer.text
    session.rollback()
    number = session.scalar(select(func.max(Purchase.number)))
    session.rollback()
    return number


@pytest.mark.parametrize(
    ("kind", "cents"), [("in", 1250), ("out", -1250), ("safe", -1250), ("purchase", -1250)]
)
def test_money_moves_with_its_reason_and_is_listed(client, session, kind, cents):
    make.shift(session)
    assert move(client, kind).location == PAGE
    assert moved(session) == [(kind, cents, "Broodjes")]
    assert "Broodjes" in text(client.get(PAGE))
    assert entries(session, f"cash.{kind}") == 1


def test_a_double_click_moves_money_once(client, session):
    make.shift(session)
    uuid = str(uuid4())
    assert move(client, id=uuid).status_code == move(client, id=uuid).status_code == 303
    assert len(moved(session)) == 1


@pytest.mark.parametrize(
    ("sent", "status", "sentence"),
    [
        ({"amount": "twaalf"}, 422, "is geen bedrag"),
        ({"amount": "1.250"}, 422, "twee manieren"),
        ({"amount": "0"}, 422, "Dit bedrag kan niet kloppen"),
        ({"reason": " "}, 422, "Zeg waarom"),
        ({"kind": "weg"}, 422, "wat er gebeurt"),
        ({"amount": "100,01"}, 409, "Er kan niet zoveel in de la zitten"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_in_the_form(client, session, sent, status, sentence):
    make.shift(session)
    answer = move(client, **sent)
    assert answer.status_code == status
    assert sentence in text(answer)
    assert f'value="{sent.get("amount", "12,50")}"' in answer.text
    assert moved(session) == []


def test_a_purchase_paid_in_cash_leaves_the_drawer_once(client, session):
    make.shift(session)
    number = bought(client, session)
    bought(client, session, way="bank")
    page = text(client.get(PAGE))
    assert f"Inkoop {number}" in page
    assert page.count("Haal eruit") == 1
    uuid = str(uuid4())
    sent = {"id": uuid, "purchase": number}
    assert client.post(PAGE, data=sent).status_code == 303
    assert client.post(PAGE, data=sent).status_code == 303
    assert moved(session) == [("purchase", -2000, f"Inkoop {number}")]
    assert "Haal eruit" not in text(client.get(PAGE))
    again = client.post(PAGE, data={"id": str(uuid4()), "purchase": number})
    assert again.status_code == 409
    assert f"Inkoop {number} is al uit een la gehaald." in text(again)
    assert len(moved(session)) == 1


def test_a_purchase_paid_by_bank_leaves_no_drawer(client, session):
    make.shift(session)
    number = bought(client, session, way="bank")
    sent = {"id": str(uuid4()), "purchase": number}
    assert client.post(PAGE, data=sent).status_code == 404
    assert moved(session) == []


def test_the_drawer_opens_with_a_reason_once(client, session):
    make.shift(session)
    sent = {"id": str(uuid4()), "why": "Wisselen"}
    for _ in range(2):
        assert client.post(f"{PAGE}/open", data=sent).location == PAGE
    assert entries(session, "drawer.opened") == 1
    refused = client.post(f"{PAGE}/open", data={"id": str(uuid4()), "why": ""})
    assert refused.status_code == 422
    assert entries(session, "drawer.opened") == 1


def test_a_closed_till_has_no_drawer(client):
    assert client.get(PAGE).location == "/till/till-1/open"
    assert move(client).location == "/till/till-1/open"


def test_a_cashier_moves_money_and_an_intake_worker_does_not(log_in, session):
    make.shift(session)
    assert move(log_in(Role.CASHIER)).status_code == 303
    assert move(log_in(Role.INTAKE_WORKER)).status_code == 403
    assert log_in(Role.INTAKE_WORKER).get(PAGE).status_code == 403


def test_the_selling_screen_leads_to_the_drawer(client, session):
    make.shift(session)
    assert 'href="/till/till-1/drawer"' in client.get("/till/till-1").text
