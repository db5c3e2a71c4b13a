"""The check finds what was changed, taken away or slipped in behind the shop's back."""

import pytest
from sqlalchemy import text

from bouwkringloop import proofs
from tests import make
from tests.guards import unguarded
from tests.till.test_selling import basket, of


@pytest.fixture
def day(api, session):
    """A closed shift with two sales, and an open one with a third."""
    shift = make.shift(session)
    tiles = make.item(session, quantity=10, price_cents=100)
    api.post("/sales", basket(shift, of(tiles, 2), cash=200))
    api.post("/sales", basket(shift, of(tiles), pin=100))
    api.post(f"/shifts/{shift}/close", {"counted_cents": 10_200})
    api.post("/sales", basket(make.shift(session), of(tiles), pin=100))
    session.rollback()


def breaks(session):
    session.rollback()
    return " | ".join(b for proof in proofs.all_of(session) for b in proof.breaks)


def test_an_honest_day_holds(day, session):
    found = list(proofs.all_of(session))
    assert [proof.breaks for proof in found if not proof.holds] == []
    assert sum(proof.looked_at for proof in found) > 10


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            "update journal_entry set content = replace(content, '100', '101') where number = 2",
            "entry 2",
        ),
        ("update journal_entry set at = '2001-01-01 10:00:00.000000' where number = 2", "its time"),
        ("delete from journal_entry where number = 3", "entry 3 is missing"),
        ("delete from journal_entry where number = 6", "ends at 5"),
        ("update sale set total_cents = 1 where receipt_number = 2", "total_cents"),
        ("update sale_line set quantity_milli = 5000 where id = 1", "lines"),
        ("update journal_entry set content = '{' where number = 2", "cannot be read"),
        ("update sale set at = '2001-01-01 10:00:00.000000' where receipt_number = 2", "at differ"),
        ("update sale_line set reason = 'x' where id = 1", "lines"),
        ("update payment set amount_cents = 1 where id = 1", "payments"),
        ("update item set quantity_milli = quantity_milli + 1000", "00000"),
        ("delete from movement where kind = 'sold'", "00000"),
        ("update shift set expected_cents = 5 where closed_at is not null", "expected cash"),
        ("update shift set float_cents = 5 where closed_at is not null", "Z 1"),
        ("update shift set day = '2026-01-01'", "its day is not"),
        ("update shift set float_cents = 5 where closed_at is null", "its float_cents differs"),
        ("update shift set opened_by_id = 1 where id = 1", "its person differs"),
        (
            (
                "update shift set counted_cents = counted_cents - 1000,"
                " report = replace(report, '10200,', '9200,') where closed_at is not null"
            ),
            "Z 1: its report differs",
        ),
        ("update shift set difference_reason = 'x' where id = 1", "Z 1: its reason differs"),
        (
            "update shift set closed_by_id = 1 where closed_at is not null",
            "Z 1: its closer differs",
        ),
        (
            "update journal_entry set kind = 'x' where kind = 'shift.opened' and number > 4",
            "does not know that it was opened",
        ),
        ("update till set last_receipt_number = 9 where slug = 'till-1'", "the till is at 9"),
    ],
)
def test_a_change_behind_the_shops_back_is_found_and_named(
    day, database, session, statement, words
):
    with database.writing() as other:
        unguarded(other)
        other.execute(text(statement))
    assert words in breaks(session)


def test_a_sale_slipped_in_without_the_journal_is_found(day, database, session):
    columns = "shift_id, till_id, person_id, at, total_cents, rounding_cents, change_cents"
    with database.writing() as other:
        other.execute(
            text(
                f"insert into sale (uuid, content_hash, receipt_number, journal_number,"
                f" discount_reason, {columns})"
                f" select '00000000000000000000000000000001', 'x', 99, 99, '', {columns}"
                " from sale where receipt_number = 1"
            )
        )
    assert "is not in the journal" in breaks(session)


def test_a_trigger_that_is_gone_is_missed(day, session):
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE sale_line DISABLE TRIGGER sale_line_only_added"))
    else:
        session.execute(text("DROP TRIGGER sale_line_no_delete"))
    said = [broken for proof in proofs.all_of(session) for broken in proof.breaks]
    session.rollback()
    assert len(said) == 1
    assert "the database no longer guards sale_line" in said[0]


def test_what_is_guarded_is_all_that_the_database_guards(session):
    dialect = session.get_bind().dialect.name
    tables = {
        "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT DISTINCT relname FROM pg_trigger"
        " JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal",
    }[dialect]
    assert set(session.scalars(text(tables))) == set(proofs.ONLY_ADDED)
