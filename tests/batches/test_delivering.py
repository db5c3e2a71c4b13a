"""What a load of a batch brought is counted and weighed, and what cannot be is refused whole."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from bouwkringloop.base import quantity
from bouwkringloop.base.errors import OtherContentUnderThisId, Refused
from bouwkringloop.batches import find as batches
from bouwkringloop.batches import step
from bouwkringloop.batches.delivery import came, find
from bouwkringloop.batches.delivery.models import BatchDelivery, DeliveryLine
from bouwkringloop.intake import weigh
from bouwkringloop.intake.brought import Weighed
from bouwkringloop.people.models import AuditEntry
from tests.batches import build
from tests.batches.arriving import bring, load, state
from tests.batches.arriving import came as all_of
from tests.till.counter import holds


def stored(session):
    found = session.scalar(select(func.count()).select_from(DeliveryLine))
    session.rollback()
    return found


@pytest.mark.parametrize(
    "before", ["agreed", "planned", "underway", "received", "inspected", "in_stock"]
)
def test_a_load_is_received_from_every_state_in_which_one_may_come(session, tmp_path, before):
    batch = build.batch(session, state=before)
    made = bring(session, tmp_path, batch)
    assert state(session, batch) == "received"
    line = find.one(session, batch, made.uuid).lines[0]
    assert (line.quantity_milli, line.weight_g, line.weight_source) == (100_000, 200_000, "typed")
    assert holds(session)


@pytest.mark.parametrize("before", ["announced", "under_review", "closed", "declined", "cancelled"])
def test_a_batch_in_another_state_receives_nothing(session, tmp_path, before):
    batch = build.batch(session, state=before)
    with pytest.raises(step.NotThatStep):
        bring(session, tmp_path, batch)
    assert stored(session) == 0


def test_what_is_sent_twice_is_stored_once(session, tmp_path):
    batch = build.batch(session, state="agreed")
    told = load(batch)
    first = bring(session, tmp_path, batch, told)
    assert bring(session, tmp_path, batch, told).id == first.id
    with pytest.raises(OtherContentUnderThisId):
        bring(session, tmp_path, batch, replace(told, driver="Anders"))
    assert session.scalar(select(func.count()).select_from(BatchDelivery)) == 1
    told_of = select(AuditEntry).where(AuditEntry.action == "batch.delivered")
    assert len(session.scalars(told_of).all()) == 1


def test_the_same_load_cannot_be_sent_to_another_batch(session, tmp_path):
    one, other = (build.batch(session, state="agreed") for _ in range(2))
    told = load(one)
    bring(session, tmp_path, one, told)
    with pytest.raises(OtherContentUnderThisId):
        bring(session, tmp_path, other, told)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"weight_g": 0}, came.NoSuchWeight),
        ({"weight_g": -5}, came.NoSuchWeight),
        ({"weight_g": quantity.MOST_GRAMS + 1}, came.NoSuchWeight),
        ({"weight_g": None}, came.NotWeighed),
        ({"quantity_milli": 0}, quantity.NoSuchQuantity),
        ({"quantity_milli": -1000}, quantity.NoSuchQuantity),
        ({"quantity_milli": 1500}, quantity.OnlyWhole),
        ({"weighed": Weighed(10_000, tare_g=10_000)}, weigh.TareAboveGross),
        ({"weighed": Weighed(10_000, tare_g=-1)}, weigh.TareAboveGross),
        ({"weighed": Weighed(10_000, container="nergens")}, weigh.NoSuchContainer),
        ({"quantity_milli": 101_000}, came.MoreThanAgreed),
        ({"line": uuid4()}, came.NotOfThisBatch),
    ],
)
def test_what_cannot_have_come_is_refused_in_words_and_nothing_is_stored(
    session, tmp_path, changed, refusal
):
    batch = build.batch(
        session, build.line(session), build.line(session, "panelled-door"), state="agreed"
    )
    good, bad = batch.lines
    told = load(batch, all_of(good), replace(all_of(bad), **changed))
    with pytest.raises(refusal) as refused:
        bring(session, tmp_path, batch, told)
    assert len(refused.value.sentence) > 20
    assert "%(" not in refused.value.sentence
    assert stored(session) == 0
    assert state(session, batch) == "agreed"


def test_nothing_at_all_is_no_delivery(session, tmp_path):
    batch = build.batch(session, state="agreed")
    with pytest.raises(came.NothingDelivered):
        bring(session, tmp_path, batch, replace(load(batch), lines=()))


def test_a_declined_line_and_one_of_another_batch_are_refused(session, tmp_path):
    batch = build.batch(
        session, build.line(session), build.line(session, "panelled-door"), state="agreed"
    )
    other = build.batch(session, state="agreed")
    build.decide(session, batch.lines[1], "declined")
    for line in (batch.lines[1], other.lines[0]):
        with pytest.raises(came.NotOfThisBatch):
            bring(session, tmp_path, batch, load(batch, all_of(line)))
    assert stored(session) == 0


def test_one_line_cannot_be_in_one_load_twice(session, tmp_path):
    batch = build.batch(session, state="agreed")
    half = all_of(batch.lines[0], quantity_milli=50_000)
    with pytest.raises(came.CameTwice):
        bring(session, tmp_path, batch, load(batch, half, half))


def test_a_load_is_not_heavier_than_the_vehicle_can_carry(session, tmp_path):
    batch = build.batch(session, state="agreed")
    with pytest.raises(came.TooHeavy):
        bring(session, tmp_path, batch, load(batch, vehicle_max_g=199_999))
    for most in (0, -1):
        with pytest.raises(came.NoSuchLoad):
            bring(session, tmp_path, batch, load(batch, vehicle_max_g=most))
    bring(session, tmp_path, batch, load(batch, vehicle_max_g=200_000))


def test_a_second_load_of_a_line_comes_only_where_more_was_to_follow(session, tmp_path):
    batch = build.batch(session, state="agreed")
    line = batch.lines[0]
    part = all_of(line, quantity_milli=60_000, weight_g=120_000, more_follows=True)
    bring(session, tmp_path, batch, load(batch, part))
    rest = all_of(line, quantity_milli=40_000, weight_g=80_000)
    bring(session, tmp_path, batch, load(batch, rest))
    with pytest.raises(came.CameBefore):
        bring(session, tmp_path, batch, load(batch, rest))
    seen = batches.one(session, batch.uuid)
    (expected,) = find.expected(seen, find.of_batch(session, seen))
    assert (expected.came_milli, expected.came_g, expected.open) == (100_000, 200_000, False)


def test_more_than_was_accepted_comes_with_a_word_about_it(session, tmp_path):
    batch = build.batch(session, state="agreed")
    line = batch.lines[0]
    part = all_of(line, quantity_milli=60_000, more_follows=True)
    bring(session, tmp_path, batch, load(batch, part))
    with pytest.raises(came.MoreThanAgreed):
        bring(session, tmp_path, batch, load(batch, all_of(line, quantity_milli=41_000)))
    said = all_of(line, quantity_milli=41_000, difference="een pallet meer")
    made = bring(session, tmp_path, batch, load(batch, said))
    assert made.lines[0].difference == "een pallet meer"


def test_what_nobody_weighed_weighs_what_the_offer_says(session, tmp_path):
    batch = build.batch(session, build.line(session, quantity=3, weight_g=1000), state="agreed")
    one = all_of(batch.lines[0], quantity_milli=2000, weight_g=None, by_offer=True)
    (line,) = bring(session, tmp_path, batch, load(batch, one)).lines
    assert (line.weight_g, line.weight_source) == (667, "category")


@pytest.mark.parametrize(("by_itself", "source"), [(True, "scale"), (False, "typed")])
def test_the_pallet_on_the_scales_is_taken_off(session, tmp_path, by_itself, source):
    batch = build.batch(session, state="agreed")
    weighed = Weighed(215_500, tare_g=15_000, by_itself=by_itself)
    one = all_of(batch.lines[0], weight_g=None, weighed=weighed)
    (line,) = bring(session, tmp_path, batch, load(batch, one)).lines
    assert (line.weight_g, line.gross_g, line.tare_g) == (200_500, 215_500, 15_000)
    assert line.weight_source == source


def test_a_site_or_place_that_is_not_there_is_refused(session, tmp_path):
    batch = build.batch(session, state="agreed")
    for told in (load(batch, site="nergens"), load(batch, place="nergens")):
        with pytest.raises(Refused, match="nergens"):
            bring(session, tmp_path, batch, told)
    assert bring(session, tmp_path, batch, load(batch, place="rack-a")).place.slug == "rack-a"
