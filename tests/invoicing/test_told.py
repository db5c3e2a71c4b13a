"""Invoices and payments stand in the journal, so whoever changes one behind the shop is found."""

import pytest
from sqlalchemy import select, text

from bouwkringloop.invoicing import forget, pay
from bouwkringloop.till.models import JournalEntry
from tests import make
from tests.guards import unguarded
from tests.invoicing import shop
from tests.invoicing.test_paying import booked, breaks


@pytest.fixture
def invoice(session):
    """An invoice that was half paid, with a payment that was undone."""
    made = shop.on_account(session, shop.builder(session))
    booked(session, made, 5_000)
    wrong = booked(session, made, 100)
    pay.undo(session, made.uuid, wrong.id, by=make.actor(session))
    session.commit()
    return made


def test_what_is_issued_paid_and_undone_stands_in_the_journal(session, invoice):
    session.rollback()
    told = select(JournalEntry.kind).where(JournalEntry.kind.startswith("invoice."))
    assert session.scalars(told.order_by(JournalEntry.id)).all() == [
        "invoice.issued",
        "invoice.paid",
        "invoice.paid",
        "invoice.paid",
    ]
    assert breaks(session) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("update invoice set buyer = replace(buyer, 'B', 'C')", "invoice 2026-0001 is not"),
        ("update invoice set lines = replace(lines, 'Paneel', 'Glas')", "invoice 2026-0001 is not"),
        ("update invoice set issued_on = '2026-01-01'", "invoice 2026-0001 is not"),
        ("update invoice set reference = 'x'", "invoice 2026-0001 is not"),
        ("update invoice_payment set paid_on = '2026-01-01' where id = 1", "payment 1 of"),
        ("update invoice_payment set method = 'other' where id = 1", "payment 1 of"),
        ("update invoice_payment set amount_cents = 1 where id = 1", "payment 1 of"),
        ("delete from invoice_payment where id = 1", "is in the journal but not stored"),
        (
            (
                "insert into invoice_payment (uuid, invoice_id, amount_cents, paid_on, method,"
                " note, person_id, at) select '0123456789abcdef0123456789abcdef', invoice_id, 5,"
                " paid_on, method, note, person_id, at from invoice_payment where id = 1"
            ),
            "payment 4 of",
        ),
    ],
)
def test_a_change_of_an_invoice_or_a_payment_is_found_and_named(session, invoice, statement, said):
    unguarded(session)
    session.execute(text(statement))
    session.commit()
    assert any(said in broken for broken in breaks(session))


def test_an_invoice_that_was_taken_away_is_missed_also_with_its_number(session, invoice):
    unguarded(session)
    for statement in (
        "delete from invoice_payment",
        "delete from invoice",
        "update invoice_year set last_number = 0",
    ):
        session.execute(text(statement))
    session.commit()
    found = breaks(session)
    assert f"{invoice_subject(session)} is in the journal but not stored" in found


def invoice_subject(session):
    session.rollback()
    told = select(JournalEntry.subject).where(JournalEntry.kind == "invoice.issued")
    return session.scalars(told).one()


def test_what_an_older_version_made_is_proved_by_the_audit_trail(session, invoice):
    unguarded(session)
    session.execute(text("update journal_entry set kind = 'x' where kind like 'invoice.%'"))
    session.commit()
    assert breaks(session) == []
    session.execute(text("delete from audit_entry where action = 'invoice.paid'"))
    session.commit()
    assert any("payment 1 of" in broken for broken in breaks(session))


def test_a_buyer_that_was_forgotten_breaks_no_proof(session, invoice, standing_clock):
    standing_clock.pass_(days=366 * 9)
    session.rollback()
    assert forget.wipe_old(session) == 1
    session.commit()
    assert breaks(session) == []
