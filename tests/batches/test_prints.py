"""Whoever changes a row of a batch behind the program's back is found by the check."""

from uuid import uuid4

import pytest
from sqlalchemy import select, text

from bouwkringloop.base import clock
from bouwkringloop.batches import check, prints
from bouwkringloop.batches.models import Batch, LineDecision
from bouwkringloop.batches.settling import pay, statement
from bouwkringloop.people.models import AuditEntry
from tests import make
from tests.batches import build
from tests.guards import unguarded
from tests.till.counter import holds

#: A column of each table, and what somebody could wish it said.
WISHED = {
    "agreement": "share_milli = 900",
    "agreement_acceptance": "text_hash = 'of other words'",
    "batch_line": "weight_g = weight_g + 1",
    "batch_step": "at = '2020-01-01 00:00:00.000000'",
    "line_decision": "price_cents = price_cents + 1",
    "batch_delivery": "vehicle_max_g = 1",
    "delivery_line": "weight_g = weight_g + 1",
    "inspection": "condition = 'A'",
    "batch_stocked": "inspection_id = (select max(id) from inspection)",
    "yield_statement": "upto = '2020-01-01'",
    "payout": "until = '2020-01-01'",
    "payout_line": "share_milli = 999",
    "payout_paid": "paid_on = '2020-01-01'",
}


@pytest.fixture
def books(session):
    """A consigned batch of which something was sold, stated and paid out."""
    make.shop_details(session)
    lines = (build.line(session), build.line(session, "panelled-door", quantity=2))
    batch, things = build.in_stock(session, *lines, basis="consigned")
    build.sold(session, things[0], 10)
    by, today = make.actor(session), clock.today()
    statement.issue(session, batch.uuid, statement.Wanted(uuid4(), today), by=by)
    made = pay.make(session, pay.Wanted(uuid4(), batch.customer.uuid, today), by=by)
    pay.mark_paid(session, made.uuid, today, "bank", by=by)
    session.commit()
    assert holds(session)
    return batch


def broken(session):
    session.expire_all()
    found = [one for proof in check.proofs(session) for one in proof.breaks]
    session.rollback()
    return found


def do(session, statement):
    unguarded(session)
    session.execute(text(statement))
    session.commit()


def test_every_table_that_counts_is_tried():
    tables = {table.__tablename__ for table in prints.COLUMNS}
    assert tables - set(WISHED) == {"sroi_statement"}


@pytest.mark.parametrize("table", WISHED)
def test_a_row_that_was_changed_is_found(session, books, table):
    do(session, f"update {table} set {WISHED[table]}")
    assert any(one.startswith(f"{table}:") and "was changed" in one for one in broken(session))


def test_a_row_that_was_added_by_hand_is_found(session, books):
    columns = "line_id, outcome, category_id, quantity_milli, weight_g, price_cents, waste, reason"
    do(
        session,
        f"insert into line_decision (number, {columns}, at, person_id)"
        f" select number + 1, {columns}, at, person_id from line_decision",
    )
    last = session.scalar(select(LineDecision.id).order_by(LineDecision.id.desc()))
    assert f"line_decision:{last} was added by nobody" in broken(session)


def test_a_row_that_was_taken_away_is_found(session, books):
    do(session, "delete from payout_paid")
    assert any(one.startswith("payout_paid:") and "is gone" in one for one in broken(session))


def test_an_entry_that_was_added_to_the_trail_later_explains_nothing(session, books):
    do(session, "update batch_line set weight_g = weight_g + 1")
    line = session.scalars(select(Batch)).one().lines[0]
    prints.note(session, make.actor(session), "batch.offered", "batch:x", [line])
    session.commit()
    assert f"batch_line:{line.id} was changed" in broken(session)


def test_a_batch_stands_where_its_last_step_brought_it(session, books):
    do(session, "update batch set state = 'closed'")
    assert [one for one in broken(session) if "its last step says" in one] != []


def test_people_do_not_read_fingerprints_in_the_trail(session, books, log_in):
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "batch.offered")).first()
    assert "prints" in entry.detail
    assert "prints" not in log_in().get("/audit").text
