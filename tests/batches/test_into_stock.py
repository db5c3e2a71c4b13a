"""What was found goes into stock in any shape, and weighs there what it weighed, to the gram."""

from uuid import UUID, uuid4

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import func, select

from bouwkringloop.base import clock, money
from bouwkringloop.base.errors import OtherContentUnderThisId
from bouwkringloop.batches.agreements.models import Agreement
from bouwkringloop.batches.delivery import find, stock
from bouwkringloop.batches.delivery.inspect import Found
from bouwkringloop.batches.delivery.models import (
    BatchDelivery,
    DeliveryLine,
    Inspection,
    Stocked,
)
from bouwkringloop.batches.delivery.stock import Put
from bouwkringloop.batches.models import Batch, BatchLine, LineDecision
from bouwkringloop.catalogue.models import DANGER, Category, CategoryGroup, NeverSold
from bouwkringloop.intake import decide
from bouwkringloop.intake.brought import Brought, Delivery
from bouwkringloop.intake.models import Intake, IntakeLine
from bouwkringloop.intake.receive import _hash
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.stock.models import Item, Site
from printers import from_json
from tests import make
from tests.batches import build
from tests.batches.arriving import bring, came, load, look, put, state, waiting
from tests.till.counter import holds


@pytest.fixture
def found(session, tmp_path):
    """A batch of which the findings wait; without findings all of it is for sale."""

    def make_it(*findings, **changed):
        batch = build.batch(session, build.line(session, **changed), state="agreed")
        line = bring(session, tmp_path, batch).lines[0]
        look(session, batch, line, *findings)
        return batch

    return make_it


def things(session):
    session.rollback()
    return session.scalars(select(Item).order_by(Item.id)).all()


def copies(session):
    """How many labels each print job prints."""
    jobs = session.scalars(select(PrintJob).where(PrintJob.kind == "label").order_by(PrintJob.id))
    return [from_json(job.document).copies for job in jobs]


def test_a_part_becomes_one_heap_with_a_label_for_every_piece(session, found):
    batch = found(quantity=250, weight_g=500_001)
    put(session, batch, Put(waiting(session, batch)[0].id, price_cents=75, place="rack-a"))
    (item,) = things(session)
    assert (item.quantity_milli, item.stock_g, item.price_cents) == (250_000, 500_001, 75)
    assert (item.site.slug, item.place.slug, item.state) == ("shop", "rack-a", "for_sale")
    assert copies(session) == [100, 100, 50]
    assert state(session, batch) == "in_stock"
    assert holds(session)


def test_a_part_becomes_as_many_things_as_pieces_and_more_than_an_intake_holds(session, found):
    batch = found(quantity=203, weight_g=500_000)
    first, second, third = put(session, batch, Put(waiting(session, batch)[0].id, "single"))
    assert [len(each.lines) for each in (first, second, third)] == [100, 100, 3]
    weights = [item.stock_g for item in things(session)]
    assert sum(weights) == 500_000
    assert max(weights) - min(weights) <= 1
    assert copies(session) == [1] * 203
    assert state(session, batch) == "in_stock"
    assert holds(session)


def test_a_part_becomes_lots_of_which_the_last_is_what_is_left(session, found):
    batch = found(quantity=100, weight_g=200_001)
    made = Put(waiting(session, batch)[0].id, "lots", lot_milli=40_000, labels=0)
    put(session, batch, made)
    assert [item.quantity_milli for item in things(session)] == [40_000, 40_000, 20_000]
    assert sum(item.stock_g for item in things(session)) == 200_001
    assert copies(session) == []


def test_each_part_goes_where_it_was_found_to_belong_and_what_goes_back_nowhere(session, found):
    batch = found(
        Found("stock", 40_000),
        Found("repair", 10_000),
        Found("parts", 10_000),
        Found("quarantine", 10_000, reason="teer?"),
        Found("material", 10_000),
        Found("residue", 10_000, reason="stuk"),
        Found("back", reason="niet afgesproken"),
    )
    (intake,) = put(session, batch)
    assert [(line.route, line.reason) for line in intake.lines] == [
        ("sell", ""),
        ("repair", ""),
        ("parts", ""),
        ("quarantine", "teer?"),
        ("material", ""),
        ("residue", "stuk"),
    ]
    assert [item.state for item in things(session)] == [
        "for_sale",
        "to_repair",
        "for_parts",
        "quarantined",
    ]
    assert sum(line.weight_g for line in intake.lines) == 180_000
    assert intake.source_kind == "batch"
    assert state(session, batch) == "in_stock"
    assert holds(session)


