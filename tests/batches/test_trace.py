"""A thing is traced back from its code, through what it was taken from, to the builder."""

import pytest
from sqlalchemy import select

from bouwkringloop.base import codes
from bouwkringloop.batches.delivery import trace
from bouwkringloop.batches.delivery.inspect import Found
from bouwkringloop.batches.delivery.stock import Put
from bouwkringloop.stock import ledger, split
from bouwkringloop.stock.models import Item
from tests import make
from tests.batches import build
from tests.batches.arriving import bring, look, put, waiting


@pytest.fixture
def bricks(session, tmp_path):
    """A heap of a batch; gives the batch, its delivery and the thing."""
    batch = build.batch(session, build.line(session, quantity=90), state="agreed")
    delivery = bring(session, tmp_path, batch)
    look(session, batch, delivery.lines[0], Found("stock", treatment="gebikt"))
    put(session, batch, Put(waiting(session, batch)[0].id))
    return batch, delivery, session.scalars(select(Item)).one()


def test_a_thing_leads_to_its_delivery_its_batch_and_its_builder(session, bricks):
    batch, delivery, item = bricks
    found = trace.of(session, item.code)
    assert (found.batch.id, found.delivery.id) == (batch.id, delivery.id)
    assert found.offered.id == batch.lines[0].id
    assert (found.finding.treatment, found.ancestors) == ("gebikt", ())
    assert found.batch.customer.name == "Bouwbedrijf De Hamer"


def test_what_was_split_of_a_split_thing_leads_there_too(session, bricks):
    batch, _, item = bricks
    by = make.actor(session)
    code = item.code
    for quantity in (30_000, 10_000):
        (locked,) = ledger.lock(session, [code])
        part = split.split_off(session, locked, quantity, by=by)
        session.commit()
        code = part.code
    found = trace.of(session, code)
    assert len(found.ancestors) == 2
    assert found.ancestors[-1].code == item.code
    assert found.batch.id == batch.id


def test_what_came_of_no_batch_says_how_it_came_in(api, session):
    answer = api.post("/intakes", make.delivery(session)).json
    session.rollback()
    found = trace.of(session, answer["lines"][0]["item"]["code"])
    assert (found.batch, found.intake.source_kind) == (None, "yard")


def test_what_never_came_in_by_an_intake_has_no_origin(session):
    found = trace.of(session, make.item(session).code)
    assert (found.intake, found.batch, found.finding) == (None, None, None)


def test_a_code_that_nothing_carries_is_refused(session):
    with pytest.raises(ledger.NoSuchItem):
        trace.of(session, codes.item_code(99_999))
