"""The proofs of batches find what somebody tampered with in the database."""

import pytest
from sqlalchemy import select, text

from bouwkringloop.batches.delivery import check
from bouwkringloop.batches.delivery.inspect import Found
from bouwkringloop.batches.delivery.models import Inspection, Stocked
from bouwkringloop.intake.models import IntakeLine
from tests import make
from tests.batches import build
from tests.batches.arriving import bring, look, put
from tests.till.counter import holds


@pytest.fixture
def books(session, tmp_path):
    """The books of a batch that is in stock, all of which hold."""
    batch = build.batch(session, state="agreed")
    line = bring(session, tmp_path, batch).lines[0]
    look(session, batch, line, Found("stock", 60_000), Found("residue", reason="stuk"))
    put(session, batch)
    assert holds(session)
    return batch


def broken(session):
    found = [breaks for proof in check.proofs(session) for breaks in proof.breaks]
    session.rollback()
    return found


def tamper(session, table, statement):
    """Change what the database guards, as somebody with its password could."""
    names = {
        "sqlite": [f"drop trigger {table}_no_update", f"drop trigger {table}_no_delete"],
        "postgresql": [f"alter table {table} disable trigger all"],
    }
    for each in names[session.get_bind().dialect.name]:
        session.execute(text(each))
    session.execute(text(statement))


def test_more_found_than_came_is_found(session, books):
    tamper(session, "inspection", "update inspection set weight_g = 120001 where id = 1")
    assert any("came and 200001 g were found" in each for each in broken(session))


def test_more_counted_than_came_is_found(session, books):
    tamper(session, "inspection", "update inspection set quantity_milli = 61000 where id = 1")
    assert any("100000 came and 101000 were found" in each for each in broken(session))


def test_an_outcome_that_is_told_otherwise_afterwards_is_found(session, books):
    tamper(session, "inspection", "update inspection set outcome = 'repair' where id = 1")
    assert any("it is repair and went another way" in each for each in broken(session))


def test_a_line_in_stock_that_weighs_otherwise_is_found(session, books):
    session.execute(text("update intake_line set weight_g = weight_g - 1"))
    assert len([each for each in broken(session) if "g stocked" in each]) == 2


def test_a_line_that_was_torn_from_its_finding_is_found(session, books):
    first = session.scalars(select(Stocked.intake_line_id)).first()
    tamper(session, "batch_stocked", f"delete from batch_stocked where intake_line_id = {first}")
    assert any("belongs to nothing that was found" in each for each in broken(session))


def test_an_intake_whose_lines_were_all_torn_off_is_found(session, books):
    tamper(session, "batch_stocked", "delete from batch_stocked")
    assert len([each for each in broken(session) if "belongs to nothing" in each]) == 2


def test_an_intake_that_says_to_be_of_something_else_is_found(session, books):
    session.execute(text("update intake set source_kind = 'yard'"))
    assert any("says that it is of yard" in each for each in broken(session))


def test_what_somebody_took_in_by_hand_as_surplus_needs_no_finding(api, session, books):
    told = make.delivery(session, source={"kind": "batch", "postcode4": None})
    assert api.post("/intakes", told).status_code == 201
    assert broken(session) == []
    assert len(session.scalars(select(IntakeLine)).all()) == 3
    assert len(session.scalars(select(Inspection)).all()) == 2