def test_parts_may_be_brought_in_one_after_the_other(session, found):
    batch = found(Found("stock", 60_000), Found("repair"))
    one, two = (each.id for each in waiting(session, batch))
    put(session, batch, Put(one))
    assert state(session, batch) == "inspected"
    put(session, batch, Put(two))
    assert state(session, batch) == "in_stock"


def test_what_is_sent_twice_comes_in_once(session, found):
    batch = found()
    told = Put(waiting(session, batch)[0].id, "single", price_cents=80)
    first = put(session, batch, told)
    assert [each.id for each in put(session, batch, told)] == [each.id for each in first]
    with pytest.raises(OtherContentUnderThisId):
        put(session, batch, Put(told.finding, "single", price_cents=90))
    with pytest.raises(OtherContentUnderThisId):
        put(session, batch, Put(told.finding, "lots", lot_milli=20_000))
    assert len(things(session)) == 100


def test_a_part_that_is_in_stock_stops_what_is_sent_with_it(session, found):
    batch = found(Found("stock", 60_000), Found("repair"))
    one, two = (each.id for each in waiting(session, batch))
    put(session, batch, Put(one))
    with pytest.raises(stock.InStockAlready):
        put(session, batch, Put(one), Put(two))
    assert len(things(session)) == 1


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"shape": "lots"}, stock.NoSuchLot),
        ({"shape": "lots", "lot_milli": 0}, stock.NoSuchLot),
        ({"shape": "lots", "lot_milli": 101_000}, stock.NoSuchLot),
        ({"shape": "lots", "lot_milli": 1500}, stock.NoSuchLot),
        ({"shape": "tower", "lot_milli": 1000}, stock.NoSuchLot),
        ({"price_cents": 0}, decide.NoSuchPrice),
        ({"price_cents": -1}, decide.NoSuchPrice),
        ({"place": "nergens"}, decide.NoSuchPlace),
        ({"labels": -1}, decide.NoSuchLabels),
        ({"labels": 1001}, decide.NoSuchLabels),
    ],
)
def test_what_cannot_go_into_stock_so_is_refused_whole(session, found, told, refusal):
    batch = found()
    with pytest.raises(refusal) as refused:
        put(session, batch, Put(waiting(session, batch)[0].id, **told))
    assert "%(" not in refused.value.sentence
    assert things(session) == []
    assert state(session, batch) == "inspected"


def test_nothing_and_what_is_of_another_batch_are_refused(session, found):
    batch, other = found(), found()
    by = make.actor(session)
    with pytest.raises(stock.NothingToStock):
        stock.bring_in(session, batch.uuid, (), by=by)
    session.rollback()
    for told in ([Put(waiting(session, other)[0].id)], [Put(waiting(session, batch)[0].id)] * 2):
        with pytest.raises(stock.NotFoundHere):
            put(session, batch, *told)


def test_what_goes_back_cannot_come_in(session, found):
    batch = found(Found("stock", 60_000), Found("back", reason="nat"))
    back = find.findings(find.of_batch(session, batch))[1].id
    with pytest.raises(stock.NotFoundHere):
        put(session, batch, Put(back))


def test_metres_are_no_single_things_and_too_many_or_too_light_ones_are_refused(session, found):
    metres = make.category(session, unit="m").slug
    batch = found(slug=metres, quantity=3, weight_g=3000)
    with pytest.raises(stock.OnlyPieces):
        put(session, batch, Put(waiting(session, batch)[0].id, "single"))
    many = found(quantity=501, weight_g=900_000)
    with pytest.raises(stock.TooManyThings):
        put(session, many, Put(waiting(session, many)[0].id, "single"))
    light = found(quantity=100, weight_g=99)
    with pytest.raises(stock.TooLightToDivide):
        put(session, light, Put(waiting(session, light)[0].id, "single"))


def test_a_dangerous_kind_is_never_for_sale_whoever_found_it_good(session, found):
    dangerous = select(Category).join(Category.group).where(CategoryGroup.slug == DANGER)
    batch = found(slug=session.scalars(dangerous).first().slug)
    with pytest.raises(NeverSold):
        put(session, batch)


