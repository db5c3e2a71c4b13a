"""What comes in is booked once, up to what is open; a mistake is undone by a row that names it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from bouwkringloop.base import clock
from bouwkringloop.base.errors import OtherContentUnderThisId
from bouwkringloop.invoicing import check, find, forget, pay
from bouwkringloop.invoicing.models import Invoice, InvoicePayment
from bouwkringloop.partners.models import Customer
from tests import make
from tests.invoicing import shop
from tests.invoicing.test_issuing import at_once


@pytest.fixture
def invoice(session):
    return shop.on_account(session, shop.builder(session))


def came(cents, **changed):
    told = {"id": uuid4(), "paid_on": clock.today(), "method": "bank", **changed}
    return pay.Came(amount_cents=cents, **told)


def booked(session, invoice, cents, **changed):
    made = pay.book(session, invoice.uuid, came(cents, **changed), by=make.actor(session))
    session.commit()
    return made


def left(session, invoice):
    session.rollback()
    session.expire_all()
    return find.one(session, invoice.uuid).open_cents, session.scalars(
        select(Customer)
    ).one().open_cents


def breaks(session):
    session.rollback()
    session.expire_all()
    return [said for one in check.proofs(session) for said in one.breaks]


def test_payments_make_less_open_until_nothing_is(session, invoice):
    assert left(session, invoice) == (12_100, 12_100)
    booked(session, invoice, 5_000)
    assert left(session, invoice) == (7_100, 7_100)
    booked(session, invoice, 7_100, method="pin")
    assert left(session, invoice) == (0, 0)
    with pytest.raises(pay.NothingOpen):
        booked(session, invoice, 1)
    assert breaks(session) == []


@pytest.mark.parametrize("cents", [12_101, -1, 0])
def test_no_more_than_is_open_is_booked(session, invoice, cents):
    with pytest.raises(pay.PaidTooMuch) as refused:
        booked(session, invoice, cents)
    assert "121,00" in refused.value.sentence


def test_no_payment_comes_from_tomorrow_or_in_an_unknown_way(session, invoice):
    with pytest.raises(pay.NoSuchDay):
        booked(session, invoice, 1, paid_on=clock.today() + timedelta(days=1))
    with pytest.raises(pay.UnknownMethod):
        booked(session, invoice, 1, method="shells")


def test_a_payment_sent_twice_is_booked_once(session, invoice):
    sent = came(5_000)
    by = make.actor(session)
    first = pay.book(session, invoice.uuid, sent, by=by)
    assert pay.book(session, invoice.uuid, sent, by=by) is first
    with pytest.raises(OtherContentUnderThisId):
        pay.book(session, invoice.uuid, came(6_000, id=sent.id), by=by)
    session.commit()
    assert left(session, invoice) == (7_100, 7_100)


def test_a_wrong_payment_is_undone_once_by_a_row_that_names_it(session, invoice):
    wrong, by = booked(session, invoice, 5_000), make.actor(session)
    undoing = pay.undo(session, invoice.uuid, wrong.id, by=by)
    session.commit()
    assert (undoing.amount_cents, undoing.corrects_id) == (-5_000, wrong.id)
    assert left(session, invoice) == (12_100, 12_100)
    for number in (wrong.id, undoing.id):
        with pytest.raises(pay.UndoneAlready):
            pay.undo(session, invoice.uuid, number, by=by)
    with pytest.raises(pay.UnknownPayment):
        pay.undo(session, invoice.uuid, 99_999, by=by)
    assert breaks(session) == []


def test_what_was_credited_after_it_was_paid_is_paid_back(session, invoice):
    booked(session, invoice, 12_100)
    credit = shop.given_back(session, invoice, 2_000)
    assert left(session, invoice) == (-2_000, -2_000)
    assert find.one(session, invoice.uuid).state == "owed"
    with pytest.raises(pay.NothingOpen):
        booked(session, credit, 2_000)
    with pytest.raises(pay.PaidTooMuch):
        booked(session, invoice, 2_000)
    booked(session, invoice, -2_000)
    assert left(session, invoice) == (0, 0)
    assert breaks(session) == []


def test_two_who_book_the_same_money_at_one_moment_book_it_once(database, session, invoice):
    by = make.actor(session)
    session.commit()
    work = lambda s: pay.book(s, invoice.uuid, came(12_100), by=by).id  # noqa: E731
    got = at_once(database, work, work)
    assert sorted(isinstance(one, pay.NothingOpen) for one in got) == [False, True]
    assert left(session, invoice) == (0, 0)


def test_an_invoice_is_overdue_when_its_day_has_passed(session, standing_clock):
    made = shop.on_account(session, shop.builder(session))
    standing_clock.pass_(days=14)
    assert find.one(session, made.uuid).state == "open"
    standing_clock.pass_(days=1)
    late = find.one(session, made.uuid)
    assert (late.state, late.days_late) == ("overdue", 1)
    assert find.open_sum(session) == (12_100, 12_100)
    assert [one.invoice.id for one in find.listed(session, shown="overdue")] == [made.id]


CHANGES = (
    "UPDATE invoice SET total_cents = 1, due_cents = 1 - prepaid_cents",
    "UPDATE invoice SET lines = '[]'",
    "UPDATE invoice SET buyer = '', wiped_at = '2030-01-01 00:00:00'",
    "DELETE FROM invoice_payment",
    "UPDATE invoice_payment SET amount_cents = 1",
)


@pytest.mark.parametrize("change", [*CHANGES, "DELETE FROM invoice"])
def test_the_database_itself_refuses_to_change_what_was_issued(session, invoice, change):
    if "FROM invoice_payment" in change or "invoice_payment SET" in change:
        booked(session, invoice, 100)
    session.commit()
    with pytest.raises(DBAPIError, match="only ever added"):
        session.execute(text(change))
    session.rollback()
    assert session.scalars(select(Invoice)).one().total_cents == 12_100


def test_to_whom_it_went_is_erased_after_the_seventh_whole_year(session, standing_clock):
    made = shop.on_account(session, shop.builder(session))
    standing_clock.at = standing_clock.at.replace(year=2033, month=12, day=31)
    assert forget.wipe_old(session) == 0
    standing_clock.pass_(days=1)
    assert forget.wipe_old(session) == 1
    session.commit()
    session.expire_all()
    kept = find.one(session, made.uuid).invoice
    assert (kept.buyer, kept.total_cents) == ("", 12_100)
    with pytest.raises(find.BuyerErased):
        find.document(kept)
    assert breaks(session) == []


def unguarded(session, change):
    """Change rows as somebody does who takes the guards away first."""
    if session.get_bind().dialect.name == "sqlite":
        for table, act in (
            ("invoice", "update"),
            ("invoice", "delete"),
            ("invoice_payment", "update"),
        ):
            session.execute(text(f"DROP TRIGGER {table}_no_{act}"))
    else:
        session.execute(text("SET LOCAL session_replication_role = replica"))
    session.execute(text(change))
    session.commit()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE invoice SET total_cents = 1, due_cents = 1", "its lines do not add up"),
        ("UPDATE invoice SET vat_cents = 1", "the VAT of its lines"),
        ("UPDATE invoice_payment SET amount_cents = 99999", "more was paid"),
        ("UPDATE invoice SET number = 7", "1 of 1 are there"),
        ("UPDATE invoice_year SET last_number = 2", "1 of 2 are there"),
    ],
)
def test_the_proofs_find_what_was_changed_behind_their_back(session, invoice, change, said):
    booked(session, invoice, 100)
    assert breaks(session) == []
    unguarded(session, change)
    assert said in " ".join(breaks(session))


def test_every_payment_names_who_booked_it(session, invoice):
    made = booked(session, invoice, 100, note="Per  bank")
    assert session.get(InvoicePayment, made.id).person.name == "Shop Lead"
    assert made.note == "Per bank"
