"""The shop decides about every line: all of it, a part, not at all, or it asks something first."""

from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.permissions import Role
from bouwkringloop.base.quantity import NoSuchQuantity, OnlyWhole
from bouwkringloop.batches import decide, find, step
from bouwkringloop.batches.decide import About, Choice
from bouwkringloop.batches.models import LineDecision
from bouwkringloop.catalogue.models import NeverSold
from bouwkringloop.people.models import AuditEntry
from tests import make
from tests.batches import build


@pytest.fixture
def by(session):
    made = make.actor(session, Role.COORDINATOR)
    session.rollback()
    return made


def stored(session):
    session.rollback()
    found = session.scalars(select(LineDecision).order_by(LineDecision.id)).all()
    session.rollback()
    return found


def test_the_first_decision_begins_the_review_by_itself(session, by):
    batch = build.batch(session)
    made = decide.decide(session, batch.lines[0].uuid, Choice("accepted"), seen=0, by=by)
    session.commit()
    assert (made.number, made.outcome) == (1, "accepted")
    assert (made.quantity_milli, made.weight_g) == (100_000, 200_000)
    assert batch.state == "under_review"
    assert [each.state for each in batch.steps] == ["announced", "under_review"]


def test_a_part_weighs_its_share_unless_somebody_says_otherwise(session, by):
    batch = build.batch(session, build.line(session, quantity=3, weight_g=1000))
    line = batch.lines[0].uuid
    share = decide.decide(session, line, Choice("part", 1000), seen=0, by=by)
    assert share.weight_g == 333
    weighed = decide.decide(session, line, Choice("part", 1000, 400), seen=1, by=by)
    assert (weighed.number, weighed.weight_g) == (2, 400)


def test_a_part_that_is_the_whole_is_accepted(session, by):
    batch = build.batch(session)
    made = decide.decide(session, batch.lines[0].uuid, Choice("part", 100_000), seen=0, by=by)
    assert made.outcome == "accepted"