def test_deliveries_at_two_sites_come_in_where_they_are(session, tmp_path):
    batch = build.batch(session, state="agreed")
    half = came(batch.lines[0], quantity_milli=50_000, weight_g=100_000, more_follows=True)
    for site in ("shop", "hub"):
        made = bring(session, tmp_path, batch, load(batch, half, site=site))
        look(session, batch, made.lines[0])
    assert [each.site.slug for each in put(session, batch)] == ["shop", "hub"]


def test_what_was_waste_is_prepared_for_reuse_by_being_taken_in(session, tmp_path):
    batch = build.batch(
        session, build.line(session), build.line(session, "panelled-door"), state="agreed"
    )
    build.decide(session, batch.lines[0], waste=True)
    for line in bring(session, tmp_path, batch).lines:
        look(session, batch, line)
    (intake,) = put(session, batch)
    assert [line.status for line in intake.lines] == ["prepared", "product"]


def test_a_delivery_that_was_sent_before_labels_could_be_said_is_known_again():
    told = Delivery(ID_OF_OLD, "shop", "yard", (Brought("brick", 1000, "piece", "sell"),))
    assert _hash(told) == HASH_OF_OLD
    # No label at all is another wish than as many as suit it.
    none = Brought("brick", 1000, "piece", "sell", labels=0)
    assert _hash(Delivery(ID_OF_OLD, "shop", "yard", (none,))) != HASH_OF_OLD


#: A delivery of before, and the hash under which it is stored.
ID_OF_OLD = UUID("4b1c0000-0000-4000-8000-000000000001")
HASH_OF_OLD = "a7537d79114a7bddf9075789cc654ab0a43c12684ca123dae985442d05c28850"


def waits(whole_g, pieces, price_cents=0):
    """A part that waits, of a batch that is bought; nothing of it is stored."""
    line = BatchLine(
        uuid=uuid4(),
        unit="piece",
        description="Baksteen",
        category=Category(slug="brick", unit="piece"),
    )
    line.decisions.append(
        LineDecision(
            quantity_milli=1000, price_cents=price_cents, waste=False, category=line.category
        )
    )
    batch = Batch(uuid=uuid4(), agreement=Agreement(basis="bought", vat="margin"))
    delivery = BatchDelivery(uuid=uuid4(), batch=batch, site=Site(slug="shop"))
    part = Inspection(
        id=7,
        outcome="stock",
        condition="B",
        reason="",
        quantity_milli=pieces * 1000,
        weight_g=whole_g,
    )
    part.delivery_line = DeliveryLine(line=line, delivery=delivery)
    return batch, part


@given(
    st.integers(1, 400),
    st.integers(1, 10**8),
    st.integers(0, money.MOST_CENTS),
    st.integers(1, 400),
)
def test_things_weigh_and_cost_together_what_the_part_does(pieces, whole_g, price, lot):
    assume(lot <= pieces <= whole_g // 2)
    batch, part = waits(whole_g, pieces, price)
    for told in (Put(7), Put(7, "single"), Put(7, "lots", lot_milli=lot * 1000)):
        try:
            made = stock._things(batch, told, part)
        except stock.TooLightToDivide:
            continue
        assert sum(each.brought.weight_g for each in made) == whole_g
        assert sum(each.brought.quantity_milli for each in made) == pieces * 1000
        assert sum(each.paid_cents for each in made) == price * pieces
        assert all(each.brought.weight_g > 0 for each in made)
        # Equal things are equal but for a gram and a cent.
        alike = [each for each in made if each.brought.quantity_milli == lot * 1000]
        grams = [each.brought.weight_g for each in alike]
        assert not grams or max(grams) - min(grams) <= 1
        cents = [each.paid_cents for each in alike]
        assert not cents or max(cents) - min(cents) <= 1


def test_every_line_of_an_intake_says_of_what_it_is(session, found):
    batch = found(Found("stock", 60_000), Found("material"))
    put(session, batch)
    lines = session.scalar(select(func.count()).select_from(IntakeLine))
    assert session.scalar(select(func.count()).select_from(Stocked)) == lines == 2
    assert session.scalars(select(Intake.at)).one() <= clock.now()
