"""What is bought of a builder costs what was agreed, under the scheme that was agreed."""

import pytest
from sqlalchemy import select

from bouwkringloop.batches.delivery import cost, find
from bouwkringloop.batches.delivery.inspect import Found
from bouwkringloop.batches.delivery.stock import Put
from bouwkringloop.intake import purchase
from bouwkringloop.intake.models import Intake
from bouwkringloop.intake.purchase import Seller
from bouwkringloop.reports import vat_lines
from bouwkringloop.stock.models import Item
from tests import make
from tests.batches import build
from tests.batches.arriving import bring, look, put, waiting
from tests.till.counter import holds


@pytest.fixture
def stocked(session, tmp_path):
    """Things of a batch under an agreement, at a price each; three for sale and one as material."""

    def make_it(basis, vat="normal", shape="single", **line):
        builder = build.builder(session)
        terms = build.agreement(session, builder, basis, vat=vat)
        offered = build.line(session, quantity=4, weight_g=8001, **line)
        batch = build.batch(session, offered, customer=builder, state="agreed", agreed=terms)
        build.decide(session, batch.lines[0], price_cents=125)
        came = bring(session, tmp_path, batch).lines[0]
        look(session, batch, came, Found("stock", 3000), Found("material"))
        for each in waiting(session, batch):
            put(session, batch, Put(each.id, shape, price_cents=400))
        return batch

    return make_it


def schemes(session):
    session.rollback()
    session.expire_all()
    items = session.scalars(select(Item).order_by(Item.id)).all()
    return [(item.vat_regime, item.bought_cents) for item in items]


def test_what_is_bought_without_vat_goes_under_the_margin_scheme_at_its_cost(session, stocked):
    stocked("bought", "margin")
    assert schemes(session) == [("margin", 125)] * 3
    lines = [line for each in session.scalars(select(Intake)) for line in each.lines]
    assert [line.paid_cents for line in lines] == [125, 125, 125, 0]
    assert holds(session)


def test_a_heap_costs_all_that_is_paid_for_it(session, stocked):
    stocked("bought", "margin", shape="heap")
    assert schemes(session) == [("margin", 375)]


@pytest.mark.parametrize(
    ("basis", "vat"), [("bought", "normal"), ("donated", "normal"), ("consigned", "normal")]
)
def test_what_is_not_bought_under_margin_keeps_the_scheme_of_its_kind(session, stocked, basis, vat):
    batch = stocked(basis, vat)
    assert schemes(session) == [(batch.lines[0].category.vat_regime, 0)] * 3
    assert holds(session)


def test_what_is_paid_is_the_price_of_what_is_kept_and_nothing_else(session, stocked):
    batch = stocked("bought")
    kept, material = find.findings(find.of_batch(session, batch))
    assert cost.of_finding(batch, kept) == 375
    assert cost.of_finding(batch, material) == 0
    given = stocked("donated")
    assert [cost.of_finding(given, e) for e in find.findings(find.of_batch(session, given))] == [
        0,
        0,
    ]


def test_the_overview_of_vat_counts_what_was_paid_of_pooled_kinds(session, stocked):
    batch = stocked("bought", "margin")
    kind = batch.lines[0].category
    kind.pooled = True
    session.commit()
    day = session.scalars(select(Intake.at)).first().date()
    bought = vat_lines.pool_bought(session, day, day)
    assert sum(cents for days in bought.values() for cents in days.values()) == 375


def test_what_a_builder_was_paid_for_is_not_bought_once_more(session, stocked, client):
    stocked("bought", "margin")
    intake = session.scalars(select(Intake).order_by(Intake.id)).first()
    seller = Seller("Kees Timmer", "Bouwweg 1, Amersfoort")
    with pytest.raises(purchase.OfABatch):
        purchase.record(session, intake.uuid, seller, {1: 100}, "cash", by=make.actor(session))
    session.rollback()
    assert schemes(session) == [("margin", 125)] * 3
    page = client.get(f"/intakes/{intake.uuid}").text
    assert "staat in de afspraak" in page
    assert "Inkoop vastleggen" not in page