@pytest.mark.parametrize(
    ("choice", "refusal"),
    [
        (Choice("part", 101_000), decide.MoreThanOffered),
        (Choice("part", 0), NoSuchQuantity),
        (Choice("part", -1000), NoSuchQuantity),
        (Choice("part", 1500), OnlyWhole),
        (Choice("part", 1000, 0), decide.NoWeight),
        (Choice("part", 1000, -1), decide.NoWeight),
        (Choice("part", 1000, 100_000_001), NoSuchQuantity),
        (Choice("accepted", category="asbestos-suspect"), NeverSold),
        (Choice("accepted", price_cents=100), decide.NothingIsBought),
        (Choice("declined"), decide.SaysNoReason),
        (Choice("declined", reason=" \u200b "), decide.SaysNoReason),
        (Choice("asked"), decide.SaysNoReason),
        (Choice("accepted", reason="x" * 301), decide.ReasonTooLong),
        (Choice("perhaps"), decide.NotDecidable),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(session, by, choice, refusal):
    batch = build.batch(session)
    with pytest.raises(refusal):
        decide.decide(session, batch.lines[0].uuid, choice, seen=0, by=by)
    assert stored(session) == []
    session.refresh(batch)
    assert batch.state == "announced"


def test_a_price_is_there_only_where_something_may_be_bought(session, by):
    batch = build.batch(session)
    build.agreement(session, batch.customer, "bought")
    line = batch.lines[0].uuid
    made = decide.decide(session, line, Choice("accepted", price_cents=35), seen=0, by=by)
    assert made.price_cents == 35
    with pytest.raises(decide.PriceTooHigh):
        decide.decide(session, line, Choice("accepted", price_cents=-1), seen=1, by=by)


def test_the_shop_may_call_it_another_kind_and_goes_on_calling_it_so(session, by):
    batch = build.batch(session)
    line = batch.lines[0].uuid
    first = decide.decide(
        session, line, Choice("accepted", category="ceramic-roof-tile"), seen=0, by=by
    )
    assert first.category.slug == "ceramic-roof-tile"
    second = decide.decide(session, line, Choice("part", 1000), seen=1, by=by)
    assert second.category.slug == "ceramic-roof-tile"


def test_a_dangerous_kind_can_be_declined(session, by):
    dangerous = build.line(session, "asbestos-suspect", quantity=1, description="Golfplaten")
    batch = build.batch(session, dangerous)
    line = batch.lines[0].uuid
    with pytest.raises(NeverSold):
        decide.decide(session, line, Choice("accepted"), seen=0, by=by)
    made = decide.decide(session, line, Choice("declined", reason="Asbest"), seen=0, by=by)
    assert (made.quantity_milli, made.weight_g, made.reason) == (0, 0, "Asbest")


def test_whoever_did_not_see_the_newest_decision_hears_who_took_it(session, by):
    batch = build.batch(session)
    line = batch.lines[0].uuid
    decide.decide(session, line, Choice("declined", reason="Te veel"), seen=0, by=by)
    session.commit()
    lead = make.actor(session, Role.SHOP_LEAD)
    with pytest.raises(decide.DecidedMeanwhile) as refused:
        decide.decide(session, line, Choice("accepted"), seen=0, by=lead)
    assert "Coordinator" in refused.value.sentence
    assert "afgewezen" in refused.value.sentence
    assert len(stored(session)) == 1
    decide.decide(session, line, Choice("accepted"), seen=1, by=lead)


def test_nobody_has_seen_what_is_not_there(session, by):
    batch = build.batch(session)
    with pytest.raises(BadInput):
        decide.decide(session, batch.lines[0].uuid, Choice("accepted"), seen=3, by=by)


def test_all_that_is_undecided_is_taken_at_once_and_the_rest_stays(session, by):
    lines = [build.line(session, weight_g=100 * n) for n in (1, 2, 3)]
    batch = build.batch(session, *lines)
    first = batch.lines[1]
    decide.decide(session, first.uuid, Choice("declined", reason="Kapot"), seen=0, by=by)
    made = decide.the_rest(session, batch.uuid, by=by)
    assert [each.weight_g for each in made] == [100, 300]
    assert first.decided.outcome == "declined"
    assert decide.the_rest(session, batch.uuid, by=by) == []


def test_several_decisions_are_stored_together_or_not_at_all(session, by):
    batch = build.batch(session, build.line(session), build.line(session))
    one, two = (line.uuid for line in batch.lines)
    wanted = [About(one, 0, Choice("accepted")), About(two, 0, Choice("part", 101_000))]
    with pytest.raises(decide.MoreThanOffered):
        decide.several(session, batch.uuid, wanted, by=by)
    assert stored(session) == []


def test_a_line_of_another_batch_is_refused(session, by):
    batch, other = build.batch(session), build.batch(session)
    wanted = [About(other.lines[0].uuid, 0, Choice("accepted"))]
    with pytest.raises(decide.UnknownLine):
        decide.several(session, batch.uuid, wanted, by=by)
    with pytest.raises(decide.UnknownLine):
        decide.decide(session, uuid4(), Choice("accepted"), seen=0, by=by)


@pytest.mark.parametrize("state", sorted(set(build.PATHS) - {"announced", "under_review"}))
def test_after_it_was_agreed_or_ended_nothing_is_decided_any_more(session, by, state):
    batch = build.batch(session, state=state)
    line = batch.lines[0]
    with pytest.raises(step.NotThatStep):
        decide.decide(session, line.uuid, Choice("accepted"), seen=len(line.decisions), by=by)


def test_every_decision_is_in_the_trail_without_its_words(session, by):
    batch = build.batch(session)
    choice = Choice("declined", reason="Van mevrouw Jansen")
    decide.decide(session, batch.lines[0].uuid, choice, seen=0, by=by)
    session.commit()
    query = select(AuditEntry).where(AuditEntry.action == "batch.decided")
    (entry,) = session.scalars(query)
    assert entry.subject == batch.subject
    assert "Jansen" not in entry.detail


def test_the_database_refuses_to_rewrite_a_decision(session):
    batch = build.batch(session)
    build.decide(session, batch.lines[0])
    with pytest.raises(DBAPIError):
        session.execute(text("update line_decision set reason = 'anders'"))


def test_what_is_accepted_is_read_back_from_the_newest_decision(session, by):
    batch = build.batch(session)
    line = batch.lines[0].uuid
    decide.decide(session, line, Choice("accepted"), seen=0, by=by)
    decide.decide(session, line, Choice("part", 5000), seen=1, by=by)
    session.commit()
    assert find.one(session, batch.uuid).lines[0].decided.weight_g == 10_000
