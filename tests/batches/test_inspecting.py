"""What came is divided by what it is good for, and the parts are what came, to the gram."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouwkringloop.base import quantity
from bouwkringloop.batches.delivery import find, inspect
from bouwkringloop.batches.delivery.inspect import Found, _divided
from bouwkringloop.batches.delivery.models import DeliveryLine
from bouwkringloop.batches.models import BatchLine
from tests import make
from tests.batches import build
from tests.batches.arriving import bring, came, load, look, state
from tests.till.counter import holds


@pytest.fixture
def brought(session, tmp_path):
    """A batch of a hundred bricks (200 kg) that came, and what came of its line."""
    batch = build.batch(session, state="agreed")
    return batch, bring(session, tmp_path, batch).lines[0]


def parts(session, batch):
    return [
        (each.outcome, each.quantity_milli, each.weight_g, each.condition)
        for each in find.findings(find.of_batch(session, batch))
    ]


def test_a_line_is_divided_and_the_last_part_takes_the_rest(session, brought):
    batch, line = brought
    look(
        session,
        batch,
        line,
        Found("stock", 80_000, 161_001, condition="A", treatment="gebikt"),
        Found("quarantine", 5000, 9000, reason="teer?"),
        Found("residue", 5000, reason="gebroken"),
        Found("stock", condition="C"),
    )
    assert parts(session, batch) == [
        ("stock", 80_000, 161_001, "A"),
        ("quarantine", 5000, 9000, "B"),
        ("residue", 5000, 10_000, "B"),
        ("stock", 10_000, 19_999, "C"),
    ]
    assert state(session, batch) == "inspected"
    assert holds(session)


@pytest.mark.parametrize(
    ("found", "refusal"),
    [
        ((), inspect.NothingFound),
        ((Found("stock", 99_000, 200_000),), inspect.DoesNotAddUp),
        ((Found("stock", 100_000, 199_999),), inspect.DoesNotAddUp),
        ((Found("stock", 100_000, 200_001),), inspect.DoesNotAddUp),
        ((Found("stock", 101_000),), inspect.DoesNotAddUp),
        ((Found("stock", 60_000), Found("parts", 60_000)), inspect.DoesNotAddUp),
        ((Found("stock", 60_000, 0), Found("parts")), inspect.DoesNotAddUp),
        ((Found("stock", 60_000, -4), Found("parts")), inspect.DoesNotAddUp),
        ((Found("stock", 50_000, 200_000), Found("parts")), inspect.DoesNotAddUp),
        ((Found("stock", 100_000), Found("parts")), inspect.NothingLeft),
        ((Found("stock"), Found("parts")), inspect.OnlyTheLast),
        ((Found("stock", 500), Found("parts")), quantity.OnlyWhole),
        ((Found("stock", 0), Found("parts")), quantity.NoSuchQuantity),
        ((Found("sold"),), inspect.NoSuchFinding),
        ((Found("stock", condition="D"),), inspect.NoSuchFinding),
        ((Found("residue"),), inspect.NoReason),
        ((Found("quarantine"),), inspect.NoReason),
        ((Found("back", reason="  "),), inspect.NoReason),
        ((Found("stock", 1000),) * 21, inspect.TooManyFindings),
    ],
)
def test_what_does_not_add_up_or_says_too_little_is_refused(session, brought, found, refusal):
    batch, line = brought
    with pytest.raises(refusal) as refused:
        look(session, batch, line, *found) if found else inspect.inspect(
            session, batch.uuid, line.delivery.uuid, line.line.uuid, (), by=make.actor(session)
        )
    assert "%(" not in refused.value.sentence
    session.rollback()
    assert parts(session, batch) == []
    assert state(session, batch) == "received"


def test_parts_that_miss_a_gram_are_told_to_the_gram(session, brought):
    batch, line = brought
    with pytest.raises(inspect.DoesNotAddUp) as refused:
        look(session, batch, line, Found("stock", 100_000, 199_999))
    assert "199,999" in refused.value.sentence


def test_a_line_is_inspected_once_and_by_one(session, brought, database):
    batch, line = brought
    look(session, batch, line)
    # The same once more by the same person is the first one.
    look(session, batch, line)
    with pytest.raises(inspect.InspectedAlready):
        look(session, batch, line, Found("parts"))
    assert len(parts(session, batch)) == 1


def test_several_lines_are_inspected_one_by_one_and_then_the_batch_is(session, tmp_path):
    batch = build.batch(
        session, build.line(session), build.line(session, "panelled-door"), state="agreed"
    )
    first, second = bring(session, tmp_path, batch).lines
    look(session, batch, second)
    assert state(session, batch) == "received"
    look(session, batch, first)
    assert state(session, batch) == "inspected"


def test_what_all_goes_back_leaves_nothing_to_bring_in(session, brought):
    batch, line = brought
    look(session, batch, line, Found("back", reason="nat"))
    assert state(session, batch) == "in_stock"


def test_the_next_load_makes_the_batch_come_in_again(session, tmp_path):
    batch = build.batch(session, state="agreed")
    (line,) = batch.lines
    half = came(line, quantity_milli=50_000, weight_g=100_000, more_follows=True)
    look(session, batch, bring(session, tmp_path, batch, load(batch, half)).lines[0])
    assert state(session, batch) == "inspected"
    bring(session, tmp_path, batch, load(batch, half))
    assert state(session, batch) == "received"


def test_a_line_that_did_not_come_cannot_be_inspected(session, tmp_path):
    batch = build.batch(
        session, build.line(session), build.line(session, "panelled-door"), state="agreed"
    )
    brick, door = batch.lines
    one = bring(session, tmp_path, batch, load(batch, came(brick)))
    by = make.actor(session)
    with pytest.raises(find.UnknownDeliveredLine):
        inspect.inspect(session, batch.uuid, one.uuid, door.uuid, (Found("stock"),), by=by)
    other = build.batch(session, state="agreed")
    with pytest.raises(find.UnknownDelivery):
        inspect.inspect(session, other.uuid, one.uuid, brick.uuid, (Found("stock"),), by=by)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=8), st.integers(1, 10**8), st.data())
def test_parts_without_weights_share_every_gram(pieces, surplus, data):
    whole_g = sum(pieces) * 3 + surplus
    unit = BatchLine(unit="piece", description="Baksteen")
    line = DeliveryLine(line=unit, quantity_milli=sum(pieces) * 1000, weight_g=whole_g)
    empty_last = data.draw(st.booleans())
    told = [Found("stock", each * 1000) for each in pieces]
    if empty_last:
        told[-1] = Found("stock")

    class Somebody:
        id = 1

    made = _divided(line, told, Somebody())
    assert sum(each.weight_g for each in made) == whole_g
    assert [each.quantity_milli for each in made] == [each * 1000 for each in pieces]
    # Nobody is a gram away from a fair share but for rounding.
    for each, many in zip(made, pieces, strict=True):
        assert abs(each.weight_g * sum(pieces) - whole_g * many) <= sum(pieces) * len(pieces)
