"""Cash that is paid for an invoice goes through an open drawer, once, and stands on its Z."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from bouwkringloop.base import clock, migrate
from bouwkringloop.base.permissions import Role
from bouwkringloop.invoicing import find, pay
from bouwkringloop.invoicing.models import InvoicePayment
from bouwkringloop.till import close, report
from bouwkringloop.till.count import Counted
from bouwkringloop.till.day.drawer import AbsurdCash, NotInTheDrawer
from bouwkringloop.till.day.models import CashMovement
from bouwkringloop.till.desk import ShiftClosed
from bouwkringloop.till.models import Shift
from bouwkringloop.till.settle import TooMuchCash
from tests import make
from tests.conftest import Program
from tests.guards import unguarded
from tests.invoicing import shop
from tests.invoicing.test_invoice_pages import free
from tests.invoicing.test_issuing import at_once
from tests.invoicing.test_paying import left
from tests.till.counter import basket, entries, holds, jobs, problem, rows, sold, words
from tests.till.counter import of as one_of
from tests.till.test_journal import breaks


@pytest.fixture
def invoice(session):
    """An invoice of 121 euro, sold on account in the shift that is open at the first till."""
    return shop.on_account(session, shop.builder(session))


def open_drawer(session):
    return session.scalars(select(Shift).where(Shift.closed_at.is_(None))).one()


def came(session, cents, **changed):
    told = {"id": uuid4(), "paid_on": clock.today(), "method": "cash"}
    return pay.Came(amount_cents=cents, **told | {"shift": open_drawer(session).uuid} | changed)


def received(session, invoice, cents, **changed):
    made = pay.book(session, invoice.uuid, came(session, cents, **changed), by=make.actor(session))
    session.commit()
    return made


def in_drawer(session):
    """What should be in the drawer besides its float."""
    session.rollback()
    shift = open_drawer(session)
    found = report.expected_cents(session, shift) - shift.float_cents
    session.rollback()
    return found


def test_it_is_expected_in_the_drawer_told_and_on_the_z(session, invoice):
    made = received(session, invoice, 5_000)
    assert in_drawer(session) == 5_000
    assert left(session, invoice) == (7_100, 7_100)
    (told,) = entries(session, "cash.invoice")
    assert (told["cash"], told["amount_cents"]) == (str(made.uuid), 5_000)
    assert told["reason"] == f"Factuur {invoice.name}"
    assert len(jobs(session, "drawer")) == 1
    shift = open_drawer(session).uuid
    z = close.close(session, shift, Counted(15_000), by=make.actor(session))
    session.commit()
    assert (z.moved, z.difference_cents) == ({"invoice": 5_000}, 0)
    (paper,) = jobs(session, "report")
    assert "Ontvangen voor facturen € 50,00" in words(paper)
    assert holds(session)


def test_sent_twice_it_is_received_once(session, invoice):
    sent, by = came(session, 5_000), make.actor(session)
    first = pay.book(session, invoice.uuid, sent, by=by)
    assert pay.book(session, invoice.uuid, sent, by=by) is first
    session.commit()
    assert rows(session, CashMovement, InvoicePayment) == [1, 1]
    assert in_drawer(session) == 5_000


def test_two_who_send_it_at_one_moment_receive_it_once(database, session, invoice):
    sent, by = came(session, 5_000), make.actor(session)
    session.commit()
    work = lambda s: pay.book(s, invoice.uuid, sent, by=by).id  # noqa: E731
    got = at_once(database, work, work)
    assert got[0] == got[1]
    assert rows(session, CashMovement, InvoicePayment) == [1, 1]
    assert holds(session)


@pytest.mark.parametrize(("cents", "drawer"), [(12_098, 12_100), (12_092, 12_090), (3, 5)])
def test_the_drawer_gets_what_rounding_makes_of_it_and_the_invoice_all(
    session, invoice, cents, drawer
):
    received(session, invoice, cents)
    assert in_drawer(session) == drawer
    assert left(session, invoice) == (12_100 - cents, 12_100 - cents)
    assert holds(session)


def test_what_rounds_to_nothing_goes_through_no_drawer(session, invoice):
    with pytest.raises(AbsurdCash):
        received(session, invoice, 2)


def test_cash_that_went_through_no_till_is_booked_as_before(session, invoice):
    received(session, invoice, 5_000, shift=None, paid_on=clock.today() - timedelta(days=1))
    assert (in_drawer(session), rows(session, CashMovement)) == (0, [0])
    assert holds(session)


def test_money_goes_into_a_drawer_today_and_into_an_open_one(session, invoice):
    with pytest.raises(pay.NotToday):
        received(session, invoice, 100, paid_on=clock.today() - timedelta(days=1))
    session.rollback()
    sent = came(session, 100)
    close.close(session, sent.shift, Counted(10_000), by=make.actor(session))
    session.commit()
    with pytest.raises(ShiftClosed):
        pay.book(session, invoice.uuid, sent, by=make.actor(session))
    session.rollback()
    assert left(session, invoice) == (12_100, 12_100)


def test_no_three_thousand_euro_in_cash_for_one_invoice_not_even_in_parts(session):
    large = shop.on_account(session, shop.builder(session), 400_000)
    with pytest.raises(TooMuchCash):
        received(session, large, 300_000)
    session.rollback()
    received(session, large, 200_000)
    for shift in (None, open_drawer(session).uuid):
        with pytest.raises(TooMuchCash):
            received(session, large, 100_000, shift=shift)
        session.rollback()
    received(session, large, 99_999)
    received(session, large, 100_001, method="bank")
    assert left(session, large) == (0, 0)
    assert holds(session)


def test_cash_sales_right_after_it_count_as_one_payment_with_it(app, session):
    cashier = Program(app.test_client(), make.token(session, Role.CASHIER))
    session.commit()
    large = shop.on_account(session, shop.builder(session), 400_000)
    received(session, large, 200_000)
    shift = open_drawer(session).uuid
    beams = make.item(session, quantity=100, price_cents=50_000, title="Balk")
    session.rollback()
    sold(cashier, session, one_of(beams), shift=shift, cash=50_000)
    answer = cashier.post("/sales", basket(shift, one_of(beams, 2), cash=100_000))
    assert problem(answer) == (403, "needs-approval")


def test_what_was_received_wrongly_leaves_the_drawer_of_that_till_again(session, invoice):
    wrong, by = received(session, invoice, 5_002), make.actor(session)
    pay.undo(session, invoice.uuid, wrong.id, by=by)
    session.commit()
    assert in_drawer(session) == 0
    assert [one["amount_cents"] for one in entries(session, "cash.invoice")] == [5_000, -5_000]
    assert holds(session)


def test_it_is_not_undone_behind_a_shut_drawer(session, invoice):
    wrong, by = received(session, invoice, 5_000), make.actor(session)
    close.close(session, open_drawer(session).uuid, Counted(15_000), by=by)
    session.commit()
    with pytest.raises(pay.DrawerIsShut) as refused:
        pay.undo(session, invoice.uuid, wrong.id, by=by)
    assert "Kassa 1" in refused.value.sentence
    session.rollback()
    assert left(session, invoice) == (7_100, 7_100)
    make.shift(session)
    pay.undo(session, invoice.uuid, wrong.id, by=by)
    session.commit()
    assert in_drawer(session) == -5_000
    assert holds(session)


def test_what_was_credited_is_paid_back_out_of_the_drawer(session, invoice):
    received(session, invoice, 12_100, method="bank", shift=None)
    shop.given_back(session, invoice, 2_000)
    received(session, invoice, -2_000)
    assert in_drawer(session) == -2_000
    assert left(session, invoice) == (0, 0)
    assert holds(session)


def test_no_more_is_paid_back_than_is_in_the_drawer(session):
    large = shop.on_account(session, shop.builder(session), 50_000)
    received(session, large, 50_000, method="bank", shift=None)
    shop.given_back(session, large, 20_000)
    with pytest.raises(NotInTheDrawer):
        received(session, large, -20_000)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("update cash_movement set amount_cents = 4000", "is not what was booked on an invoice"),
        ("update cash_movement set kind = 'in'", "is not what was booked on an invoice"),
        ("delete from invoice_payment", "is not what was booked on an invoice"),
        ("update invoice_payment set method = 'bank'", "is not what was booked on an invoice"),
        ("delete from cash_movement", "in the journal but not in the drawer"),
    ],
)
def test_the_check_finds_what_was_changed(database, session, invoice, change, said):
    received(session, invoice, 5_000)
    assert breaks(session) == ""
    with database.writing() as other:
        unguarded(other)
        other.execute(text(change))
    assert said in breaks(session)


def test_the_page_offers_the_open_drawers_and_books_into_the_chosen_one(
    client, log_in, session, invoice
):
    uuid, shift = invoice.uuid, open_drawer(session).uuid
    free(session)
    page = f"/invoices/{uuid}"
    assert f'value="{shift}"' in client.get(page).text
    sent = {
        "id": str(uuid4()),
        "amount": "21,00",
        "paid_on": str(clock.today()),
        "method": "cash",
        "shift": str(shift),
        "note": "",
    }
    late = sent | {"paid_on": str(clock.today() - timedelta(days=1))}
    refused = client.post(f"{page}/payments", data=late)
    assert (refused.status_code, "vandaag ontvangen" in refused.text) == (422, True)
    assert client.post(f"{page}/payments", data=sent).status_code == 303
    assert client.post(f"{page}/payments", data=sent).status_code == 303
    assert "Contant (Kassa 1)" in client.get(page).text
    assert in_drawer(session) == 2_100
    by_bank = sent | {"id": str(uuid4()), "method": "bank"}
    assert client.post(f"{page}/payments", data=by_bank).status_code == 303
    assert in_drawer(session) == 2_100
    free(session)
    assert "Ontvangen voor facturen" in client.get("/till/till-1/drawer").text
    assert "Ontvangen voor facturen" in client.get(f"/shifts/{shift}").text
    other = log_in(Role.CASHIER).post(f"{page}/payments", data=sent | {"id": str(uuid4())})
    assert other.status_code == 403


def test_no_other_way_moves_money_for_an_invoice(api, client, session):
    shift = make.shift(session)
    body = {"id": str(uuid4()), "kind": "invoice", "amount_cents": 100, "reason": "x"}
    assert api.post(f"/shifts/{shift}/cash", body).status_code == 422
    data = {"id": str(uuid4()), "kind": "invoice", "amount": "1", "reason": "x"}
    assert client.post("/till/till-1/drawer", data=data).status_code == 422
    assert rows(session, CashMovement) == [0]


def test_an_older_version_and_back_keeps_what_was_received(database, session, invoice):
    received(session, invoice, 5_000)
    session.close()
    kind = text("select kind from cash_movement")
    migrate.downgrade(database, "0014_collections")
    with database.reading() as other:
        assert other.scalar(kind) == "in"
    migrate.upgrade(database)
    with database.reading() as other:
        assert other.scalar(kind) == "invoice"
    assert holds(session)
    assert find.one(session, invoice.uuid).open_cents == 7_100
